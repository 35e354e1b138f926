// An ordinary readers-writer lock, and in front of it a table in which each reader has a word of its own:
//
//      _slots    [ 0 | 1 | 0 | 0 | 1 | 0 | ... ]          the threads with the ids 1 and 4 are inside, by the table
//
//      reader                                             writer
//      [publish]  its word: 0 -> 1, a plain write         [revoke]  the bias; _inner.Acquire
//      [check]    biased?                                 [fence]   a barrier for the whole process
//          yes: it is inside                              [scan]    waits until every word is 0
//          no:  its word back to 0, _inner.AcquireRead    is inside
//      ...                                                ...
//      out: its word = 0, a plain release                 out: _inner.Release
//
//      _bias      readers come in by ...    the table is
//      Biased 2   the table                 in use
//      Revoked 1  _inner                    perhaps not empty yet: the next writer inside _inner must scan
//      Clear 0    _inner                    empty
//
//   I1  A reader is inside by the table only if it saw Biased after it had published itself.
//   I2  While a writer is inside, _bias is Clear. Biased is set only by one who reads _inner, when no writer can be inside.
//   I3  A word of the table is written by the thread with that id alone.
//
// So a writer misses nobody: either the reader's [check] comes after [fence], and it sees that the bias is gone, or it came
// before, and then so did its [publish], which [scan] sees. On the processor the second half is not for free: a core may
// still keep the published word to itself while it reads on. That is Dekker's problem, and the usual cure is a full fence on
// both sides. Here the writer pays for both: Interlocked.MemoryBarrierProcessWide makes every core that runs a thread of this
// process execute one, now. It takes microseconds, and a reader needs no atomic instruction at all.
//
// The bias comes back with a reader that took the long way, when no writer waits, and not before nine times as long has gone
// by as the last scan took.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A readers-writer lock for data that are read all the time and hardly ever written. A reader that comes after a
/// waiting writer waits behind it.</summary>
/// <remarks>Waiters sleep, but a writer that finds readers in the table looks again every millisecond. Threads with ids beyond
/// the table read as in the lock behind it. It takes 32 KB: for a few data, not for each of many.
/// Dice and Kogan, BRAVO: Biased Locking for Reader-Writer Locks, USENIX ATC 2019; membarrier(2).</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class BiasedReadersWriterLock : IReadersWriterLock
{
    private const int Biased = 2, Revoked = 1, Clear = 0;
    private const int Slots = 256, WordsPerSlot = 32; // 128 bytes apart: caches fetch lines of 64 in pairs
    private const int ScansWorth = 9; // the paper's figure: writers are slowed down by a tenth at most

    private readonly FairReadersWriterLock _inner = new();
    private readonly int[] _slots = new int[Slots * WordsPerSlot]; // 1 = inside; [publish] and going out pair with [scan]
    private int _bias = Biased; // see the table; by Volatile, [revoke] pairs with [check]
    private long _biasAgainAt;  // a Stopwatch time stamp, by Volatile; a guess is good enough
    private int _isScanning;    // 1 while a writer that holds _inner waits for the table, by Volatile

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _inner.IsHeldByCurrentThread && Volatile.Read(ref _isScanning) == 0;

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
        var slot = Environment.CurrentManagedThreadId * WordsPerSlot;
        if ((uint)slot < (uint)_slots.Length && _slots[slot] != 0) Volatile.Write(ref _slots[slot], 0); // a plain read: I3
        else _inner.ReleaseRead(); // came the long way, or for the second time
    }

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        Revoke();
        _inner.Acquire(cancel);
        if (!ClearTable(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire() => _inner.TryAcquire() && ClearTable(Deadline.After(TimeSpan.Zero), CancellationToken.None);

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        Revoke();
        if (!_inner.TryAcquire(timeout, cancel)) return false;
        if (ClearTable(deadline, cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Release() => _inner.Release();

    private bool TryTable()
    {
        var slot = Environment.CurrentManagedThreadId * WordsPerSlot;
        if ((uint)slot >= (uint)_slots.Length || _slots[slot] != 0) return false; // beyond the table, or inside already
        Volatile.Write(ref _slots[slot], 1);                 // [publish]
        if (Volatile.Read(ref _bias) == Biased) return true; // [check]
        Volatile.Write(ref _slots[slot], 0);
        return false;
    }

    // The caller reads _inner, so no writer is inside: I2.
    private bool MayBeBiasAgain()
    {
        var isWorthIt = Stopwatch.GetTimestamp() >= Volatile.Read(ref _biasAgainAt);
        if (Volatile.Read(ref _bias) != Biased && !_inner.HasWaiters && isWorthIt) Volatile.Write(ref _bias, Biased);
        return true;
    }

    // [revoke] First before the wait for _inner: who comes from now on queues up there, behind this writer.
    private void Revoke() => Interlocked.CompareExchange(ref _bias, Revoked, Biased);

    // The caller holds _inner as a writer, and loses it again when it gives up: false, or an exception.
    private bool ClearTable(Deadline deadline, CancellationToken cancel)
    {
        Revoke(); // once more: a reader may have brought the bias back before _inner was ours; nobody can from here on
        if (Volatile.Read(ref _bias) == Clear) return true;
        Interlocked.MemoryBarrierProcessWide(); // [fence] ours, whoever revoked: another writer may not have come so far yet

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
            Volatile.Write(ref _biasAgainAt, Stopwatch.GetTimestamp() + (ScansWorth * (Stopwatch.GetTimestamp() - start)));
            Volatile.Write(ref _isScanning, 0);
            if (isClear) Volatile.Write(ref _bias, Clear);
            else _inner.Release(); // still Revoked: the next writer scans again
        }
    }

    private int CountInTable()
    {
        var count = 0;
        for (var slot = 0; slot < Slots; slot++)
            if (Volatile.Read(ref _slots[slot * WordsPerSlot]) != 0) count++;
        return count;
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
