// A counter around the data. Readers take nothing: they read, and look afterwards whether they may believe it.
//
//      writer                                   reader
//      _sequence 4 -> 5     [odd]               stamp = _sequence           [begin]   waits while it is odd
//        write x, y                               read x, y
//      _sequence 5 -> 6     [even]              _sequence == stamp?         [validate]
//                                                 yes: x and y belong together      no: throw them away, again
//
//   I1  _sequence is odd while a writer is inside, and grows at each coming and going, so a value never returns.
//   I2  Between two equal even readings no writer was inside.
//
// I2 is about time, and the fences make it true of memory:
//   [odd]       Interlocked.Increment, a full fence: no write of the data is seen before the odd value. Pairs with the read
//               barrier of [validate]: a reader that got a new value of the data gets an odd or later _sequence there.
//   [even]      Volatile.Write (release): all writes of the data are seen before the even value. Pairs with
//   [begin]     Volatile.Read (acquire): no read of the data happens before it.
//   [validate]  Volatile.ReadBarrier, then the read. The barrier is needed: an acquiring read keeps what comes after it
//               behind it, but lets the reads of the data, which came before, slip past it to a moment at which a writer
//               is already inside. Here the earlier reads must stay earlier.

using System.Diagnostics;

namespace Workbook.Concurrency.Locks;

/// <summary>A lock for some words of data that are read far more often than written: readers write nothing at all, not even
/// a count, and never hold up the writer. The members of <see cref="ILock"/> are the writer's.</summary>
/// <remarks>
/// Between <see cref="BeginRead"/> and <see cref="Validate"/> a reader may see anything, half of one write and half of another,
/// so until validated: use no value, follow no reference, index no array with it. The data are fields of word size, or read and
/// written by <see cref="Volatile"/> (a <c>long</c> on a 32-bit machine, a struct of several words are torn). No object whose
/// inside a writer changes. Writers that follow one another closely can keep readers out. Writers sleep, readers spin.
/// Lameter, Effective Synchronization on Linux/NUMA Systems, 2005; Boehm, Can Seqlocks Get Along With Programming Language
/// Memory Models?, MSPC 2012.
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class SequenceLock : ILock
{
    private readonly ParkingMutex _writers = new(); // guards the writing of:
    private long _sequence;                         // odd: a writer is inside; see the fences above

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _writers.IsHeldByCurrentThread;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        _writers.Acquire(cancel);
        Interlocked.Increment(ref _sequence); // [odd]
    }

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        if (!_writers.TryAcquire()) return false;
        Interlocked.Increment(ref _sequence); // [odd]
        return true;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (!_writers.TryAcquire(timeout, cancel)) return false;
        Interlocked.Increment(ref _sequence); // [odd]
        return true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        Debug.Assert(_sequence % 2 == 1, "I1");
        Volatile.Write(ref _sequence, _sequence + 1); // [even]
        _writers.Release();
    }

    /// <summary>Spins while a writer is inside, and returns the stamp for <see cref="Validate"/>.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer, and would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while a writer was inside.</exception>
    public long BeginRead(CancellationToken cancel = default)
    {
        var backoff = new Backoff();
        while (true)
        {
            var stamp = Volatile.Read(ref _sequence); // [begin]
            if (stamp % 2 == 0) return stamp;
            if (IsHeldByCurrentThread) Misuse.ReadByTheWriter();
            cancel.ThrowIfCancellationRequested();
            backoff.Wait();
        }
    }

    /// <summary>Whether no writer was inside since <see cref="BeginRead"/> returned <paramref name="stamp"/>. Never blocks.</summary>
    /// <returns>True: what was read in between belongs together. False: throw it away and begin again.</returns>
    public bool Validate(long stamp)
    {
        Volatile.ReadBarrier(); // [validate]
        return Volatile.Read(ref _sequence) == stamp;
    }

    /// <summary>Calls <paramref name="read"/> until no writer came between, and returns what it returned then.</summary>
    /// <param name="read">Only reads, and bears to be called again. What it throws over half-written data is thrown away too.</param>
    /// <param name="cancel">Ends the tries; looked at while a writer is inside.</param>
    /// <exception cref="LockRecursionException">The calling thread is the writer, and would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while a writer was inside.</exception>
    public T Read<T>(Func<T> read, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        while (true)
        {
            var stamp = BeginRead(cancel);
            try
            {
                var result = read();
                if (Validate(stamp)) return result;
            }
            catch (Exception) when (!Validate(stamp)) { } // it failed over what no writer ever wrote
        }
    }

    private string Display => _sequence % 2 == 0 ? $"free, sequence {_sequence}" : $"writing, sequence {_sequence}";
}
