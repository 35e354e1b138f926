using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>The waits that end in one critical section, to be completed after it, in order. They are chained by the links
/// that they no longer need in a queue, so collecting them allocates nothing.</summary>
internal struct Wakeups
{
    private AsyncWaiter? _first, _last;

    /// <summary>The waiter stands in no queue.</summary>
    public void Add(AsyncWaiter waiter)
    {
        Debug.Assert(waiter.Queue is null && waiter.Next is null);
        if (_last is null) _first = waiter; else _last.Next = waiter;
        _last = waiter;
    }

    /// <summary>Ends the waits. No lock is held.</summary>
    public readonly void Complete()
    {
        for (var waiter = _first; waiter is not null;)
        {
            var next = waiter.Next; // first: completed, it belongs to its own
            waiter.Next = null;
            waiter.Complete();
            waiter = next;
        }
    }
}
