// Jobs in a chain, and the workers in one of three places:
//
//      _first              _last
//        v                   v
//       [a] -> [b] -> ... -> [z]        Take removes a; Put hangs the new one behind z. Unbounded: Put never waits.
//
//      at a job  -------- wants the next one ------->  searching  ---- nothing for a while ---->  asleep
//          ^                                            |     ^                                           |
//          +---------------- has found one -------------+     +------ woken by Put, Take or Close --------+
//
// Whenever nobody holds the guard:
//   I1  _count jobs hang between _first and _last; both are null when there are none.
//   I2  While a job is queued and a worker sleeps, somebody searches: _searching > 0.
//   I3  Nobody falls asleep once _closed is set, and it is never unset; Close wakes those who sleep then.
//
// Waking a thread takes microseconds, and a tiny job takes less; so Put wakes a sleeper only when nobody searches. I2 holds
// because a searcher goes away in three ways: with a job [found], and then, if it was the last searcher and more jobs are left,
// it wakes another one; to sleep [sleep], having seen under the guard that there is none; or because the queue is closed and
// empty. Who is woken counts as searching from that moment, not from when it runs. (After the spinning threads of Go's
// scheduler, runtime/proc.go.)
//
// A worker takes one job at a time, although several would cost less: a job may wait for the one behind it, and that one must
// not be in the pocket of the same worker while another is idle.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Pools;

/// <summary>First in, first out, for a <see cref="WorkerPool"/>: jobs are many and tiny, workers few.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Count = {_count}, Closed = {_closed}, {_searching} searching, {_asleep.Count} asleep")] // takes no lock
internal sealed class JobQueue
{
    private const int SpinRounds = 200, SpinLength = 20; // tens of microseconds: what being woken costs both sides

    private readonly TestAndTestAndSetLock _guard = new(); // a spin lock: held for some instructions only. Guards:
    private readonly WaitQueue _asleep;
    private Job? _first, _last; // a searcher reads _first without the guard, by Volatile: a hint, it looks again under it
    private int _count, _searching;
    private bool _closed;       // read without it too, for the same

    public JobQueue() => _asleep = new WaitQueue(_guard);

    /// <summary>How many are queued; stale by the time it returns.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Appends a job. Never blocks for long.</summary>
    /// <returns>False when closed.</returns>
    public bool TryPut(Job job)
    {
        _guard.Acquire();
        if (_closed)
        {
            _guard.Release();
            return false;
        }
        if (_last is null) Volatile.Write(ref _first, job); else _last.Next = job; // pairs with the read in Search
        _last = job;
        _count++;
        var woken = ChooseSearcher();
        AssertInvariants();
        _guard.Release();
        woken?.Signal();
        return true;
    }

    /// <summary>Removes the oldest job, blocking while there is none.</summary>
    /// <returns>False once closed and empty.</returns>
    /// <exception cref="ThreadInterruptedException">Interrupted in its sleep; nothing was removed.</exception>
    public bool Take([NotNullWhen(true)] out Job? job)
    {
        for (var isSearching = false; ; isSearching = true) // whether this thread counts in _searching
        {
            if (isSearching) Search();
            _guard.Acquire();
            if (_first is not null || _closed)
            {
                if (isSearching) _searching--;
                job = RemoveFirst();
                var woken = ChooseSearcher(); // [found]
                AssertInvariants();
                _guard.Release();
                woken?.Signal();
                return job is not null;
            }
            if (!isSearching)
            {
                _searching++;
                _guard.Release();
                continue;
            }
            _searching--;
            var me = _asleep.Enqueue(); // [sleep]
            AssertInvariants();
            _guard.Release();
            _asleep.Await(me, Deadline.Never, CancellationToken.None); // on return whoever woke it has counted it again
        }
    }

    /// <summary>Refuses further puts. Workers take what is left, and are then told that it is over. May be repeated.</summary>
    public void Close() => CloseAnd(remove: false);

    /// <summary>Closes it, and removes all that is queued.</summary>
    /// <returns>The first of the removed, linked to the next; null if there was none.</returns>
    public Job? CloseAndRemoveAll() => CloseAnd(remove: true);

    private Job? CloseAnd(bool remove)
    {
        Job? removed = null;
        _guard.Acquire();
        Volatile.Write(ref _closed, true);
        if (remove)
        {
            (removed, _last, _count) = (_first, null, 0);
            Volatile.Write(ref _first, null);
        }
        _guard.Release();
        while (true) // all: each has to see the end. None comes to them any more: I3
        {
            _guard.Acquire();
            var sleeper = _asleep.Dequeue();
            if (sleeper is not null) _searching++;
            _guard.Release();
            if (sleeper is null) return removed;
            sleeper.Signal();
        }
    }

    private Job? RemoveFirst()
    {
        if (_first is not { } job) return null;
        Volatile.Write(ref _first, job.Next);
        if (_first is null) _last = null;
        job.Next = null; // a job that lives on in somebody's hands must not keep all that came after it
        _count--;
        return job;
    }

    // Restores I2; the caller signals, outside the guard.
    private Waiter? ChooseSearcher()
    {
        if (_first is null || _searching > 0 || _asleep.Dequeue() is not { } sleeper) return null;
        _searching++;
        return sleeper;
    }

    private void Search()
    {
        for (var i = 0; i < SpinRounds && Environment.ProcessorCount > 1; i++)
        {
            if (Volatile.Read(ref _first) is not null || IsClosed) return;
            Thread.SpinWait(SpinLength);
        }
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_guard.IsHeldByCurrentThread);
        Debug.Assert((_first is null) == (_count == 0) && (_last is null) == (_count == 0), "I1");
        Debug.Assert(_count == 0 || _asleep.IsEmpty || _searching > 0, "I2");
    }
}
