// Whole messages, copied in and out, and the waits for them.

using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.SharedMemory;

public sealed unsafe partial class SharedMpmcRing
{
    /// <summary>Appends a message if there is a slot for it now.</summary>
    /// <param name="message">0 to <see cref="SlotSize"/> bytes.</param>
    /// <inheritdoc cref="TryClaim"/>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, SlotSize, nameof(message));
        if (!TryClaim(out var claim)) return false;
        message.CopyTo(claim.Bytes);
        claim.Commit(message.Length);
        return true;
    }

    /// <summary>Removes the oldest message if there is one now.</summary>
    /// <param name="buffer">At least <see cref="SlotSize"/> bytes.</param>
    /// <param name="length">How many the message had.</param>
    /// <inheritdoc cref="TryPeek"/>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, SlotSize, nameof(buffer));
        length = 0;
        if (!TryPeek(out var message)) return false;
        length = message.Bytes.Length;
        message.Bytes.CopyTo(buffer);
        message.Release();
        return true;
    }

    /// <summary>Appends a message, waiting for a slot.</summary>
    /// <param name="message">0 to <see cref="SlotSize"/> bytes.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>False: the time is over; the message was not added.</returns>
    /// <exception cref="InvalidOperationException">The ring is closed, before the call or during it.</exception>
    /// <exception cref="OperationCanceledException">The message was not added.</exception>
    public bool Write(ReadOnlySpan<byte> message, TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryWrite(message)) return true;
        using var wake = _producerSleep.WakeOn(cancel);
        while (true)
        {
            if (TryWrite(message)) return true;
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed) return false;
            var announced = _producerSleep.LieDown();
            if (TryWrite(message)) return true;
            _producerSleep.Sleep(announced, deadline);
        }
    }

    /// <summary>Removes the oldest message, waiting for one.</summary>
    /// <param name="buffer">At least <see cref="SlotSize"/> bytes.</param>
    /// <param name="length">How many the message had.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>False: the time is over, or the ring is closed and everything is read.</returns>
    /// <exception cref="OperationCanceledException">Nothing was removed.</exception>
    public bool Read(Span<byte> buffer, out int length, TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryRead(buffer, out length)) return true;
        using var wake = _consumerSleep.WakeOn(cancel);
        while (true)
        {
            var isClosed = IsClosed; // before the look: what was claimed before the close must be found
            if (TryRead(buffer, out length)) return true;
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed || (isClosed && Count == 0)) return false;
            var announced = _consumerSleep.LieDown();
            if (TryRead(buffer, out length)) return true;
            if (!IsClosed || Count > 0) _consumerSleep.Sleep(announced, deadline);
        }
    }
}
