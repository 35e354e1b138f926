using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

public sealed partial class Connection
{
    /// <summary>Sends a value; blocks while the pipe is full (65,536 bytes that nobody has received).</summary>
    /// <exception cref="NotSupportedException">A value of this type cannot travel; nothing was sent.</exception>
    /// <exception cref="ArgumentException">It is longer than 512 MiB, or has more than 253 descriptors in it; nothing was
    /// sent.</exception>
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

    private bool SendValue<T>(T value, Deadline deadline, CancellationToken cancel)
    {
        var writer = Writer;
        var handover = Interlocked.Exchange(ref _spare, null) ?? new Handover();
        var message = ObjectCodec.Encode(value, typeof(T), handover);
        var sent = writer.Write(message, handover.Descriptors, deadline, cancel);
        if (handover.Descriptors.Count == 0) Volatile.Write(ref _spare, handover); // with the Exchange of whoever sends next
        return sent;
    }
}
