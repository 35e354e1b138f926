// The producer's side; the picture and the invariants are in SharedSpscRing.cs.

using System.Runtime.CompilerServices;

namespace Workbook.Ipc.SharedMemory;

public sealed unsafe partial class SharedSpscRing
{
    /// <summary>Room for a message, to be filled where it will be read; nobody sees it before <see cref="Commit()"/>. A claim
    /// that is not committed is forgotten at the next one, and when this side leaves.</summary>
    /// <param name="length">In bytes, 0 to <see cref="MaxLength"/>.</param>
    /// <param name="message">The room; it holds what was there before. Not to be used after the commit.</param>
    /// <returns>False when there is no room now.</returns>
    /// <exception cref="InvalidOperationException">Another process is the producer.</exception>
    public bool TryClaim(int length, out Span<byte> message)
    {
        if ((uint)length > (uint)MaxLength) throw TooLong(length);
        if (!_isProducer) BecomeProducer();
        var next = _producer.Next;
        var size = SizeOf(length);
        var toEnd = Capacity - (next & _mask);
        var skipped = size <= toEnd ? 0 : toEnd;
        if (next + skipped + size - _producer.SeenOfOther > Capacity && !HasRoom(next + skipped + size))
        {
            message = default;
            return false;
        }
        _producer.Start = next + skipped;
        _producer.After = next + skipped + size;
        var place = _data + (_producer.Start & _mask);
        *(int*)place = length;
        message = new Span<byte>(place + LengthSize, length);
        return true;
    }

    /// <summary>Gives the claimed message to the consumer.</summary>
    /// <exception cref="InvalidOperationException">Nothing is claimed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit()
    {
        if (_producer.After == _producer.Next) throw NothingClaimed();
        if (_producer.Start != _producer.Next) *(int*)(_data + (_producer.Next & _mask)) = Skip;
        _producer.Next = _producer.After;
        Volatile.Write(ref _ring->Tail, _producer.After); // [publish]
        _consumerSleep.WakeIfAsleep();
    }

    /// <summary>Gives the beginning of the claimed message to the consumer, and the rest of the room back.</summary>
    /// <param name="length">In bytes, at most what was claimed.</param>
    /// <exception cref="InvalidOperationException">Nothing is claimed.</exception>
    public void Commit(int length)
    {
        if (_producer.After == _producer.Next) throw NothingClaimed();
        var start = _data + (_producer.Start & _mask);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, *(int*)start);
        *(int*)start = length;
        _producer.After = _producer.Start + SizeOf(length);
        Commit();
    }

    /// <summary>Appends a message if there is room now.</summary>
    /// <param name="message">0 to <see cref="MaxLength"/> bytes.</param>
    /// <inheritdoc cref="TryClaim"/>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!TryClaim(message.Length, out var room)) return false;
        message.CopyTo(room);
        Commit();
        return true;
    }

    /// <summary>Appends a message, waiting for room.</summary>
    /// <param name="message">0 to <see cref="MaxLength"/> bytes.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: there is no room, and the consumer that could make some has left or died. The message was not
    /// added.</returns>
    /// <exception cref="OperationCanceledException">Still no room; the message was not added.</exception>
    public bool Write(ReadOnlySpan<byte> message, CancellationToken cancel = default)
    {
        while (!TryWrite(message))
        {
            if (WaitToWrite(message.Length, Timeout.InfiniteTimeSpan, cancel)) continue;
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        return true;
    }

    /// <summary>Blocks until a message of that length can be claimed.</summary>
    /// <param name="length">In bytes, 0 to <see cref="MaxLength"/>.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: the time is over, it was cancelled, or the consumer has left or died.</returns>
    public bool WaitToWrite(int length, TimeSpan timeout, CancellationToken cancel = default)
    {
        if ((uint)length > (uint)MaxLength) throw TooLong(length);
        if (!_isProducer) BecomeProducer();
        var next = _producer.Next;
        var size = SizeOf(length);
        var toEnd = Capacity - (next & _mask);
        var end = next + size + (size <= toEnd ? 0 : toEnd);
        return Wait(end, static (ring, end) => ring.HasRoom(end), _producerSleep, _consumerRole, timeout, cancel);
    }

    /// <summary>Says that no more messages come from this side: a reader that has read the rest is told. A later write makes
    /// this, or another process, the producer again.</summary>
    public void Complete()
    {
        _isProducer = false;
        _producer.After = _producer.Next; // or a late Commit would write into what is somebody else's by then
        if (_producerRole.Leave()) _consumerSleep.WakeIfAsleep();
    }

    // What a dead or former producer left: everything up to tail. After is reset, as its claim is forgotten.
    private void BecomeProducer()
    {
        var ring = Live;
        _producerRole.Take();
        var tail = Volatile.Read(ref ring->Tail);
        _producer = new RingPosition { Next = tail, After = tail, SeenOfOther = Volatile.Read(ref ring->Head) };
        _isProducer = true;
    }

    // Whether the ring has room up to that position.
    private bool HasRoom(long end)
    {
        _producer.SeenOfOther = Volatile.Read(ref _ring->Head); // [look] pairs with [free]
        if (_producer.SeenOfOther > _producer.Next || _producer.Next - _producer.SeenOfOther > Capacity)
            throw Overwritten(); // I1
        return end - _producer.SeenOfOther <= Capacity;
    }

    private static InvalidOperationException NothingClaimed() =>
        new("Commit without a claim; call TryClaim first, once for each commit.");
}
