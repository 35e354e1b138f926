// Bytes in, bytes out, between processes; MessageQueue<T> puts items on top. All state is in one region (QueueLayout); this object
// only knows where.
//
//      producer                                             consumer
//      TryClaim: the producers' mutex, and room             TryHold: the consumers' mutex, and a message
//        writes into Bytes                                    reads Bytes
//      Commit: the tail moves, the mutex is released        Remove: the head moves, the mutex is released
//        consumers asleep? wake them                          producers asleep, and much room? wake them
//
//   I1  The tail moves by one store after the whole message is written, the head by one store after the whole message is read. (The
//       rest is in MessageRing, QueueEnd.)
//   I2  Closed is set under the producers' mutex. So a consumer that reads it, and then finds nothing, has seen all that was ever put.
//
// What becomes of a message when a process is killed:
//
//      producer before Commit     it never was there; the next producer overwrites its bytes
//      producer after Commit      it is there; sleeping consumers see it at the latest after 20 ms
//      consumer before Remove     it is still there, for the next consumer: with Hold, at least once
//      consumer after Remove      it went with the consumer: with Take, at most once
//      anybody asleep             nothing: a sleeper holds nothing
//
// Producers are woken when a quarter is free, not for each message: otherwise two processes on one core would take turns message by
// message. A producer that would fit in earlier notices after 20 ms at the latest.

using System.Diagnostics;
using System.Numerics;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Messages;

