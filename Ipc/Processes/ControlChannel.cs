// Between a parent and each child, a pair of connected sockets; the child finds its end as descriptor 3:
//
//      parent                              child
//      launch message ------------------>  reads it, calls the function
//      <---------------------------------  outcome: 'R' and the result, or 'F' and the failure
//      <---- end of stream --------------  ended, however
//      ---- end of stream -------------->  the parent has ended, however: what a daemon listens for
//
// A message is its length, 4 bytes, and so many bytes.

using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Reads and writes on the channel between a parent and a child.</summary>
internal static class ControlChannel
{
    /// <summary>The number of the child's end, in the child.</summary>
    public const int ChildDescriptor = 3;

    /// <summary>Writes a whole message; blocks while the other side is slower.</summary>
    /// <returns>False: nobody reads any more.</returns>
    public static bool TryWrite(int descriptor, ReadOnlySpan<byte> message) =>
        Libc.WriteAll(descriptor, [.. BitConverter.GetBytes(message.Length), .. message]);

    /// <summary>Reads a whole message; blocks until it is there.</summary>
    /// <returns>Null: the other side is gone.</returns>
    public static byte[]? Read(int descriptor)
    {
        var length = new byte[sizeof(int)];
        if (!Libc.ReadAll(descriptor, length)) return null;
        var message = new byte[BitConverter.ToInt32(length, 0)];
        return Libc.ReadAll(descriptor, message) ? message : null;
    }
}
