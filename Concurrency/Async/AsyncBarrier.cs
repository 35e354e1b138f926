// Everybody waits for everybody, again and again; three participants:
//
//      phase 0                 phase 1
//      a ------|               |---- a ...
//      b ---------|            |---- b ...      The last to arrive does not wait: it lets the others go, and with that the
//      c --------------------->|---- c ...      next phase begins.
//
//   I1  0 <= arrived < _participants, where arrived is the number of those in the queue.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>Lets a fixed number of tasks and threads meet, over and over; who is early occupies no thread.</summary>
/// <remarks>
/// <para>What a participant wrote before it arrived is seen by all after they have met. A participant that is cancelled while
/// it waits has not arrived: the others wait on, for it or for one in its place.</para>
/// <para>Nito.AsyncEx has no barrier. The one for threads that breaks when somebody leaves is
/// <see cref="Signals.CyclicBarrier"/>.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncBarrier
{
    private readonly int _participants;

    private readonly TestAndTestAndSetLock _guard = new(); // guards:
    private readonly AsyncWaitQueue _arrived;
    private long _phase;

    private int _id;

    /// <param name="participantCount">How many have to arrive, at least 1.</param>
    public AsyncBarrier(int participantCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(participantCount, 1);
        _participants = participantCount;
        _arrived = new AsyncWaitQueue(_guard);
    }

    /// <summary>Not zero, and different from that of any other barrier. For debugging.</summary>
    public int Id => Identity<AsyncBarrier>.Of(ref _id);

    /// <summary>How many have to arrive.</summary>
    public int ParticipantCount => _participants;

    /// <summary>How often all have met; stale by the time it returns, except for one who has not yet arrived.</summary>
    public long CurrentPhaseNumber => Volatile.Read(ref _phase);

    /// <summary>Arrives. Never blocks.</summary>
    /// <param name="cancellationToken">Takes the arrival back; an already cancelled one means: do not wait, so only the last
    /// to arrive succeeds.</param>
    /// <returns>A task that completes when all have arrived.</returns>
    public Task SignalAndWaitAsync(CancellationToken cancellationToken = default)
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        var isLast = Meet(ref wakeups);
        var me = isLast || cancellationToken.IsCancellationRequested ? null : _arrived.EnqueueTask();
        _guard.Release();
        wakeups.Complete();
        if (isLast) return Task.CompletedTask;
        if (me is null) return Task.FromCanceled(cancellationToken);
        me.Watch(cancellationToken);
        return me.Task;
    }

    /// <summary>Arrives, and blocks until all have arrived.</summary>
    /// <param name="cancellationToken">As for <see cref="SignalAndWaitAsync"/>.</param>
    /// <exception cref="TaskCanceledException">Cancelled before; the arrival is taken back.</exception>
    public void SignalAndWait(CancellationToken cancellationToken = default)
    {
        if (!SignalAndWait(Deadline.Never, cancellationToken)) throw new TaskCanceledException(null, null, cancellationToken);
    }

    /// <summary>Arrives, and blocks until all have arrived, but no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (only the last to arrive succeeds) to <see cref="int.MaxValue"/> ms, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">As for <see cref="SignalAndWaitAsync"/>.</param>
    /// <returns>False when the time was over first; the arrival is taken back then.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; the arrival is taken back.</exception>
    public bool TrySignalAndWait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (SignalAndWait(Deadline.After(timeout), cancellationToken)) return true;
        if (cancellationToken.IsCancellationRequested) throw new TaskCanceledException(null, null, cancellationToken);
        return false;
    }

    private bool SignalAndWait(Deadline deadline, CancellationToken cancel)
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        var isLast = Meet(ref wakeups);
        var me = isLast || cancel.IsCancellationRequested || deadline.HasPassed ? null : _arrived.EnqueueThread();
        _guard.Release();
        wakeups.Complete();
        return isLast || (me is not null && me.Await(deadline, cancel));
    }

    private bool Meet(ref Wakeups wakeups)
    {
        Debug.Assert(_arrived.Count < _participants, "I1");
        if (_arrived.Count + 1 < _participants) return false;
        Volatile.Write(ref _phase, _phase + 1); // pairs with the read in CurrentPhaseNumber
        _arrived.DequeueAll(ref wakeups);
        return true;
    }

    private string Display => $"phase {_phase}, {_arrived.Count} of {_participants} arrived";
}
