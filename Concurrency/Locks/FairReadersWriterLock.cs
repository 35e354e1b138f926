// A word in front, and one queue for all behind it:
//
//      _state      | readers inside (x 4) | Waiters 2 | Writer 1 |
//
//      queue       first [R] [R] [W] [R] last      the two readers come in together, as soon as no writer is inside;
//                                                  then the writer, once both have left; then the last reader
//
//   I1  The Writer bit excludes readers, and each other writer: readers > 0 and Writer never hold together.
//   I2  While somebody is queued the Waiters bit is set; both change under _mutex only.
//   I3  While the Waiters bit is set nobody comes in but through the queue, first in first out: [let in].
//   I4  The first in the queue sleeps only while what it waits for is true: a writer inside or, for a writer, anybody.
//
// I4 holds because whoever may end that truth lets in from the front: the writer and the last reader as they leave, a
// thread that has just queued (the lock may have become free before it set the bit), and one that gives up its place
// (the readers behind an impatient writer may go on).
//
// Without waiters, in and out are one atomic instruction each, and _mutex is not touched.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A readers-writer lock that serves in the order of arrival: nobody starves.</summary>
/// <remarks>A reader that comes after a waiting writer waits behind it. So a reader must not come in a second time: a writer
/// between the two would wait for the first, and the second for the writer. Waiters sleep.
/// Courtois, Heymans and Parnas, Concurrent Control with Readers and Writers, CACM 1971; the queue makes it fair.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class FairReadersWriterLock : IReadersWriterLock
{
    private const int Writer = 1, Waiters = 2, OneReader = 4;

    private int _state;  // see the picture; by Interlocked only, each a full fence
    private int _writer; // managed thread id, 0 = none; written by the writer only

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly WaitQueue _queue;            // Kind: what the waiter adds to _state, Writer or OneReader

    /// <summary>A lock with nobody inside.</summary>
    public FairReadersWriterLock() => _queue = new WaitQueue(_mutex);

    // For displays; each stale by the time it returns.
    internal int Readers => _state / OneReader;
    internal int Waiting => _queue.Count;
    internal int WriterId => _writer;

    /// <summary>Whether somebody is queued; stale by the time it returns.</summary>
    internal bool HasWaiters => (Volatile.Read(ref _state) & Waiters) != 0;

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => Volatile.Read(ref _writer) == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public void AcquireRead(CancellationToken cancel = default)
    {
        // First a guess, that nobody is here: to look before would cost half as much again, and short methods are inlined.
        if (Interlocked.CompareExchange(ref _state, OneReader, 0) == 0) return;
        if (!TryAcquireRead()) ComeInThroughTheQueue(OneReader, Deadline.Never, cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquireRead()
    {
        var state = Volatile.Read(ref _state);
        while ((state & (Writer | Waiters)) == 0)
        {
            var before = Interlocked.CompareExchange(ref _state, state + OneReader, state);
            if (before == state) return true;
            state = before;
        }
        if (IsHeldByCurrentThread) Misuse.ReadByTheWriter();
        return false;
    }

    /// <inheritdoc/>
    public bool TryAcquireRead(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        return TryAcquireRead() || ComeInThroughTheQueue(OneReader, deadline, cancel);
    }

    /// <inheritdoc/>
    public void ReleaseRead()
    {
        if (Interlocked.CompareExchange(ref _state, 0, OneReader) != OneReader) ReleaseReadAmongOthers();
    }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!TryAcquire() && ComeInThroughTheQueue(Writer, Deadline.Never, cancel)) BeTheWriter();
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        if (Interlocked.CompareExchange(ref _state, Writer, 0) != 0)
        {
            if (IsHeldByCurrentThread) Misuse.RecursiveAcquire();
            return false;
        }
        BeTheWriter();
        return true;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryAcquire()) return true;
        if (!ComeInThroughTheQueue(Writer, deadline, cancel)) return false;
        BeTheWriter();
        return true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Volatile.Write(ref _writer, 0); // before the word: afterwards it is the next writer's
        if (Interlocked.And(ref _state, ~Writer) != Writer) LetInFromTheFront();
    }

    private void ReleaseReadAmongOthers()
    {
        var state = Volatile.Read(ref _state);
        while (true)
        {
            if (state < OneReader) Misuse.ReleaseWithoutReader();
            var before = Interlocked.CompareExchange(ref _state, state - OneReader, state);
            if (before == state) break;
            state = before;
        }
        if (state == (OneReader | Waiters)) LetInFromTheFront(); // the last one out
    }

    private void BeTheWriter()
    {
        Debug.Assert((Volatile.Read(ref _state) & ~Waiters) == Writer && _writer == 0, "I1");
        Volatile.Write(ref _writer, Environment.CurrentManagedThreadId);
    }

    private bool ComeInThroughTheQueue(int kind, Deadline deadline, CancellationToken cancel)
    {
        _mutex.Acquire();
        var me = _queue.Enqueue(kind);
        Interlocked.Or(ref _state, Waiters); // from here on whoever leaves looks after us, and nobody overtakes
        LetIn();
        _mutex.Release();

        var cameIn = false;
        try { cameIn = _queue.Await(me, deadline, cancel); }
        finally { if (!cameIn) LetInFromTheFront(); } // those behind us may go on now; also when interrupted
        if (!cameIn) cancel.ThrowIfCancellationRequested();
        return cameIn;
    }

    private void LetInFromTheFront()
    {
        _mutex.Acquire();
        LetIn();
        _mutex.Release();
    }

    // [let in] _mutex is held. By I3 nobody else comes in meanwhile, so what is free here stays free; readers may leave,
    // and the last of them calls again.
    private void LetIn()
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I2");
        while (_queue.First is { Kind: int kind })
        {
            if ((Volatile.Read(ref _state) & (kind == Writer ? ~Waiters : Writer)) != 0) return;
            Interlocked.Add(ref _state, kind);
            _queue.Dequeue()!.Signal();
        }
        Interlocked.And(ref _state, ~Waiters);
    }

    private string Display => (_writer, Readers) switch
    {
        (0, 0) => "free",
        (0, var readers) => $"{readers} reading, {Waiting} waiting",
        var (writer, _) => $"held by thread {writer}, {Waiting} waiting",
    };
}