/// <summary>Passes messages, which are bytes, between processes: first in, first out, bounded in number and in bytes.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member; <see cref="Dispose"/> only when no thread of this process is inside. An already
/// cancelled token means: do not wait. <see cref="Thread.Interrupt"/> ends a wait within 20 ms.</para>
/// <para>It lives while a process has it open. Killing any process that uses it, at any moment, neither blocks nor damages it.</para>
/// <para>After the two-lock queue of Michael and Scott, Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue
/// Algorithms, PODC 1996, on a ring; claim and commit as in Aeron's log buffers.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class ByteQueue : IShareable<ByteQueue>, IDisposable
{
    /// <summary>The bytes of a queue that is made without saying: 1 MiB.</summary>
    public const int DefaultMaxBytes = 1 << 20;

    private const string Kind = "queue";
    private static readonly TimeSpan _creation = TimeSpan.FromSeconds(1); // far more than Create needs to fill in the layout

    private readonly SharedRegion _region;
    private readonly QueueLayout* _layout;
    private readonly MessageRing _ring;
    private readonly QueueEnd _puts, _takes; // each with a mutex; never both at once
    private long _claims; // numbers the claims of this process; written under the mutex of _puts
    private long _holds;  // and the holds; under that of _takes
    private bool _isDisposed;

    private ByteQueue(SharedRegion region)
    {
        _region = region;
        _layout = (QueueLayout*)region.Pointer;
        _ring = new MessageRing(region.Pointer + QueueLayout.Size, _layout->RingSize, _layout->Capacity);
        Capacity = _layout->Capacity;
        _puts = new QueueEnd(_layout->PutMutex, &_layout->Tail, &_layout->HeadSeen, _layout->RoomCame, $"{region.Name}-puts");
        _takes = new QueueEnd(_layout->TakeMutex, &_layout->Head, &_layout->TailSeen, _layout->MessageCame, $"{region.Name}-takes");
    }

    /// <summary>Makes a queue that others <see cref="Open"/> by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="capacity">How many messages it holds at most, at least 1.</param>
    /// <param name="maxBytes">How many bytes, 64 to 1 GiB, rounded up to a power of two, all allocated at once. A message takes 8 more
    /// than it has, rounded up to 8; the longest may be a little less than half of this: <see cref="LongestMessage"/>.</param>
    /// <exception cref="IOException">The name is in use, or there is not that much shared memory.</exception>
    public static ByteQueue Create(string name, int capacity, int maxBytes = DefaultMaxBytes) =>
        Make(capacity, maxBytes, size => SharedRegion.Create(name, size, Kind));

    /// <summary>Makes a queue without a name: other processes get it as an argument or in a message. It ends for newcomers with its
    /// creator's <see cref="Dispose"/>.</summary>
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

    /// <summary>About how many messages it holds, 0 to <see cref="Capacity"/>: exact while nobody puts or takes, otherwise stale by the
    /// time it returns.</summary>
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

    /// <summary>Whether somebody in any process may be asleep waiting for room; stale by the time it returns, and still true for a while
    /// after the last of them gave up or was killed.</summary>
    public bool HasWaitingProducers
    {
        get
        {
            ThrowIfDisposed();
            return _puts.Sleepers.Any;
        }
    }

    /// <summary>Whether somebody in any process may be asleep waiting for a message; as for <see cref="HasWaitingProducers"/>.</summary>
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

    /// <summary>Claims room for one message, blocking while there is none.</summary>
    /// <returns>The room; write into it, commit it, dispose it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room.</exception>
    /// <exception cref="LockRecursionException">The calling thread has a claim already.</exception>
    public ClaimedMessage Claim(int length, CancellationToken cancel = default)
    {
        MustBeDone(Claim(length, Deadline.Never, cancel, out var claim), cancel);
        return claim;
    }

    /// <summary>Claims room for one message if there is some within <paramref name="timeout"/>.</summary>
    /// <param name="length">Of the message, in bytes.</param>
    /// <param name="claim">The room, when there was some; write into it, commit it, dispose it.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: no room at the end of the time, or closed; also when another's claim kept this one waiting for 100 ms
    /// beyond it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room.</exception>
    /// <exception cref="LockRecursionException">The calling thread has a claim already.</exception>
    public bool TryClaim(int length, out ClaimedMessage claim, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Claim(length, After(timeout), cancel, out claim), cancel);

    /// <summary>Appends a copy of the message, blocking while there is no room.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it; nothing was put.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; nothing was put.</exception>
    public void Put(ReadOnlySpan<byte> message, CancellationToken cancel = default) =>
        MustBeDone(Put(message, Deadline.Never, cancel), cancel);

    /// <summary>Appends a copy of the message if there is room within <paramref name="timeout"/>.</summary>
    /// <returns>False: no room at the end of the time, or closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; nothing was put.</exception>
    public bool TryPut(ReadOnlySpan<byte> message, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Put(message, After(timeout), cancel), cancel);

    /// <summary>Gives the oldest message to be read in place, blocking while there is none. It stays until it is removed.</summary>
    /// <returns>True with the message; false once the queue is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a message already.</exception>
    public bool Hold(out HeldMessage message, CancellationToken cancel = default) => IsDone(Hold(Deadline.Never, cancel, out message), cancel);

    /// <summary>Gives the oldest message to be read in place, if there is one within <paramref name="timeout"/>.</summary>
    /// <returns>False: none at the end of the time, or closed and drained; also when another consumer held one for 100 ms beyond
    /// it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a message already.</exception>
    public bool TryHold(out HeldMessage message, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Hold(After(timeout), cancel, out message), cancel);

    /// <summary>Removes the oldest message and copies it, blocking while there is none.</summary>
    /// <param name="into">Receives it, from its beginning.</param>
    /// <param name="length">Of the message.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True with the message; false once the queue is closed and drained.</returns>
    /// <exception cref="ArgumentException">The message is longer than <paramref name="into"/>; it stays in the queue.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool Take(Span<byte> into, out int length, CancellationToken cancel = default) =>
        IsDone(Take(into, Deadline.Never, cancel, out length), cancel);

    /// <summary>Removes the oldest message and copies it, if there is one within <paramref name="timeout"/>.</summary>
    /// <returns>False: none at the end of the time, or closed and drained.</returns>
    /// <inheritdoc cref="Take(Span{byte}, out int, CancellationToken)"/>
    public bool TryTake(Span<byte> into, out int length, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Take(into, After(timeout), cancel, out length), cancel);

    /// <summary>Refuses further puts, in all processes; what is left may still be taken. May be repeated. Waits for a claim that is
    /// under way.</summary>
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

    /// <summary>Detaches this process; no thread of it may be inside. The queue lives on in the others. May be repeated.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits in it; nothing has changed.</exception>
    public void Dispose()
    {
        if (!_isDisposed && Waiting > 0)
            throw new InvalidOperationException("Dispose while a thread of this process waits in the queue; close or cancel, and join it first.");
        _isDisposed = true;
        _region.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _region.WriteTicket(handover);

    /// <inheritdoc/>
    public static ByteQueue FromTicket(string ticket, Handover handover) => Attach(SharedRegion.FromTicket(ticket, handover));

    internal Outcome Put(ReadOnlySpan<byte> message, Deadline deadline, CancellationToken cancel)
    {
        var outcome = Claim(message.Length, deadline, cancel, out var claim);
        if (outcome != Outcome.Done) return outcome;
        message.CopyTo(claim.Bytes);
        claim.Commit();
        return Outcome.Done;
    }

    internal Outcome Claim(int length, Deadline deadline, CancellationToken cancel, out ClaimedMessage claim)
    {
        claim = default;
        CheckLength(length);
        while (true)
        {
            if (!_puts.Acquire(deadline, cancel)) return cancel.IsCancellationRequested ? Outcome.Cancelled : Outcome.TimeOver;
            if (Volatile.Read(ref _layout->Closed) != 0)
            {
                _puts.Release();
                return Outcome.Closed; // although there may be room
            }
            var (tail, head) = (_puts.Mark, _puts.Seen);
            if (_ring.HasRoom(head, tail, length, out var place, out var behind)
                || _ring.HasRoom(head = _puts.LookAt(_takes), tail, length, out place, out behind))
            {
                claim = new ClaimedMessage(this, _ring.Begin(tail, place, length), behind, ++_claims);
                return Outcome.Done;
            }
            _puts.Release();
            var outcome = _puts.AwaitMove(_takes, head, &_layout->Closed, deadline, cancel);
            if (outcome != Outcome.Done) return outcome;
        }
    }

    /// <summary>Commits (with the new tail) or gives up (without) the claim of that number.</summary>
    /// <returns>False when that has been done before.</returns>
    internal bool EndClaim(long number, RingMark? behind)
    {
        if (!_puts.IsHeldByCurrentThread || _claims != number) return false;
        _claims++; // so that this one is over
        if (behind is { } tail) _puts.Publish(tail);
        _puts.Release();
        if (behind is not null) _takes.Sleepers.Wake();
        return true;
    }

    internal Outcome Hold(Deadline deadline, CancellationToken cancel, out HeldMessage message)
    {
        message = default;
        ThrowIfDisposed();
        while (true)
        {
            if (!_takes.Acquire(deadline, cancel)) return cancel.IsCancellationRequested ? Outcome.Cancelled : Outcome.TimeOver;
            var (head, tail) = (_takes.Mark, _takes.Seen);
            if (head == tail)
            {
                var isClosed = Volatile.Read(ref _layout->Closed) != 0; // before the look: I2
                tail = _takes.LookAt(_puts);
                if (head == tail && isClosed)
                {
                    _takes.Release();
                    return Outcome.Closed;
                }
            }
            if (head != tail)
            {
                message = HoldOldest(head);
                return Outcome.Done;
            }
            _takes.Release();
            var outcome = _takes.AwaitMove(_puts, tail, &_layout->Closed, deadline, cancel);
            if (outcome != Outcome.Done) return outcome;
        }
    }

    /// <summary>Removes (with the new head) or puts back (without) the message of that number.</summary>
    /// <returns>False when that has been done before.</returns>
    internal bool EndHold(long number, RingMark? behind)
    {
        if (!_takes.IsHeldByCurrentThread || _holds != number) return false;
        _holds++;
        if (behind is { } head) _takes.Publish(head);
        _takes.Release();
        if (behind is not null && _puts.Sleepers.Any && _ring.HasMuchRoom(_takes.Published, _puts.Published)) _puts.Sleepers.Wake();
        return true;
    }

    private HeldMessage HoldOldest(RingMark head)
    {
        try { return new HeldMessage(this, _ring.Oldest(head, out var behind), behind, ++_holds); }
        catch (InvalidDataException)
        {
            _takes.Release();
            throw;
        }
    }

    private Outcome Take(Span<byte> into, Deadline deadline, CancellationToken cancel, out int length)
    {
        length = 0;
        var outcome = Hold(deadline, cancel, out var message);
        if (outcome != Outcome.Done) return outcome;
        using (message)
        {
            length = message.Bytes.Length;
            if (!message.Bytes.TryCopyTo(into))
                throw new ArgumentException($"The next message has {length} bytes, and there is room for {into.Length}; it stays in the queue.",
                    nameof(into));
            message.Remove();
        }
        return Outcome.Done;
    }

    private static ByteQueue Make(int capacity, int maxBytes, Func<long, SharedRegion> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, 1 << 30);
        var ringSize = (long)BitOperations.RoundUpToPowerOf2((uint)maxBytes);
        var region = create(QueueLayout.Size + ringSize);
        var layout = (QueueLayout*)region.Pointer;
        (layout->Capacity, layout->RingSize, layout->Namespace) = (capacity, ringSize, ThreadMark.Namespace);
        Volatile.Write(ref layout->Mark, QueueLayout.Expected); // the last; pairs with the read in Attach
        return new ByteQueue(region);
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
                    $"'{region.Name}' was made in another pid namespace, where threads have other ids: its users must share one (docker run --pid).");
            return new ByteQueue(region);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    private void CheckLength(int length)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > LongestMessage)
            throw new ArgumentOutOfRangeException(nameof(length), length,
                $"A message of {length} bytes is too long for this queue, which takes up to {LongestMessage}; make it with more bytes.");
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private static Deadline After(TimeSpan timeout) => timeout == TimeSpan.Zero ? default : Deadline.After(timeout);

    private static bool IsDone(Outcome outcome, CancellationToken cancel)
    {
        if (outcome == Outcome.Cancelled) throw new OperationCanceledException(cancel);
        return outcome == Outcome.Done;
    }

    private static void MustBeDone(Outcome outcome, CancellationToken cancel)
    {
        if (!IsDone(outcome, cancel)) throw new InvalidOperationException("Put on a closed queue; close it after the last put, or use TryPut.");
    }

    private string Display => _isDisposed
        ? "disposed"
        : $"{Count} of {Capacity}{(IsClosed ? ", closed" : "")}, {Waiting} waiting here";
}
