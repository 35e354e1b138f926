// Everybody draws a number at the door, and is admitted in the order of the numbers:
//
//                  _admitted = 4       _drawn = 7
//                        v                 v
//      0  1  2  3   |    4    5    6   |   7            inside: readers 2 and 3 (0 and 1 have gone)
//      R  R  R  R        W    R    R                    4 waits until both have gone; 5 and 6 wait behind 4, and
//                                                       come in together when it has gone
//
// Whenever no thread holds _mutex:
//   I1  _writer is 0 or _readers is 0: never a reader inside with a writer. One writer at most.
//   I2  0 <= _admitted <= _drawn. Who holds a number from _admitted on sleeps, or is about to look again.
//   I3  Whoever holds number _admitted sleeps only while a writer is inside or, if it is a writer, while anybody is.
//
// That a reader waits behind a waiting writer is in I2, and with it that nobody starves: numbers are never skipped.
//
// I3 holds because every change that may end the wait of the one in front wakes: an admitted reader (the next may be a reader
// too), the last reader to go, the writer as it goes. An admitted writer need not: nobody may come in beside it. They wake
// all, since any of the sleepers may be the one in front, and Signal picks the one that has slept longest: that need not be
// the one with the lowest number, as each that wakes in vain goes to sleep again at the end of the queue.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>Lets in many readers or one writer, in the order in which they came.</summary>
/// <remarks>Any thread may call any member. Waiters sleep. It counts its readers and does not know them: a reader that asks to
/// write, or to read a second time behind a waiting writer, waits for itself, for ever. Nor must a waiter be
/// interrupted, since nobody behind its number would ever be admitted.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly ConditionVariable _changed; // the one in front may be able to come in

    private readonly ParkingMutex _mutex = new(); // guards:
    private long _drawn, _admitted;
    private int _readers; // inside
    private int _writer;  // managed id of the thread inside, 0 = none

    /// <summary>A gate with nobody inside.</summary>
    public ReadersWriterGate() => _changed = new ConditionVariable(_mutex);

    /// <summary>Comes in as a reader; blocks while a writer is inside, or somebody who came before still waits.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer; nothing has changed.</exception>
    public void EnterRead()
    {
        using var held = _mutex.Hold();
        RefuseTheWriter();
        var number = _drawn++;
        while (number != _admitted || _writer != 0) _changed.Wait(); // [reader waits]
        _admitted++;
        _readers++;
        Debug.Assert(_writer == 0, "I1");
        _changed.Broadcast(); // the next in line may be a reader
    }

    /// <summary>Goes out as a reader.</summary>
    /// <exception cref="SynchronizationLockException">No reader is inside; nothing has changed. A thread that is no reader, while
    /// others are, is not found out.</exception>
    public void LeaveRead()
    {
        using var held = _mutex.Hold();
        if (_readers == 0) throw new SynchronizationLockException("No reader is inside; call EnterRead before LeaveRead.");
        _readers--;
        if (_readers == 0) _changed.Broadcast(); // the next in line may be a writer
    }

    /// <summary>Comes in as the writer; blocks while anybody is inside, or somebody who came before still waits.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer already; nothing has changed.</exception>
    public void EnterWrite()
    {
        using var held = _mutex.Hold();
        RefuseTheWriter();
        var number = _drawn++;
        while (number != _admitted || _writer != 0 || _readers > 0) _changed.Wait(); // [writer waits]
        _admitted++;
        _writer = Environment.CurrentManagedThreadId;
    }

    /// <summary>Goes out as the writer.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread is not the writer; nothing has changed.</exception>
    public void LeaveWrite()
    {
        using var held = _mutex.Hold();
        if (_writer != Environment.CurrentManagedThreadId)
            throw new SynchronizationLockException("This thread is not the writer; call EnterWrite first, on the same thread.");
        _writer = 0;
        _changed.Broadcast(); // the next in line, be it a reader or a writer
    }

    private void RefuseTheWriter()
    {
        if (_writer == Environment.CurrentManagedThreadId)
            throw new LockRecursionException("This thread is the writer, and would wait for itself; call LeaveWrite first.");
    }

    private string Display =>
        $"{(_writer != 0 ? $"thread {_writer} writing" : $"{_readers} reading")}, {_drawn - _admitted} waiting";
}
