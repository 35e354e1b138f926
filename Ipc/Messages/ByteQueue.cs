// Bytes in, bytes out, between processes; MessageQueue<T> puts items on top. All state is in one region (QueueLayout); this
// object only knows where.
//
//      producer                                             consumer
//      TryClaim: the producers' mutex, and room             TryHold: the consumers' mutex, and a message
//        writes into Bytes                                    reads Bytes
//      Commit: the tail moves, the mutex is released        Remove: the head moves, the mutex is released
//        consumers asleep? wake them                          producers asleep, and much room? wake them
//
// This file: what it is. ByteQueue.Create.cs: how a process comes to have one. ByteQueue.Messages.cs: the forms of putting and
// taking. ByteQueue.Ends.cs: the two columns above.
//
//   I1  The tail moves by one store after the whole message is written, the head by one store after the whole message is read.
//       (The rest is in MessageRing, QueueEnd.)
//   I2  Closed is set under the producers' mutex. So a consumer that reads it, and then finds nothing, has seen all that was ever
//       put.
//
// What becomes of a message when a process is killed:
//
//      producer before Commit     it never was there; the next producer overwrites its bytes
//      producer after Commit      it is there; sleeping consumers see it at the latest after 20 ms
//      consumer before Remove     it is still there, for the next consumer: with Hold, at least once
//      consumer after Remove      it went with the consumer: with Take, at most once
//      anybody asleep             nothing: a sleeper holds nothing
//
// Producers are woken when a quarter is free, not for each message: otherwise two processes on one core would take turns message
// by message. A producer that would fit in earlier notices after 20 ms at the latest.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Messages;

/// <summary>Passes messages, which are bytes, between processes: first in, first out, bounded in number and in bytes.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member; <see cref="Dispose"/> only when no thread of this process is inside. An
/// already cancelled token means: do not wait. <see cref="Thread.Interrupt"/> ends a wait for room or for a message within
/// 20 ms.</para>
/// <para>It lives while a process has it open. Killing any process that uses it, at any moment, neither blocks nor damages
/// it.</para>
/// <para>Producers come in one at a time, and so do consumers: while one has a claim, or holds a message, or is stopped (SIGSTOP)
/// in a call, the next one waits for its turn. It does so for 100 ms whatever its timeout or token says, and then gives up as if
/// there were no room, or no message.</para>
/// <para>After the two-lock queue of Michael and Scott, Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue
/// Algorithms, PODC 1996, on a ring; claim and commit as in Aeron's log buffers.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe partial class ByteQueue : IShareable<ByteQueue>, IDisposable
{
    private readonly SharedRegion _region;
    private readonly QueueLayout* _layout;
    private readonly MessageRing _ring;
    private readonly QueueEnd _puts, _takes; // each with a mutex; never both at once
    private bool _isDisposed;

    private ByteQueue(SharedRegion region)
    {
        _region = region;
        _layout = (QueueLayout*)region.Pointer;
        _ring = new MessageRing(region.Pointer + QueueLayout.Size, _layout->RingSize, _layout->Capacity);
        Capacity = _layout->Capacity;
        var (puts, takes) = ($"{region.Name}-puts", $"{region.Name}-takes");
        _puts = new QueueEnd(_layout->PutMutex, &_layout->Tail, &_layout->HeadSeen, _layout->RoomCame, puts);
        _takes = new QueueEnd(_layout->TakeMutex, &_layout->Head, &_layout->TailSeen, _layout->MessageCame, takes);
    }

    /// <summary>How many messages it holds at most.</summary>
    public int Capacity { get; }

    /// <summary>The longest message that it takes, in bytes.</summary>
    public int LongestMessage => _ring.Longest;

    /// <summary>About how many messages it holds, 0 to <see cref="Capacity"/>: exact while nobody puts or takes, otherwise stale
    /// by the time it returns.</summary>
    public int Count
    {
        get
        {
            ThrowIfDisposed();
            var tail = _puts.Published; // read one after the other
            return Math.Clamp(MessageRing.Count(_takes.Published, tail), 0, Capacity);
        }
    }

    /// <summary>Whether <see cref="Close"/> has been called, by any process. True is final.</summary>
    public bool IsClosed
    {
        get
        {
            ThrowIfDisposed();
            return Volatile.Read(ref _layout->Closed) != 0;
        }
    }

    /// <summary>Whether somebody in any process may be asleep waiting for room; stale by the time it returns, and still true for
    /// a while after the last of them gave up or was killed.</summary>
    public bool HasWaitingProducers
    {
        get
        {
            ThrowIfDisposed();
            return _puts.Sleepers.Any;
        }
    }

    /// <summary>Whether somebody in any process may be asleep waiting for a message; as for
    /// <see cref="HasWaitingProducers"/>.</summary>
    public bool HasWaitingConsumers
    {
        get
        {
            ThrowIfDisposed();
            return _takes.Sleepers.Any;
        }
    }

    /// <summary>Threads of this process that sleep in it.</summary>
    internal int Waiting => _puts.Sleepers.Waiting + _takes.Sleepers.Waiting;

    internal bool IsDisposed => _isDisposed;

    internal QueueEnd Puts => _puts;

    internal QueueEnd Takes => _takes;

    internal QueueLayout* Layout => _layout;

    internal string Name => _region.Name;

    /// <summary>Refuses further puts, in all processes; what is left may still be taken. May be repeated. Waits for a claim that
    /// is under way.</summary>
    /// <exception cref="LockRecursionException">The calling thread has a claim; commit it or give it up first.</exception>
    public void Close()
    {
        ThrowIfDisposed();
        _puts.Acquire(Deadline.Never, CancellationToken.None);
        Volatile.Write(ref _layout->Closed, 1); // I2; pairs with the reads in AwaitMove, Hold, Claim
        _puts.Release();
        _puts.Sleepers.Wake();
        _takes.Sleepers.Wake();
    }

    /// <summary>Takes the name away: nobody finds the queue any more, and who has it open keeps it.</summary>
    /// <exception cref="FileNotFoundException">That has been done before.</exception>
    public void Unlink() => _region.Unlink();

    /// <summary>Detaches this process; no thread of it may be inside. The queue lives on in the others. May be
    /// repeated.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits in it, has a claim or holds a message; nothing
    /// has changed.</exception>
    public void Dispose()
    {
        if (_isDisposed) return;
        if (Waiting > 0)
            throw new InvalidOperationException(
                "Dispose while a thread of this process waits in the queue; close or cancel, and join it first.");
        if (_puts.IsHeldHere || _takes.IsHeldHere)
            throw new InvalidOperationException(
                "Dispose while a thread of this process has a claim or holds a message; end that first, on that thread.");
        _isDisposed = true;
        _region.Dispose();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private string Display => _isDisposed
        ? "disposed"
        : $"{Count} of {Capacity}{(IsClosed ? ", closed" : "")}, {Waiting} waiting here";
}
