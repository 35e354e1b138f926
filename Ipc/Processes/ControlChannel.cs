// Between a parent and each child, a pair of connected sockets; the child finds its end as descriptor 3:
//
//      parent                              child
//      launch message ------------------>  reads it, calls the function
//      <---------------------------------  outcome: 'R' and the result, or 'F' and the failure
//      <---- end of stream --------------  ended, however
//      ---- end of stream -------------->  the parent has ended, however: what a daemon listens for
//
// A message is its length, 4 bytes, and so many bytes.

using System.Runtime.InteropServices;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Reads and writes on the channel between a parent and a child.</summary>
internal static unsafe class ControlChannel
{
    /// <summary>The number of the child's end, in the child.</summary>
    public const int ChildDescriptor = 3;

    /// <summary>Writes a whole message; blocks while the other side is slower.</summary>
    /// <returns>False: nobody reads any more.</returns>
    public static bool TryWrite(int descriptor, ReadOnlySpan<byte> message)
    {
        var framed = new byte[4 + message.Length];
        MemoryMarshal.Write(framed, message.Length);
        message.CopyTo(framed.AsSpan(4));
        fixed (byte* start = framed)
        {
            for (var written = 0; written < framed.Length;)
            {
                var count = Libc.write(descriptor, start + written, (nuint)(framed.Length - written));
                if (count == -1 && Libc.Errno == Errno.Interrupted) continue;
                if (count == -1 && Libc.Errno is Errno.BrokenPipe or Errno.ConnectionReset) return false;
                written += (int)Libc.Check(count, "write");
            }
        }
        return true;
    }

    /// <summary>Reads a whole message; blocks until it is there.</summary>
    /// <returns>Null: the other side is gone.</returns>
    public static byte[]? Read(int descriptor)
    {
        var length = new byte[4];
        if (!Fill(descriptor, length)) return null;
        var message = new byte[MemoryMarshal.Read<int>(length)];
        return Fill(descriptor, message) ? message : null;
    }

    private static bool Fill(int descriptor, byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            for (var filled = 0; filled < buffer.Length;)
            {
                var count = Libc.read(descriptor, start + filled, (nuint)(buffer.Length - filled));
                if (count == -1 && Libc.Errno == Errno.Interrupted) continue;
                if (count == 0 || (count == -1 && Libc.Errno == Errno.ConnectionReset)) return false;
                filled += (int)Libc.Check(count, "read");
            }
        }
        return true;
    }
}
