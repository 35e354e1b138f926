namespace Workbook.Examples.Locks.SpinLocks;

/// <summary>A spin lock that serves in the order of arrival.</summary>
/// <remarks>Any thread may call any member. Waiting costs a core, so hold it for some instructions, not for more.</remarks>
public sealed class TicketSpinLock
{
    private int _next, _serving;

    /// <summary>How many have drawn a number and are not served yet; stale by the time it returns.</summary>
    public int Waiting => Math.Max(0, _next - _serving - 1);

    /// <summary>Takes the lock, spinning until all who came before have had it.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds it already; nothing has changed.</exception>
    public void Acquire()
    {
        // TODO: two threads may draw the same number here, nothing tells who holds the lock, and nothing makes sure that a thread
        // sees what another has written.
        var number = _next;
        _next = number + 1;
        while (_serving != number) Thread.Yield();
    }

    /// <summary>Takes the lock if it is free and nobody is in the line. Never waits.</summary>
    public bool TryAcquire()
    {
        // TODO: when it returns false, no number may be left that nobody answers to.
        var number = _next++;
        return number == _serving;
    }

    /// <summary>Gives the lock to the next in the line, if there is one.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        _serving++;
    }
}
