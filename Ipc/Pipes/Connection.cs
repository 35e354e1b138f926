// One end of a connection, and what it is made of:
//
//      this end                                              the other end, here or in another process
//      _writer  --- header, message, header, message --->    _reader             a pipe
//      _reader  <-- header, message ---------------------    _writer             a pipe
//      _side    <------------ descriptors -------------->    _side               a Unix socket
//
// A one-way end has only a writer or only a reader.
//
// Shutdown: Dispose closes this end's descriptors. The other end receives what was sent before, and then the end of the stream;
// its sends fail. That holds once all copies of this end are closed: a copy that another process was given keeps the stream open.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

/// <summary>One end of a connection between two processes (or threads), over which whole messages travel: values or
/// bytes.</summary>
/// <remarks>
/// Any thread may call any member; messages stay whole. An end belongs to one process at a time: two processes that use copies
/// of it tear each other's messages apart. An already cancelled token means: do not wait.
/// A connection can itself be the argument of a child or the value of a message; whoever sends it disposes its own copy.
/// Dispose does not wake a thread that is blocked in a call without time limit and token: give it one of them, or close the
/// other end. Linux only so far.
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed partial class Connection : IDisposable, IShareable<Connection>
{
    private static readonly Handover _noDescriptors = new();

    private readonly FrameReader? _reader;
    private readonly FrameWriter? _writer;
    private readonly SafeHandle _side;
    private Handover? _spare; // by Interlocked.Exchange: one that was used, and is empty

    internal Connection(SafeHandle? input, SafeHandle? output, SafeHandle side)
    {
        _side = side;
        if (input is not null) _reader = new FrameReader(input, side);
        if (output is not null) _writer = new FrameWriter(output, side);
    }

    /// <summary>Whether this end sends.</summary>
    public bool CanSend => _writer is not null;

    /// <summary>Whether this end receives.</summary>
    public bool CanReceive => _reader is not null;

    private string Display => (CanSend, CanReceive) switch { (true, true) => "duplex", (true, false) => "sends", _ => "receives" }
        + (_side.IsClosed ? ", disposed" : "");

    /// <summary>Sends a value; blocks while the pipe is full (65,536 bytes that nobody has received).</summary>
    /// <exception cref="NotSupportedException">A value of this type cannot travel; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">Still no room. Nothing was sent, or, when the message is longer than the
    /// room that there was, a part of it: then this end sends nothing more, and the other one is told.</exception>
    /// <exception cref="IOException">Broken pipe: nobody receives any more.</exception>
    /// <exception cref="InvalidOperationException">This end only receives.</exception>
    public void Send<T>(T value, CancellationToken cancel = default) => SendValue(value, Deadline.Never, cancel);

    /// <summary>Sends a value, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <returns>False when the time was over; nothing was sent.</returns>
    /// <exception cref="TimeoutException">The time was over in the middle of a long message: this end sends nothing
    /// more.</exception>
    /// <inheritdoc cref="Send{T}(T, CancellationToken)"/>
    public bool TrySend<T>(T value, TimeSpan timeout, CancellationToken cancel = default) =>
        SendValue(value, Deadline.After(timeout), cancel);

    /// <summary>Sends bytes as one message, which may be empty; see <see cref="Send{T}(T, CancellationToken)"/>.</summary>
    public void SendBytes(ReadOnlySpan<byte> message, CancellationToken cancel = default) =>
        Writer.Write(message, [], Deadline.Never, cancel);

    /// <summary>Sends bytes as one message; see <see cref="TrySend{T}(T, TimeSpan, CancellationToken)"/>.</summary>
    public bool TrySendBytes(ReadOnlySpan<byte> message, TimeSpan timeout, CancellationToken cancel = default) =>
        Writer.Write(message, [], Deadline.After(timeout), cancel);

    /// <summary>Sends a duplicate of an open descriptor: of a file, a pipe, a socket.</summary>
    public void SendDescriptor(SafeHandle descriptor, CancellationToken cancel = default) =>
        Writer.Write([], [descriptor], Deadline.Never, cancel);

    /// <summary>Receives a value, which must have been sent as a <typeparamref name="T"/>; blocks until one comes.</summary>
    /// <exception cref="InvalidDataException">What came is no such value; it is gone.</exception>
    /// <exception cref="OperationCanceledException">Nothing has come; a part of a message that has come is not lost.</exception>
    /// <exception cref="EndOfStreamException">The other end is closed, and all is received; or it was closed in the middle of a
    /// message.</exception>
    /// <exception cref="InvalidOperationException">This end only sends.</exception>
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

    /// <summary>Whether a receive would return (or throw, at the end of the stream) without waiting, if need be after a
    /// wait.</summary>
    /// <param name="timeout">How long to wait; a negative time is 0, <see cref="Timeout.InfiniteTimeSpan"/> no limit.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True only if a whole message is here, or the stream has ended.</returns>
    public bool Poll(TimeSpan timeout = default, CancellationToken cancel = default)
    {
        var deadline = DeadlineOf(timeout);
        var reader = Reader;
        if (!TakeTurn(reader, deadline, cancel)) return false;
        try { return reader.Fill(deadline, cancel); }
        finally { reader.Lock.Release(); }
    }

    /// <summary>Closes this end; see the head of this file. May be repeated.</summary>
    public void Dispose()
    {
        _reader?.Dispose();
        _writer?.Dispose();
        _side.Dispose();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Messages have come and were read ahead: they would stay behind.</exception>
    public string WriteTicket(Handover handover)
    {
        ArgumentNullException.ThrowIfNull(handover);
        ObjectDisposedException.ThrowIf(_side.IsClosed, this);
        if (_reader?.HasReadAhead == true)
            throw new InvalidOperationException("It has read ahead, and that would stay here. Receive all of it first.");
        var input = _reader is null ? -1 : handover.Give(_reader.Pipe);
        var output = _writer is null ? -1 : handover.Give(_writer.Pipe);
        return $"{input} {output} {handover.Give(_side)}";
    }

    /// <inheritdoc/>
    public static Connection FromTicket(string ticket, Handover handover)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(handover);
        var numbers = ticket.Split(' ');
        SafeHandle? Take(string number) => number == "-1" ? null : handover.Take(int.Parse(number));
        return new Connection(Take(numbers[0]), Take(numbers[1]), Take(numbers[2])!);
    }

    private FrameReader Reader => _reader ??
        throw new InvalidOperationException("This end only sends. Receive at the other end.");

    private FrameWriter Writer => _writer ??
        throw new InvalidOperationException("This end only receives. Send at the other end.");

    private bool SendValue<T>(T value, Deadline deadline, CancellationToken cancel)
    {
        var writer = Writer;
        var handover = Interlocked.Exchange(ref _spare, null) ?? new Handover();
        var message = ObjectCodec.Encode(value, typeof(T), handover);
        var sent = writer.Write(message, handover.Descriptors, deadline, cancel);
        if (handover.Descriptors.Count == 0) Volatile.Write(ref _spare, handover); // with the Exchange of whoever sends next
        return sent;
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
            var handover = withDescriptors ? Received(reader.TakeDescriptors()) : _noDescriptors;
            try
            {
                value = Typed<T>(ObjectCodec.Decode(message, typeof(T), handover));
                return true;
            }
            catch
            {
                foreach (var descriptor in handover.Descriptors) descriptor.Dispose();
                throw;
            }
            finally
            {
                reader.Drop(); // also a message that is no T: the next one may be
            }
        }
        finally
        {
            reader.Lock.Release();
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

    private static Deadline DeadlineOf(TimeSpan timeout) =>
        Deadline.After(timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout);

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
