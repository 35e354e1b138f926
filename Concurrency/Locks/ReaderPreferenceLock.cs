// A word in front, and behind it two queues:
//
//      _state      | readers inside (x 4) | Waiters 2 | Writer 1 |
//
//      readers     [R] [R] [R]      all come in together, as soon as the writer leaves
//      writers     [W] [W]          the first comes in when nobody is inside and no reader waits
//
//   I1  The Writer bit excludes readers, and each other writer: readers > 0 and Writer never hold together.
//   I2  While somebody is queued the Waiters bit is set; both change under _mutex only.
//   I3  While the Waiters bit is set a writer comes in only through its queue; a reader still walks past it: [walk past].
//   I4  Readers sleep only while a writer is inside, the first writer only while somebody is inside or a reader waits.
//
// I4 holds because whoever may end that truth lets in: the writer and the last reader as they leave, and a thread that has
// just queued (the lock may have become free before it set the bit).
//
// [walk past] is the preference, and the danger: as long as readers overlap, so that there is always one inside, the
// writers wait. FairReadersWriterLock differs in that one condition, and in having a single queue.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A readers-writer lock in which a reader never waits for a waiting writer. Writers can starve.</summary>
/// <remarks>A reader may come in a second time: it waits for nobody who waits for it. Waiters sleep.
/// Courtois, Heymans and Parnas, Concurrent Control with Readers and Writers, CACM 1971, problem 1.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class ReaderPreferenceLock : IReadersWriterLock
{
    private const int Writer = 1, Waiters = 2, OneReader = 4;

    private int _state;  // see the picture; by Interlocked only, each a full fence
    private int _writer; // managed thread id, 0 = none; written by the writer only

    private readonly ParkingMutex _mutex = new(); // guards both:
    private readonly WaitQueue _readers, _writers;

    /// <summary>A lock with nobody inside.</summary>
    public ReaderPreferenceLock() => (_readers, _writers) = (new(_mutex), new(_mutex));

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => Volatile.Read(ref _writer) == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public void AcquireRead(CancellationToken cancel = default)
    {
        // First a guess, that nobody is here: to look before would cost half as much again, and short methods are inlined.
        if (Interlocked.CompareExchange(ref _state, OneReader, 0) == 0) return;
        if (!TryAcquireRead()) ComeInThrough(_readers, Deadline.Never, cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquireRead()
    {
        var state = Volatile.Read(ref _state);
        while ((state & Writer) == 0) // [walk past]
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
        return TryAcquireRead() || ComeInThrough(_readers, deadline, cancel);
    }

    /// <inheritdoc/>
    public void ReleaseRead()
    {
        if (Interlocked.CompareExchange(ref _state, 0, OneReader) != OneReader) ReleaseReadAmongOthers();
    }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!TryAcquire() && ComeInThrough(_writers, Deadline.Never, cancel)) BeTheWriter();
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
        if (!ComeInThrough(_writers, deadline, cancel)) return false;
        BeTheWriter();
        return true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Volatile.Write(ref _writer, 0); // before the word: afterwards it is the next writer's
        if (Interlocked.And(ref _state, ~Writer) != Writer) LetInWhoMay();
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
        if (state == (OneReader | Waiters)) LetInWhoMay(); // the last one out
    }

    private void BeTheWriter()
    {
        Debug.Assert((Volatile.Read(ref _state) & ~Waiters) == Writer && _writer == 0, "I1");
        Volatile.Write(ref _writer, Environment.CurrentManagedThreadId);
    }

    private bool ComeInThrough(WaitQueue queue, Deadline deadline, CancellationToken cancel)
    {
        _mutex.Acquire();
        var me = queue.Enqueue();
        Interlocked.Or(ref _state, Waiters); // from here on whoever leaves looks after us
        LetIn();
        _mutex.Release();

        var cameIn = false;
        try { cameIn = queue.Await(me, deadline, cancel); }
        finally { if (!cameIn) LetInWhoMay(); } // clears the bit if we were the last; also when interrupted
        if (!cameIn) cancel.ThrowIfCancellationRequested();
        return cameIn;
    }

    private void LetInWhoMay()
    {
        _mutex.Acquire();
        LetIn();
        _mutex.Release();
    }

    // _mutex is held. By I3 no writer comes in meanwhile; readers come and go, and the last of them calls again.
    private void LetIn()
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I2");
        while (!_readers.IsEmpty && (Volatile.Read(ref _state) & Writer) == 0)
        {
            Interlocked.Add(ref _state, OneReader);
            _readers.Dequeue()!.Signal();
        }
        // Waiters alone: nobody is inside. A compare-exchange, since a reader may walk in right now.
        if (_readers.IsEmpty && !_writers.IsEmpty
            && Interlocked.CompareExchange(ref _state, Writer | Waiters, Waiters) == Waiters)
            _writers.Dequeue()!.Signal();
        if (_readers.IsEmpty && _writers.IsEmpty) Interlocked.And(ref _state, ~Waiters);
    }

    private string Display => (_writer, Readers: _state / OneReader) switch
    {
        (0, 0) => "free",
        (0, var readers) => $"{readers} reading, {_readers.Count + _writers.Count} waiting",
        var (writer, _) => $"held by thread {writer}, {_readers.Count + _writers.Count} waiting",
    };
}
