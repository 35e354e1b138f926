// Who is inside, and two queues before the door:
//
//      inside:     nobody   or   readers, any number   or   one writer
//                                (_readers)                 (_writer)
//
//                        waiting first:      goes in when                  and for preference
//      _waitingReaders   [ r2 ] <-> [ r5 ]   no writer is inside           Writers: no writer waits
//      _waitingWriters   [ w1 ] <-> [ w3 ]   nobody is inside              Arrival: r2 came before w1
//
//   I1  A writer is inside alone: not both _writer != 0 and _readers.Count > 0.
//   I2  Whoever waits has a reason: the head of neither queue may go in.
//
// I2 is kept by Admit, which follows whatever may end a reason: a release, and a waiter that gives up, for the writer that
// is cancelled may have been all that kept the readers out.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>Many readers or one writer at a time; whoever has to wait occupies no thread.</summary>
/// <remarks>
/// <para>Any thread or task may call any member; a hold belongs to its key. Readers among themselves and writers among
/// themselves are served in the order of their calls; between the two the preference decides. What a writer wrote is seen by
/// those who come in later. Continuations run as those of any task do, never on the thread that releases.</para>
/// <para>Not recursive, and a reader cannot become a writer: who asks again while inside may wait for ever, or for the
/// cancellation. An already cancelled token means: do not wait; a lock that may be taken is taken all the same.</para>
/// <para>To take it when nobody is in the way allocates nothing, once as many readers have been inside together.</para>
/// <para>Courtois, Heymans and Parnas, Concurrent Control with Readers and Writers, CACM 1971.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncReaderWriterLock : IKeyOwner
{
    private const int WriterSlot = -1; // in a writer's key, where a reader's has its slot

    private readonly AsyncPreference _preference;

    private readonly TestAndTestAndSetLock _guard = new(); // guards:
    private readonly AsyncWaitQueue _waitingReaders, _waitingWriters;
    private readonly KeyTable _readers = new();
    private long _writer; // the number of the writer's key, 0 for none
    private long _lastWriter, _lastArrival;

    private int _id;

    /// <summary>A free lock that prefers writers.</summary>
    public AsyncReaderWriterLock() : this(AsyncPreference.Writers)
    {
    }

    /// <param name="preference">Who goes first.</param>
    public AsyncReaderWriterLock(AsyncPreference preference)
    {
        if (!Enum.IsDefined(preference))
            throw new ArgumentOutOfRangeException(nameof(preference), preference, "Not one of the preferences.");
        _preference = preference;
        _waitingReaders = new AsyncWaitQueue(_guard, AfterGivingUp);
        _waitingWriters = new AsyncWaitQueue(_guard, AfterGivingUp);
    }

    /// <summary>Not zero, and different from that of any other lock of this type. For debugging.</summary>
    public int Id => Identity<AsyncReaderWriterLock>.Of(ref _id);

    /// <summary>Goes in as a reader, as soon as that is possible. Never blocks.</summary>
    /// <returns>The key to be awaited; its disposal leaves.</returns>
    public AwaitableKey ReaderLockAsync() => ReaderLockAsync(CancellationToken.None);

    /// <summary>Goes in as a reader, as soon as that is possible. Never blocks.</summary>
    /// <param name="cancellationToken">Ends the wait; a cancelled <c>await</c> throws
    /// <see cref="TaskCanceledException"/>, and the lock is not taken.</param>
    /// <returns>The key to be awaited; its disposal leaves.</returns>
    public AwaitableKey ReaderLockAsync(CancellationToken cancellationToken) => Enter(_waitingReaders, cancellationToken);

    /// <summary>Goes in as a reader; blocks until that is possible.</summary>
    /// <returns>The key; its disposal leaves.</returns>
    public AsyncKey ReaderLock() => ReaderLock(CancellationToken.None);

    /// <summary>Goes in as a reader; blocks until that is possible.</summary>
    /// <returns>The key; its disposal leaves.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; the lock was not taken.</exception>
    public AsyncKey ReaderLock(CancellationToken cancellationToken) => EnterOrThrow(_waitingReaders, cancellationToken);

    /// <summary>Goes in as the writer, as soon as that is possible. Never blocks.</summary>
    /// <returns>The key to be awaited; its disposal leaves.</returns>
    public AwaitableKey WriterLockAsync() => WriterLockAsync(CancellationToken.None);

    /// <summary>Goes in as the writer, as soon as that is possible. Never blocks.</summary>
    /// <param name="cancellationToken">As for <see cref="ReaderLockAsync(CancellationToken)"/>.</param>
    /// <returns>The key to be awaited; its disposal leaves.</returns>
    public AwaitableKey WriterLockAsync(CancellationToken cancellationToken) => Enter(_waitingWriters, cancellationToken);

    /// <summary>Goes in as the writer; blocks until that is possible.</summary>
    /// <returns>The key; its disposal leaves.</returns>
    public AsyncKey WriterLock() => WriterLock(CancellationToken.None);

    /// <summary>Goes in as the writer; blocks until that is possible.</summary>
    /// <returns>The key; its disposal leaves.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; the lock was not taken.</exception>
    public AsyncKey WriterLock(CancellationToken cancellationToken) => EnterOrThrow(_waitingWriters, cancellationToken);

    /// <summary>Goes in as a reader if that is possible now. Never blocks.</summary>
    /// <param name="key">Its disposal leaves. Without the lock it holds nothing.</param>
    public bool TryReaderLock(out AsyncKey key) => TryEnter(_waitingReaders, out key);

    /// <summary>Goes in as the writer if that is possible now. Never blocks.</summary>
    /// <param name="key">Its disposal leaves. Without the lock it holds nothing.</param>
    public bool TryWriterLock(out AsyncKey key) => TryEnter(_waitingWriters, out key);

    /// <summary>Goes in as a reader; blocks until that is possible, but no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="key">Its disposal leaves. Without the lock it holds nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="TaskCanceledException">Cancelled before; the lock was not taken.</exception>
    public bool TryReaderLock(TimeSpan timeout, out AsyncKey key, CancellationToken cancellationToken = default) =>
        EnterWithin(_waitingReaders, timeout, cancellationToken, out key);

    /// <summary>Goes in as the writer; blocks until that is possible, but no longer than <paramref name="timeout"/>.</summary>
    /// <inheritdoc cref="TryReaderLock(TimeSpan, out AsyncKey, CancellationToken)"/>
    public bool TryWriterLock(TimeSpan timeout, out AsyncKey key, CancellationToken cancellationToken = default) =>
        EnterWithin(_waitingWriters, timeout, cancellationToken, out key);

    /// <summary>Goes in as a reader, as soon as that is possible, but gives up after <paramref name="timeout"/>. Never
    /// blocks.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The key, or null when the time was over first; <c>using</c> takes both.</returns>
    public ValueTask<AsyncKey?> TryReaderLockAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return TryReaderLock(out var key) ? new(key) : TimeLimit.Apply(ReaderLockAsync, timeout, cancellationToken);
    }

    /// <summary>Goes in as the writer, as soon as that is possible, but gives up after <paramref name="timeout"/>. Never
    /// blocks.</summary>
    /// <inheritdoc cref="TryReaderLockAsync"/>
    public ValueTask<AsyncKey?> TryWriterLockAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        _ = Deadline.After(timeout); // checks it
        return TryWriterLock(out var key) ? new(key) : TimeLimit.Apply(WriterLockAsync, timeout, cancellationToken);
    }

    void IKeyOwner.Return(in AsyncKey key)
    {
        var wakeups = new Wakeups();
        _guard.Acquire();
        var left = key.Slot == WriterSlot ? _writer == key.Generation : _readers.Return(key); // else a stale key
        if (left && key.Slot == WriterSlot) _writer = 0;
        if (left) Admit(ref wakeups);
        _guard.Release();
        wakeups.Complete();
    }

    // The queue says as what.
    private AwaitableKey Enter(AsyncWaitQueue queue, CancellationToken cancel)
    {
        _guard.Acquire();
        if (MayEnter(queue))
        {
            var key = NewKey(queue);
            _guard.Release();
            return new AwaitableKey(key);
        }
        var me = cancel.IsCancellationRequested ? null : queue.EnqueueTask(arrival: ++_lastArrival);
        _guard.Release();
        if (me is null) return new AwaitableKey(Task.FromCanceled<IDisposable>(cancel));
        me.Watch(cancel);
        return new AwaitableKey(me.Task);
    }

    private bool Enter(AsyncWaitQueue queue, Deadline deadline, CancellationToken cancel, out AsyncKey key)
    {
        _guard.Acquire();
        var may = MayEnter(queue);
        key = may ? NewKey(queue) : default;
        var me = may || cancel.IsCancellationRequested || deadline.HasPassed
            ? null : queue.EnqueueThread(arrival: ++_lastArrival);
        _guard.Release();
        if (me is null || !me.Await(deadline, cancel)) return may;
        key = me.Key;
        return true;
    }

    private bool TryEnter(AsyncWaitQueue queue, out AsyncKey key)
    {
        _guard.Acquire();
        var may = MayEnter(queue);
        key = may ? NewKey(queue) : default;
        _guard.Release();
        return may;
    }

    private AsyncKey EnterOrThrow(AsyncWaitQueue queue, CancellationToken cancel)
    {
        if (Enter(queue, Deadline.Never, cancel, out var key)) return key;
        throw new TaskCanceledException(null, null, cancel);
    }

    private bool EnterWithin(AsyncWaitQueue queue, TimeSpan timeout, CancellationToken cancel, out AsyncKey key)
    {
        if (Enter(queue, Deadline.After(timeout), cancel, out key)) return true;
        if (cancel.IsCancellationRequested) throw new TaskCanceledException(null, null, cancel);
        return false;
    }

    // One who comes now; it stands behind all who wait, unless the preference says otherwise.
    private bool MayEnter(AsyncWaitQueue queue)
    {
        AssertInvariants();
        if (queue == _waitingWriters) return _writer == 0 && _readers.Count == 0;
        return _writer == 0 && (_preference == AsyncPreference.Readers || _waitingWriters.IsEmpty);
    }

    private bool FirstReaderMayEnter => _waitingReaders.First is { } reader && _writer == 0 && _preference switch
    {
        AsyncPreference.Readers => true,
        AsyncPreference.Writers => _waitingWriters.IsEmpty,
        _ => _waitingWriters.First is not { } writer || reader.Arrival < writer.Arrival,
    };

    private bool FirstWriterMayEnter => !_waitingWriters.IsEmpty && _writer == 0 && _readers.Count == 0;

    private AsyncKey NewKey(AsyncWaitQueue queue) =>
        queue == _waitingReaders ? _readers.Rent(this) : new AsyncKey(this, _writer = ++_lastWriter, WriterSlot);

    private void Admit(ref Wakeups wakeups)
    {
        while (FirstReaderMayEnter) Admit(_waitingReaders, ref wakeups);
        if (FirstWriterMayEnter) Admit(_waitingWriters, ref wakeups);
        AssertInvariants();
    }

    private void Admit(AsyncWaitQueue queue, ref Wakeups wakeups)
    {
        var next = queue.Dequeue()!;
        next.Key = NewKey(queue);
        wakeups.Add(next);
    }

    private void AfterGivingUp(AsyncWaiter waiter, ref Wakeups wakeups)
    {
        wakeups.Add(waiter);
        Admit(ref wakeups);
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_writer == 0 || _readers.Count == 0, "I1");
        Debug.Assert(!FirstReaderMayEnter && !FirstWriterMayEnter, "I2");
    }

    private string Display =>
        $"{(_writer != 0 ? "writer inside" : $"{_readers.Count} readers inside")}, " +
        $"{_waitingReaders.Count} readers and {_waitingWriters.Count} writers waiting";
}
