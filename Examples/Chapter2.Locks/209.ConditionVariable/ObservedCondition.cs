using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>A condition variable that knows how many are asleep in it, and how often one was woken.</summary>
/// <param name="lock">Held for every member.</param>
[DebuggerDisplay("Asleep = {Asleep}, WakeUps = {WakeUps}")] // takes no lock
public sealed class ObservedCondition(ILock @lock)
{
    private readonly ConditionVariable _condition = new(@lock);

    /// <summary>How many sleep whom nobody has woken. Who is woken no longer counts, though it has yet to get the lock.</summary>
    public int Asleep { get; private set; }

    /// <summary>How many sleepers were woken and have the lock again.</summary>
    public int WakeUps { get; private set; }

    /// <summary>Releases the lock, sleeps, and has the lock again on return.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; <see cref="Asleep"/> is of no use from then on.</exception>
    public void Wait(CancellationToken cancel)
    {
        Asleep++;
        _condition.Wait(cancel);
        WakeUps++;
    }

    /// <summary>Wakes the one who has slept longest.</summary>
    public void Signal()
    {
        Asleep = Math.Max(0, Asleep - 1);
        _condition.Signal();
    }

    /// <summary>Wakes all.</summary>
    public void Broadcast()
    {
        Asleep = 0;
        _condition.Broadcast();
    }
}
