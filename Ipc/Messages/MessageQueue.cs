// Items through a ByteQueue: encoded before they touch it, decoded after they have left it.
//
//      Put     item --> bytes          fails? nothing was put       | claim, copy, commit
//      Take    hold, copy, remove |    bytes --> item               fails? the message is gone, the caller is told
//
//   I1  Neither user code nor the serialiser runs while a mutex of the queue is held. So what fails there leaves the queue as it
//       is.
//
// Tasks are items that were taken and have to be worked off. How many are unfinished is the difference of two counts:
//
//      put so far (in the producers' mark)  -  done so far (TasksDone)
//
// and no count of its own, so that a producer that is killed cannot put an item without counting it, or the other way round.

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Messages;

/// <summary>Passes items between processes: first in, first out, bounded in number and in bytes.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member; <see cref="Dispose"/> only when no thread of this process is inside.
/// Items travel by value: numbers, texts and arrays of bytes directly, the rest as JSON of its public properties and fields; what
/// lives in shared memory arrives attached to the same thing. All processes use the same <typeparamref name="T"/>.</para>
/// <para>Killing any process that uses it, at any moment, neither blocks nor damages it: an item that was not wholly put never
/// was there, one that was not wholly taken is still there. One that a killed process had taken is gone with it; no item is given
/// twice. <see cref="ByteQueue.Hold(out HeldMessage, CancellationToken)"/> makes the other choice.</para>
/// <para>A put that waits for room is woken when a quarter is free, and looks every 20 ms besides; that is also how long
/// <see cref="Thread.Interrupt"/> may take to end a wait.</para>
/// </remarks>
public sealed unsafe class MessageQueue<T> : BlockingQueueBase<T>, IShareable<MessageQueue<T>>, IDisposable
{
    private const int SmallMessage = 256; // copied through the stack

    // Without descriptors there is nothing to hand over, and one empty object serves all.
    private static readonly Handover? _nothing =
        typeof(T).IsPrimitive || typeof(T) == typeof(string) || typeof(T) == typeof(byte[]) ? new Handover() : null;

    private readonly ByteQueue _bytes;
    private readonly Sleepers _allDone;

    private MessageQueue(ByteQueue bytes) : base(bytes.Capacity)
    {
        _bytes = bytes;
        _allDone = new Sleepers(bytes.Layout->AllDone, $"{bytes.Name}-done");
    }

    /// <inheritdoc cref="ByteQueue.Create"/>
    public static MessageQueue<T> Create(string name, int capacity, int maxBytes = ByteQueue.DefaultMaxBytes) =>
        new(ByteQueue.Create(name, capacity, maxBytes));

    /// <inheritdoc cref="ByteQueue.CreateAnonymous"/>
    public static MessageQueue<T> CreateAnonymous(int capacity, int maxBytes = ByteQueue.DefaultMaxBytes) =>
        new(ByteQueue.CreateAnonymous(capacity, maxBytes));

    /// <inheritdoc cref="ByteQueue.Open"/>
    public static MessageQueue<T> Open(string name) => new(ByteQueue.Open(name));

    /// <summary>The bytes below. What is put there directly has to be an item as <see cref="MessageQueue{T}"/> writes
    /// it.</summary>
    internal ByteQueue Bytes => _bytes;

    /// <inheritdoc/>
    public override int Count => _bytes.Count;

    /// <inheritdoc/>
    public override bool IsClosed => _bytes.IsClosed;

    private protected override int Waiting => _bytes.Waiting + _allDone.Waiting;

    /// <summary>About how many items were put and are not done: exact while nobody puts and nobody calls
    /// <see cref="TaskDone"/>, and never less than it was at the moment of the call. It means something where everybody who takes
    /// calls that.</summary>
    public int UnfinishedTasks
    {
        get
        {
            ObjectDisposedException.ThrowIf(_bytes.IsDisposed, this);
            // First what is done, which only grows, and never beyond what was put: so the difference is never below 0, and if it
            // is 0, there was none unfinished at the moment of the second look.
            var done = Volatile.Read(ref _bytes.Layout->TasksDone);
            return (int)Math.Min(_bytes.Puts.Published.Messages - done, int.MaxValue);
        }
    }

