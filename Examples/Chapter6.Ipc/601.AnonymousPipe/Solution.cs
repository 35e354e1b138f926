// A pipe is a stream of bytes: what was written in three calls may be read in one, or in ten. So each message says first how
// long it is:
//
//      written      Send("hi")                     Send("")          Send("all")
//      the pipe     [2 0 0 0][h i]                 [0 0 0 0]         [3 0 0 0][a l l]
//      read         any pieces, put together until a message is whole
//
//   I1  The stream is nothing but whole messages, one behind the other; only its end may cut the last one.
//   I2  Between two calls of TryReceive everything that was read has been handed out: the next byte is that of a length.
//
// That is how an end is told from an accident: at the first byte of a length, the sender has closed; anywhere else, it has died.

using System.Buffers.Binary;
using System.Text;

namespace Workbook.Examples.Ipc.WholeMessages;

/// <summary>Messages over a stream of bytes, one way.</summary>
/// <remarks>For one thread at each end. The stream stays the caller's.</remarks>
/// <param name="stream">An end of a pipe, or any other stream.</param>
public sealed class MessageStream(Stream stream)
{
    private const int HeaderSize = 4, LongestMessage = 1_000_000; // bytes

    /// <summary>Sends a message; blocks while the pipe is full.</summary>
    /// <exception cref="ArgumentException">More than 1,000,000 bytes in UTF-8; nothing was written.</exception>
    public void Send(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var length = Encoding.UTF8.GetByteCount(message);
        if (length > LongestMessage) throw new ArgumentException($"A message of {length} bytes: {LongestMessage} is the most.");
        var frame = new byte[HeaderSize + length]; // one write, so that what is short stays together
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        Encoding.UTF8.GetBytes(message, frame.AsSpan(HeaderSize));
        stream.Write(frame);
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>True with the message; false when the sender has closed its end between two messages.</returns>
    /// <exception cref="EndOfStreamException">The stream ends in the middle of a message.</exception>
    /// <exception cref="InvalidDataException">What comes is no length: negative, or more than 1,000,000.</exception>
    public bool TryReceive(out string message)
    {
        message = "";
        var header = new byte[HeaderSize];
        var got = Fill(header);                                                     // [length]
        if (got == 0) return false;
        if (got < HeaderSize) throw new EndOfStreamException($"The stream ends in the middle of a length: {got} of 4 bytes.");

        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > LongestMessage) throw new InvalidDataException($"{length} is not the length of a message.");
        var body = new byte[length];
        got = Fill(body);                                                           // [body]
        if (got < length) throw new EndOfStreamException($"The stream ends in the middle of a message: {got} of {length} bytes.");
        message = Encoding.UTF8.GetString(body);
        return true;
    }

    // A read returns what is there: one byte may be all. Zero is the end.
    private int Fill(byte[] buffer)
    {
        var got = 0;
        while (got < buffer.Length)
        {
            var count = stream.Read(buffer, got, buffer.Length - got);              // [read]
            if (count == 0) break;
            got += count;
        }
        return got;
    }
}
