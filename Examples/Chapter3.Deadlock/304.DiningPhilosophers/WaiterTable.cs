// A waiter at the door lets in one fewer than there are seats.
//
// Why that is enough: n - 1 philosophers at n forks cannot each hold one and wait for another that is taken. One of them has an
// empty chair beside him, so a fork that nobody else will take.

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Semaphores;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>Left fork first, but never are all at the table.</summary>
/// <param name="forks">As many as seats.</param>
public sealed class WaiterTable(IReadOnlyList<ILock> forks) : ForkTable(forks)
{
    private readonly FifoSemaphore _chairs = new(forks.Count - 1); // who came first is let in first

    /// <inheritdoc/>
    public override void PickUp(int seat, CancellationToken cancel = default)
    {
        _chairs.Acquire(cancel);                // [door]
        try { Take(Left(seat), Right(seat), cancel); }
        catch
        {
            _chairs.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void PutDown(int seat)
    {
        base.PutDown(seat);
        _chairs.Release();
    }
}
