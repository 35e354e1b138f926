// An ordinary readers-writer lock, and in front of it a table in which readers leave their name:
//
//      _slots    [ 0 | 17 | 0 | 0 | 23 | 0 | ... ]      threads 17 and 23 are inside, by the table
//
//      reader                                             writer
//      [publish]  its slot: 0 -> its id, if it is 0       _inner.Acquire
//      [recheck]  _isBiased?                              [revoke]  _isBiased = false
//          yes: it is inside                              [scan]    waits until every slot is 0
//          no:  slot back to 0, _inner.AcquireRead        is inside
//      ...                                                ...
//      out: slot = 0, a plain release                     out: _inner.Release
//
//   I1  A reader is inside by the table only if it saw _isBiased after it had published itself.
//   I2  While a writer holds _inner, _isBiased goes from true to false once, [revoke], and not back.
//
// So a writer misses nobody: [publish] and [revoke] are atomic instructions, full fences, and of the two threads at least one
// sees the other (Dekker's argument): the reader that the bias is gone, or the writer that the slot is taken.
//
// What it buys: a reader pays for one atomic instruction on a word that no other reader writes, in place of two on one that
// all of them write. What it costs: a writer looks through the whole table, and polls while a reader is in it. The bias comes
// back with a reader that took the long way, but not before nine times as long has gone by as the last revocation took.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A readers-writer lock for data that are read all the time and hardly ever written; fair once a writer has
/// come.</summary>
/// <remarks>Waiters sleep, but a writer that finds readers in the table looks again every millisecond.
/// Dice and Kogan, BRAVO: Biased Locking for Reader-Writer Locks, USENIX ATC 2019.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class BiasedReadersWriterLock : IReadersWriterLock
{
    private const int Slots = 16, WordsPerSlot = 32; // 128 bytes apart: caches fetch lines of 64 in pairs
    private const int RevocationsWorth = 9;          // the paper's figure: writers are slowed down by a tenth at most

    private readonly FairReadersWriterLock _inner = new();
    private readonly int[] _slots = new int[Slots * WordsPerSlot]; // managed thread id, 0 = empty; see [publish]
    private int _isBiased = 1;  // 0 or 1, by Interlocked; see I2
    private long _biasAgainAt;  // a Stopwatch time stamp, by Volatile; a guess is good enough
    private int _isScanning;    // 1 while a writer that holds _inner waits for the table, by Volatile

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _inner.IsHeldByCurrentThread && Volatile.Read(ref _isScanning) == 0;

    private ref int MySlot => ref _slots[(Environment.CurrentManagedThreadId & (Slots - 1)) * WordsPerSlot];

    /// <inheritdoc/>
    public void AcquireRead(CancellationToken cancel = default)
    {
        if (TryTable()) return;
        _inner.AcquireRead(cancel);
        MayBeBiasAgain();
    }

    /// <inheritdoc/>
    public bool TryAcquireRead() => TryTable() || (_inner.TryAcquireRead() && MayBeBiasAgain());

    /// <inheritdoc/>
    public bool TryAcquireRead(TimeSpan timeout, CancellationToken cancel = default)
    {
        _ = Deadline.After(timeout); // refuses a bad one on the short way too
        return TryTable() || (_inner.TryAcquireRead(timeout, cancel) && MayBeBiasAgain());
    }

    /// <inheritdoc/>
    public void ReleaseRead()
    {
        ref var slot = ref MySlot;
        if (Volatile.Read(ref slot) == Environment.CurrentManagedThreadId) Volatile.Write(ref slot, 0);
        else _inner.ReleaseRead(); // came the long way, or for the second time
    }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        RefuseReader();
        _inner.Acquire(cancel);
        if (!ClearTable(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        RefuseReader();
        return _inner.TryAcquire() && ClearTable(Deadline.After(TimeSpan.Zero), CancellationToken.None);
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        RefuseReader();
        if (!_inner.TryAcquire(timeout, cancel)) return false;
        if (ClearTable(deadline, cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Release() => _inner.Release();

    private bool TryTable()
    {
        if (Volatile.Read(ref _isBiased) == 0) return false;
        ref var slot = ref MySlot;
        if (Interlocked.CompareExchange(ref slot, Environment.CurrentManagedThreadId, 0) != 0) return false; // [publish]
        if (Volatile.Read(ref _isBiased) == 1) return true;                                                  // [recheck]
        Volatile.Write(ref slot, 0);
        return false;
    }

    // The caller reads _inner, so no writer is inside: I2.
    private bool MayBeBiasAgain()
    {
        if (Volatile.Read(ref _isBiased) == 0 && Stopwatch.GetTimestamp() >= Volatile.Read(ref _biasAgainAt))
            Interlocked.Exchange(ref _isBiased, 1);
        return true;
    }

    // The caller holds _inner as a writer, and loses it again when it gives up: false, or an exception.
    private bool ClearTable(Deadline deadline, CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _isBiased, 0) == 0) return true; // [revoke] the table is empty since the last scan
        var start = Stopwatch.GetTimestamp();
        Volatile.Write(ref _isScanning, 1);
        var isClear = false;
        try
        {
            var backoff = new Backoff();
            while (!(isClear = CountInTable() == 0) && !cancel.IsCancellationRequested && !deadline.HasPassed) // [scan]
                if (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 1) backoff.Wait(); else Thread.Sleep(1);
            return isClear;
        }
        finally
        {
            Volatile.Write(ref _biasAgainAt, Stopwatch.GetTimestamp() + (RevocationsWorth * (Stopwatch.GetTimestamp() - start)));
            Volatile.Write(ref _isScanning, 0);
            if (!isClear)
            {
                Interlocked.Exchange(ref _isBiased, 1); // readers are in the table still: the next writer must scan again
                _inner.Release();
            }
        }
    }

    private int CountInTable()
    {
        var count = 0;
        for (var slot = 0; slot < Slots; slot++)
            if (Volatile.Read(ref _slots[slot * WordsPerSlot]) != 0) count++;
        return count;
    }

    private void RefuseReader()
    {
        if (Volatile.Read(ref MySlot) == Environment.CurrentManagedThreadId)
            throw new LockRecursionException("This thread is a reader and would wait for itself; call ReleaseRead first.");
    }

    private string Display
    {
        get
        {
            var (readers, waiting) = (_inner.Readers + CountInTable(), _inner.Waiting + _isScanning);
            if (_inner.WriterId is var writer and not 0 && _isScanning == 0) return $"held by thread {writer}, {waiting} waiting";
            return readers + waiting == 0 ? "free" : $"{readers} reading, {waiting} waiting";
        }
    }
}