    /// <inheritdoc/>
    public override void Close() => _bytes.Close();

    /// <summary>Says that an item that was taken is worked off; for those who wait in
    /// <see cref="JoinTasks(TimeSpan, CancellationToken)"/>. A process that was killed with an item never says it.</summary>
    /// <exception cref="InvalidOperationException">It was said for each item that was taken already; nothing has
    /// changed.</exception>
    public void TaskDone()
    {
        ObjectDisposedException.ThrowIf(_bytes.IsDisposed, this);
        ref var done = ref _bytes.Layout->TasksDone;
        uint before;
        do
        {
            before = Volatile.Read(ref done);
            if (_bytes.Takes.Published.Messages == before) // both only grow, and the first is never behind
                throw new InvalidOperationException(
                    "TaskDone was called more often than items were taken; call it once for each Take.");
        } while (Interlocked.CompareExchange(ref done, before + 1, before) != before); // a fence too: see Sleepers
        if (UnfinishedTasks == 0) _allDone.Wake();
    }

    /// <summary>Blocks until all items that were put are done.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    public void JoinTasks(CancellationToken cancel = default) => JoinTasks(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Blocks until all items that were put are done, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True when there was a moment without unfinished tasks; false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before that.</exception>
    public bool JoinTasks(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        ObjectDisposedException.ThrowIf(_bytes.IsDisposed, this);
        using var stay = _allDone.Enter();
        using var wake = _allDone.WakeOn(cancel);
        while (true)
        {
            var announced = _allDone.Announce();
            if (UnfinishedTasks == 0) return true;
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed) return false;
            _allDone.Sleep(announced, deadline);
        }
    }

    /// <inheritdoc cref="ByteQueue.Unlink"/>
    public void Unlink() => _bytes.Unlink();

    /// <inheritdoc cref="ByteQueue.Dispose"/>
    public void Dispose()
    {
        if (!_bytes.IsDisposed && _allDone.Waiting > 0)
            throw new InvalidOperationException(
                "Dispose while a thread of this process waits in JoinTasks; cancel and join it first.");
        _bytes.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _bytes.WriteTicket(handover);

    /// <inheritdoc/>
    public static MessageQueue<T> FromTicket(string ticket, Handover handover) => new(ByteQueue.FromTicket(ticket, handover));

    private protected override Outcome Put(T item, Deadline deadline, CancellationToken cancel)
    {
        var handover = _nothing ?? new Handover();
        var message = ObjectCodec.Encode(item, typeof(T), handover); // I1
        if (handover.Descriptors.Count > 0)
            throw new NotSupportedException(
                $"A {typeof(T)} travels with a descriptor, and a queue carries bytes alone; send it over a Connection.");
        return _bytes.Put(message, deadline, cancel);
    }

    private protected override Outcome Take([MaybeNull] out T item, Deadline deadline, CancellationToken cancel)
    {
        item = default;
        var outcome = _bytes.Hold(deadline, cancel, out var message);
        if (outcome != Outcome.Done) return outcome;
        var length = message.Bytes.Length;
        byte[]? rented = null;
        Span<byte> copy = stackalloc byte[SmallMessage];
        using (message) // without memory for the copy it stays in the queue
        {
            if (length > SmallMessage) copy = rented = ArrayPool<byte>.Shared.Rent(length);
            message.Bytes.CopyTo(copy);
            message.Remove();
        }
        try { item = (T)ObjectCodec.Decode(copy[..length], typeof(T), _nothing ?? new Handover())!; } // I1
        finally { if (rented is not null) ArrayPool<byte>.Shared.Return(rented); }
        return Outcome.Done;
    }
}
