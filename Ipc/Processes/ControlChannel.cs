// Between a parent and each child, a pair of connected sockets; the child finds its end as descriptor 3:
//
//      parent                              child
//      launch message ------------------>  reads it, calls the function
//      <---------------------------------  outcome: 'R' and the result, or 'F' and the failure
//      <---- end of stream --------------  ended, however
//      ---- end of stream -------------->  the parent has ended, however: what a daemon listens for
//
// A message is its length, 4 bytes, and so many bytes. FileStream without a buffer is read(2) and write(2), repeated when a signal
// comes in between or not all was written.

using Microsoft.Win32.SafeHandles;

namespace Workbook.Ipc.Processes;

/// <summary>Reads and writes on the channel between a parent and a child.</summary>
internal static class ControlChannel
{
    /// <summary>The number of the child's end, in the child.</summary>
    public const int ChildDescriptor = 3;

    /// <summary>One direction of an end.</summary>
    public static FileStream Open(SafeFileHandle end, FileAccess direction) => new(end, direction, bufferSize: 0);

    /// <summary>Writes a whole message; blocks while the other side is slower. For one thread at a time.</summary>
    /// <returns>False: nobody reads any more.</returns>
    /// <exception cref="ObjectDisposedException">The channel was closed here.</exception>
    public static bool TryWrite(FileStream channel, ReadOnlySpan<byte> message)
    {
        byte[] framed = [.. BitConverter.GetBytes(message.Length), .. message];
        try { channel.Write(framed, 0, framed.Length); }
        catch (IOException) { return false; }
        return true;
    }

    /// <summary>Reads a whole message; blocks until it is there. For one thread at a time.</summary>
    /// <returns>Null: the other side is gone.</returns>
    public static byte[]? Read(FileStream channel)
    {
        var length = new byte[4];
        try
        {
            channel.ReadExactly(length, 0, length.Length);
            var message = new byte[BitConverter.ToInt32(length, 0)];
            channel.ReadExactly(message, 0, message.Length);
            return message;
        }
        catch (IOException) { return null; } // at the end (EndOfStreamException is one), or reset: it has not read all that we wrote
    }
}
