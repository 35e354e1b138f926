using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

public sealed partial class Connection
{
    /// <summary>Receives a value, which must have been sent as a <typeparamref name="T"/>; blocks until one comes.</summary>
    /// <exception cref="InvalidDataException">What came is no such value; it is gone. Or whoever writes to the other end does not
    /// speak our language: then nothing can be received any more.</exception>
    /// <exception cref="OperationCanceledException">Nothing has come; a part of a message that has come is not lost.</exception>
    /// <exception cref="EndOfStreamException">The other end is closed, and all is received; or it was closed in the middle of a
    /// message.</exception>
    /// <exception cref="IOException">The descriptors that came with the message found no place; it is gone.</exception>
    /// <exception cref="InvalidOperationException">This end only sends.</exception>
    /// <exception cref="ObjectDisposedException">Disposed, and so is what was read ahead.</exception>
    public T Receive<T>(CancellationToken cancel = default)
    {
        ReceiveValue(out T? value, Deadline.Never, cancel);
        return value!;
    }

    /// <summary>Receives a value, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <returns>False when the time was over.</returns>
    /// <inheritdoc cref="Receive{T}(CancellationToken)"/>
    public bool TryReceive<T>([MaybeNullWhen(false)] out T value, TimeSpan timeout, CancellationToken cancel = default) =>
        ReceiveValue(out value, Deadline.After(timeout), cancel);

    /// <summary>Receives a message as bytes; see <see cref="Receive{T}(CancellationToken)"/>.</summary>
    public byte[] ReceiveBytes(CancellationToken cancel = default)
    {
        ReceiveArray(out var message, Deadline.Never, cancel);
        return message!;
    }

    /// <summary>Receives a message as bytes; see <see cref="TryReceive{T}(out T, TimeSpan, CancellationToken)"/>.</summary>
    public bool TryReceiveBytes([NotNullWhen(true)] out byte[]? message, TimeSpan timeout, CancellationToken cancel = default) =>
        ReceiveArray(out message, Deadline.After(timeout), cancel);

    /// <summary>Receives a message into <paramref name="destination"/>.</summary>
    /// <returns>Its length.</returns>
    /// <exception cref="BufferTooShortException">The message is longer. It is in the exception, and received.</exception>
    /// <inheritdoc cref="Receive{T}(CancellationToken)"/>
    public int ReceiveBytesInto(Span<byte> destination, CancellationToken cancel = default)
    {
        ReceiveInto(destination, out var length, Deadline.Never, cancel);
        return length;
    }

    /// <summary>Receives a message into <paramref name="destination"/>, but does not wait for longer than
    /// <paramref name="timeout"/>.</summary>
    /// <returns>False when the time was over.</returns>
    /// <inheritdoc cref="ReceiveBytesInto(Span{byte}, CancellationToken)"/>
    public bool TryReceiveBytesInto(
        Span<byte> destination, out int length, TimeSpan timeout, CancellationToken cancel = default) =>
        ReceiveInto(destination, out length, Deadline.After(timeout), cancel);

    /// <summary>Receives what <see cref="SendDescriptor"/> sent; it is the caller's, and close-on-exec.</summary>
    /// <exception cref="InvalidDataException">The message is not a descriptor; it is gone.</exception>
    /// <inheritdoc cref="Receive{T}(CancellationToken)"/>
    public SafeHandle ReceiveDescriptor(CancellationToken cancel = default)
    {
        var reader = Reader;
        TakeTurn(reader, Deadline.Never, cancel);
        try
        {
            reader.Fill(Deadline.Never, cancel);
            var length = reader.Message(out var withDescriptors).Length;
            reader.Drop();
            var descriptors = withDescriptors ? reader.TakeDescriptors() : [];
            if (length == 0 && descriptors.Count == 1) return descriptors[0];
            descriptors.ForEach(descriptor => descriptor.Dispose());
            throw new InvalidDataException("A message came, and not a descriptor.");
        }
        finally
        {
            reader.Lock.Release();
        }
    }

    private bool ReceiveValue<T>([MaybeNullWhen(false)] out T value, Deadline deadline, CancellationToken cancel)
    {
        value = default;
        var reader = Reader;
        if (!TakeTurn(reader, deadline, cancel)) return false;
        try
        {
            if (!reader.Fill(deadline, cancel)) return false;
            var message = reader.Message(out var withDescriptors);
            try
            {
                value = Decode<T>(message, withDescriptors ? Received(reader.TakeDescriptors()) : _noDescriptors);
                return true;
            }
            finally
            {
                reader.Drop(); // also a message that is no T, or whose descriptors found no place: the next one may be better
            }
        }
        finally
        {
            reader.Lock.Release();
        }
    }

    // Nothing stays open that nobody has.
    private static T Decode<T>(ReadOnlySpan<byte> message, Handover handover)
    {
        try
        {
            var value = Typed<T>(ObjectCodec.Decode(message, typeof(T), handover));
            handover.CloseUntaken();
            return value;
        }
        catch
        {
            foreach (var descriptor in handover.Descriptors) descriptor.Dispose();
            throw;
        }
    }

    private static T Typed<T>(object? value) => value switch
    {
        T typed => typed,
        null when default(T) is null => default!,
        _ => throw new InvalidDataException($"{value?.GetType().ToString() ?? "null"} came where {typeof(T)} was expected."),
    };

    private bool ReceiveArray([NotNullWhen(true)] out byte[]? message, Deadline deadline, CancellationToken cancel)
    {
        message = null;
        var reader = Reader;
        if (!TakeTurn(reader, deadline, cancel)) return false;
        try
        {
            if (!reader.Fill(deadline, cancel)) return false;
            message = reader.MessageAsArray(out var withDescriptors);
            Finish(reader, withDescriptors);
            return true;
        }
        finally
        {
            reader.Lock.Release();
        }
    }

    private bool ReceiveInto(Span<byte> destination, out int length, Deadline deadline, CancellationToken cancel)
    {
        length = 0;
        var reader = Reader;
        if (!TakeTurn(reader, deadline, cancel)) return false;
        try
        {
            if (!reader.Fill(deadline, cancel)) return false;
            var message = reader.Message(out var withDescriptors);
            length = message.Length;
            var tooLong = message.TryCopyTo(destination)
                ? null
                : new BufferTooShortException(message.ToArray(), destination.Length);
            Finish(reader, withDescriptors);
            return tooLong is null ? true : throw tooLong;
        }
        finally
        {
            reader.Lock.Release();
        }
    }

    private static bool TakeTurn(FrameReader reader, Deadline deadline, CancellationToken cancel)
    {
        if (reader.Lock.TryAcquire()) return true;
        return reader.Lock.TryAcquire(TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds), cancel);
    }

    // As bytes, a message has no use for the descriptors that came along.
    private static void Finish(FrameReader reader, bool withDescriptors)
    {
        reader.Drop();
        if (withDescriptors) reader.TakeDescriptors().ForEach(descriptor => descriptor.Dispose());
    }

    private static Handover Received(IEnumerable<SafeHandle> descriptors)
    {
        var handover = new Handover();
        foreach (var descriptor in descriptors) handover.Give(descriptor);
        return handover;
    }
}
