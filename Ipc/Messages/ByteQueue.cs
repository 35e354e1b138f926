// Bytes in, bytes out, between processes; MessageQueue<T> puts items on top. All state is in one region (QueueLayout); this
// object only knows where.
//
//      producer                                             consumer
//      TryClaim: the producers' mutex, and room             TryHold: the consumers' mutex, and a message
//        writes into Bytes                                    reads Bytes
//      Commit: the tail moves, the mutex is released        Remove: the head moves, the mutex is released
//        consumers asleep? wake them                          producers asleep, and much room? wake them
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
using System.Numerics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Messages;

/// <summary>Passes messages, which are bytes, between processes: first in, first out, bounded in number and in bytes.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member; <see cref="Dispose"/> only when no thread of this process is inside. An
/// already cancelled token means: do not wait. <see cref="Thread.Interrupt"/> ends a wait within 20 ms.</para>
/// <para>It lives while a process has it open. Killing any process that uses it, at any moment, neither blocks nor damages
/// it.</para>
/// <para>After the two-lock queue of Michael and Scott, Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue
/// Algorithms, PODC 1996, on a ring; claim and commit as in Aeron's log buffers.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe partial class ByteQueue : IShareable<ByteQueue>, IDisposable
{
    /// <summary>The bytes of a queue that is made without saying: 1 MiB.</summary>
    public const int DefaultMaxBytes = 1 << 20;

    private const string Kind = "queue";
    private static readonly TimeSpan _creation = TimeSpan.FromSeconds(1); // far more than Create needs to fill in the layout

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

    /// <summary>Makes a queue that others <see cref="Open"/> by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="capacity">How many messages it holds at most, at least 1.</param>
    /// <param name="maxBytes">How many bytes, 64 to 1 GiB, rounded up to a power of two, all allocated at once. A message takes 8
    /// more than it has, rounded up to 8; the longest may be a little less than half of this:
    /// <see cref="LongestMessage"/>.</param>
    /// <exception cref="IOException">The name is in use, or there is not that much shared memory.</exception>
    public static ByteQueue Create(string name, int capacity, int maxBytes = DefaultMaxBytes) =>
        Make(capacity, maxBytes, size => SharedRegion.Create(name, size, Kind));

    /// <summary>Makes a queue without a name: other processes get it as an argument or in a message. It ends for newcomers with
    /// its creator's <see cref="Dispose"/>.</summary>
    /// <inheritdoc cref="Create"/>
    public static ByteQueue CreateAnonymous(int capacity, int maxBytes = DefaultMaxBytes) =>
        Make(capacity, maxBytes, size => SharedRegion.CreateAnonymous(size, Kind));

    /// <summary>Attaches to a queue that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name, or all who used it have ended.</exception>
    /// <exception cref="InvalidDataException">The file is not a queue of this version of the library, or was made in another pid
    /// namespace (another container).</exception>
    public static ByteQueue Open(string name) => Attach(SharedRegion.Open(name, Kind));

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
    /// <exception cref="InvalidOperationException">A thread of this process waits in it; nothing has changed.</exception>
    public void Dispose()
    {
        if (!_isDisposed && Waiting > 0)
            throw new InvalidOperationException(
                "Dispose while a thread of this process waits in the queue; close or cancel, and join it first.");
        _isDisposed = true;
        _region.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _region.WriteTicket(handover);

    /// <inheritdoc/>
    public static ByteQueue FromTicket(string ticket, Handover handover) => Attach(SharedRegion.FromTicket(ticket, handover));

    private static ByteQueue Make(int capacity, int maxBytes, Func<long, SharedRegion> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, 1 << 30);
        var ringSize = (long)BitOperations.RoundUpToPowerOf2((uint)maxBytes);
        var region = create(QueueLayout.Size + ringSize);
        try
        {
            var layout = (QueueLayout*)region.Pointer;
            (layout->Capacity, layout->RingSize, layout->Namespace) = (capacity, ringSize, ThreadMark.Namespace);
            Volatile.Write(ref layout->Mark, QueueLayout.Expected); // the last; pairs with the read in Attach
            return new ByteQueue(region);
        }
        catch // the platform has no such locks
        {
            region.Dispose();
            throw;
        }
    }

    private static ByteQueue Attach(SharedRegion region)
    {
        try
        {
            var layout = (QueueLayout*)region.Pointer;
            var isThere = region.Size > QueueLayout.Size
                && SpinWait.SpinUntil(() => Volatile.Read(ref layout->Mark) != 0, _creation) // its creator may be at it
                && layout->Mark == QueueLayout.Expected;
            if (!isThere || layout->Capacity < 1 || layout->RingSize < 64 || !BitOperations.IsPow2(layout->RingSize)
                || region.Size < QueueLayout.Size + layout->RingSize)
                throw new InvalidDataException($"'{region.Name}' is not a queue, or one of another version of this library.");
            if (layout->Namespace != ThreadMark.Namespace)
                throw new InvalidDataException(
                    $"'{region.Name}' was made in another pid namespace, where threads have other ids: "
                    + "its users must share one (docker run --pid).");
            return new ByteQueue(region);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private string Display => _isDisposed
        ? "disposed"
        : $"{Count} of {Capacity}{(IsClosed ? ", closed" : "")}, {Waiting} waiting here";
}
