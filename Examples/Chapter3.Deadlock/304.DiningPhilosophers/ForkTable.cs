// What three of the four tables have in common: each fork is a lock.
//
//        fork 0      seat 0      fork 1      seat 1      fork 2   ...   seat n-1      fork 0
//
//   I1  PickUp returns with both forks, or throws with neither.

using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>A table on which each fork is a lock; the derived tables say in which order they are taken.</summary>
/// <param name="forks">As many as seats, at least 2.</param>
public abstract class ForkTable(IReadOnlyList<ILock> forks) : ITable
{
    /// <summary>How many seats there are.</summary>
    protected int Seats => forks.Count;

    /// <inheritdoc/>
    public abstract void PickUp(int seat, CancellationToken cancel = default);

    /// <inheritdoc/>
    public virtual void PutDown(int seat)
    {
        forks[Left(seat)].Release();
        forks[Right(seat)].Release();
    }

    /// <summary>The number of the fork to the left of a seat.</summary>
    protected static int Left(int seat) => seat;

    /// <summary>The number of the fork to its right.</summary>
    protected int Right(int seat) => (seat + 1) % forks.Count;

    /// <summary>Takes two forks, one after the other.</summary>
    protected void Take(int first, int second, CancellationToken cancel, Action? between = null)
    {
        forks[first].Acquire(cancel);           // [first]
        try
        {
            between?.Invoke();
            forks[second].Acquire(cancel);      // [second] holds one, waits for the other
        }
        catch
        {
            forks[first].Release(); // I1
            throw;
        }
    }
}
