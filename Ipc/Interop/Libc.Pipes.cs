using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    public const int GetPipeSize = 1032, SetPipeSize = 1031; // F_GETPIPE_SZ, F_SETPIPE_SZ
    private const nuint BytesReadable = 0x541B; // FIONREAD

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint ReadFrom(SafeHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint WriteTo(SafeHandle descriptor, byte* bytes, nuint count);

    [LibraryImport(Library, EntryPoint = "writev", SetLastError = true)]
    public static partial nint WriteTo(SafeHandle descriptor, IoVector* parts, int count);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeHandle descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ask(SafeHandle descriptor, nuint request, int* answer);

    [LibraryImport(Library, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int OpenExisting(string path, int flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int mkfifo(string path, uint mode);

    /// <summary>How many bytes can be read from a pipe or a socket now.</summary>
    public static int CountReadable(SafeHandle descriptor)
    {
        int count;
        Check(Ask(descriptor, BytesReadable, &count), "ioctl");
        return count;
    }

    /// <summary>A part of what one call writes or reads.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Start;
        public nuint Length;
    }
}
