using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    private const int CurrentDirectory = -100, NoFollow = 0x100, EmptyPath = 0x1000; // AT_*
    private const uint BasicStatus = 0x7ff; // STATX_BASIC_STATS

    /// <summary>What statx(2) tells of a file: the same layout on every architecture, unlike that of stat(2).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        [FieldOffset(16)] public uint Links;
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(28)] public ushort Mode; // kind and permissions

        public readonly bool IsRegular => (Mode & 0xf000) == 0x8000;
        public readonly bool IsDirectory => (Mode & 0xf000) == 0x4000;
        public readonly int Permissions => Mode & 0xfff;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int open(string path, int flags); // for what exists: the third argument goes with O_CREAT

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport(Library)]
    public static partial int posix_fallocate(SafeFileHandle file, long offset, long length); // returns the errno

    [LibraryImport(Library)]
    public static partial uint geteuid();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int statx(int directory, string path, int flags, uint mask, FileStatus* status);

    [LibraryImport(Library, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int statx_of(SafeFileHandle file, string path, int flags, uint mask, FileStatus* status);

    /// <summary>Opens a directory; .NET opens files only.</summary>
    public static SafeFileHandle OpenDirectory(string path)
    {
        var closeOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : CloseOnExec;
        return new SafeFileHandle(Check(open(path, ReadOnly | closeOnExec), "open"), ownsHandle: true);
    }

    /// <summary>Linux only. Of the link itself, if the last part of the path is one.</summary>
    public static FileStatus StatusOf(string path)
    {
        FileStatus status;
        Check(statx(CurrentDirectory, path, NoFollow, BasicStatus, &status), "statx");
        return status;
    }

    /// <summary>Linux only.</summary>
    public static FileStatus StatusOf(SafeFileHandle file)
    {
        FileStatus status;
        Check(statx_of(file, "", EmptyPath, BasicStatus, &status), "statx");
        return status;
    }
}
