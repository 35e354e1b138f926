// The consumer's side; the picture and the invariants are in SharedSpscRing.cs.

using System.Runtime.CompilerServices;

namespace Workbook.Ipc.SharedMemory;

public sealed unsafe partial class SharedSpscRing
{
    /// <summary>The oldest message, where it lies; it stays there until <see cref="Release"/>.</summary>
    /// <param name="message">Not to be used after the release.</param>
    /// <returns>False when there is none now.</returns>
    /// <exception cref="InvalidOperationException">Another process is the consumer.</exception>
    /// <exception cref="InvalidDataException">Somebody has overwritten the ring.</exception>
    public bool TryPeek(out ReadOnlySpan<byte> message)
    {
        if (!_isConsumer) BecomeConsumer();
        var next = _consumer.Next;
        if (next == _consumer.SeenOfOther && !HasMessage())
        {
            message = default;
            return false;
        }
        var place = _data + (next & _mask);
        var length = *(int*)place;
        if (length == Skip)
        {
            next += Capacity - (next & _mask);
            place = _data;
            length = *(int*)place;
        }
        var size = SizeOf(length);
        if ((uint)length > (uint)MaxLength || next + size > _consumer.SeenOfOther || size > Capacity - (next & _mask))
            throw Overwritten();
        _consumer.After = next + size;
        message = new ReadOnlySpan<byte>(place + LengthSize, length);
        return true;
    }

    /// <summary>Removes the message that <see cref="TryPeek"/> gave out.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        if (_consumer.After == _consumer.Next) throw NothingPeeked();
        _consumer.Next = _consumer.After;
        Volatile.Write(ref _ring->Head, _consumer.After); // [free]
        _producerSleep.WakeIfAsleep();
    }

    /// <summary>Removes the oldest message if there is one now.</summary>
    /// <param name="buffer">Where its bytes go.</param>
    /// <param name="length">How many there were.</param>
    /// <exception cref="ArgumentException">The buffer is too small; the message stays.</exception>
    /// <inheritdoc cref="TryPeek"/>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        length = 0;
        if (!TryPeek(out var message)) return false;
        length = message.Length;
        if (length > buffer.Length)
        {
            throw new ArgumentException(
                $"The message has {length} bytes, and the buffer {buffer.Length}; it stays in the ring.", nameof(buffer));
        }
        message.CopyTo(buffer);
        Release();
        return true;
    }

    /// <summary>Removes the oldest message, waiting for one.</summary>
    /// <param name="buffer">Where its bytes go.</param>
    /// <param name="length">How many there were.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: everything is read, and the producer has left or died.</returns>
    /// <exception cref="OperationCanceledException">Still nothing; nothing was removed.</exception>
    /// <exception cref="ArgumentException">The buffer is too small; the message stays.</exception>
    public bool Read(Span<byte> buffer, out int length, CancellationToken cancel = default)
    {
        while (!TryRead(buffer, out length))
        {
            if (WaitToRead(Timeout.InfiniteTimeSpan, cancel)) continue;
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        return true;
    }

    /// <summary>Blocks until there is a message.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: the time is over, it was cancelled, or everything is read and the producer has left or died.</returns>
    public bool WaitToRead(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (!_isConsumer) BecomeConsumer();
        return Wait(0, static (ring, _) => ring.HasMessage(), _consumerSleep, _producerRole, timeout, cancel);
    }

    private void StopReading()
    {
        _isConsumer = false;
        _consumer.After = _consumer.Next; // a late Release is refused
        if (_consumerRole.Leave()) _producerSleep.WakeIfAsleep();
    }

    private void BecomeConsumer()
    {
        var ring = Live;
        _consumerRole.Take();
        var head = Volatile.Read(ref ring->Head);
        _consumer = new RingPosition { Next = head, After = head, SeenOfOther = head };
        _isConsumer = true;
    }

    private bool HasMessage()
    {
        _consumer.SeenOfOther = Volatile.Read(ref _ring->Tail); // [look] pairs with [publish]
        if (_consumer.SeenOfOther < _consumer.Next || _consumer.SeenOfOther - _consumer.Next > Capacity)
            throw Overwritten(); // I1
        return _consumer.SeenOfOther != _consumer.Next;
    }

    private static InvalidOperationException NothingPeeked() =>
        new("Release without a message; call TryPeek first, once for each release.");
}
