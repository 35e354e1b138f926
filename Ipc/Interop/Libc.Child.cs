// What each child calls before its function. Without SetLastError there is no marshalling to compile; errno is asked for when a
// call has failed, which is what the generated code does after every call.

using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    // The name of the file, in musl a name for itself. "libc" is found too, but as the last of three names, and where compilers are
    // installed the first one is a file of another kind.
    private const string OnLinux = "libc.so.6";

    [LibraryImport(OnLinux, EntryPoint = "read")]
    private static partial nint read_call(int descriptor, void* buffer, nuint count);

    [LibraryImport(OnLinux, EntryPoint = "write")]
    private static partial nint write_call(int descriptor, void* buffer, nuint count);

    [LibraryImport(OnLinux, EntryPoint = "fcntl")]
    private static partial int fcntl_call(int descriptor, int command, int argument);

    /// <summary>What this process starts does not inherit the descriptor.</summary>
    public static void SetCloseOnExec(int descriptor)
    {
        if (fcntl_call(descriptor, SetDescriptorFlags, CloseOnExecFlag) == -1)
            throw new SystemCallException("fcntl", Marshal.GetLastSystemError());
    }

    /// <summary>Reads until <paramref name="into"/> is full; blocks until then.</summary>
    /// <returns>False: the stream has ended, or was reset.</returns>
    public static bool ReadAll(int descriptor, byte[] into)
    {
        fixed (byte* start = into)
        {
            for (var filled = 0; filled < into.Length;)
            {
                var count = read_call(descriptor, start + filled, (nuint)(into.Length - filled));
                if (count == 0 || (count < 0 && IsBroken("read"))) return false;
                if (count > 0) filled += (int)count;
            }
        }
        return true;
    }

    /// <summary>Writes all; blocks while the other side is slower.</summary>
    /// <returns>False: nobody reads any more.</returns>
    public static bool WriteAll(int descriptor, byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var written = 0; written < bytes.Length;)
            {
                var count = write_call(descriptor, start + written, (nuint)(bytes.Length - written));
                if (count < 0 && IsBroken("write")) return false;
                if (count > 0) written += (int)count;
            }
        }
        return true;
    }

    // Whether the failure means that the other side is gone; if a signal came in between, it does not, and the call is repeated.
    private static bool IsBroken(string call) => Marshal.GetLastSystemError() switch
    {
        Interop.Errno.Interrupted => false,
        Interop.Errno.BrokenPipe or Interop.Errno.ConnectionReset => true,
        var other => throw new SystemCallException(call, other),
    };
}
