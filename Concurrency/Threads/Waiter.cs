using System.Diagnostics;

namespace Workbook.Concurrency.Threads;

/// <summary>One thread in a <see cref="WaitQueue"/>, for one wait.</summary>
[DebuggerDisplay("{ThreadName,nq}, Signaled = {_signaled}")]
internal sealed class Waiter
{
    // Guarded by the lock of the queue:
    internal Waiter? Next, Previous;
    internal bool IsQueued;

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly Parker _parker = Parker.OfThisThread;
    private volatile bool _signaled; // false -> true once; written by Signal, read by Wait

    /// <summary>What the waiter waits for, where a queue holds more than one kind; it belongs to the primitive.</summary>
    internal object? Kind { get; init; }

    internal string ThreadName => _thread.Name ?? $"thread {_thread.ManagedThreadId}";

    /// <summary>Wakes the waiter for good. Call it once, after taking the waiter out of the queue.</summary>
    internal void Signal()
    {
        _signaled = true;
        _parker.Unpark();
    }

    /// <returns>False when the time was over or <paramref name="cancel"/> fired before <see cref="Signal"/>.</returns>
    internal bool Wait(Deadline deadline, CancellationToken cancel)
    {
        // A loop: the thread's parker is shared by all its waits, and may hold the permit of an earlier one.
        while (!_signaled)
            if (!_parker.TryPark(deadline, cancel)) return _signaled;
        return true;
    }
}
