using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int LockShared = 1, LockExclusive = 2, LockNonBlocking = 4, Unlock = 8;
    public const short PollIn = 1, PollOut = 4, PollError = 8, PollHangUp = 16;
    public const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    public const int SetDescriptorFlags = 2, CloseOnExecFlag = 1; // F_SETFD, FD_CLOEXEC
    public const int GetStatusFlags = 3, SetStatusFlags = 4; // F_GETFL, F_SETFL
    public const int UnixFamily = 1, StreamSocket = 1, SequencedPacketSocket = 5;

    /// <summary>What poll(2) is asked of one descriptor, and what it answers.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int descriptor, void* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int descriptor, void* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* ends);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int flock(int descriptor, int operation);
}
