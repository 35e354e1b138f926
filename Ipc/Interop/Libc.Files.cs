using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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
    public static partial nint recv(int descriptor, void* buffer, nuint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* ends);

    /// <summary>A pipe whose ends no child inherits unless it is given them.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var ends = stackalloc int[2];
        Check(pipe2(ends, CloseOnExec), "pipe2");
        return (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }

    /// <summary>Two connected stream sockets, which no child inherits unless it is given them.</summary>
    public static (SafeFileHandle One, SafeFileHandle Other) SocketPair()
    {
        var ends = stackalloc int[2];
        Check(socketpair(UnixFamily, StreamSocket | CloseOnExec, 0, ends), "socketpair");
        return (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int flock(int descriptor, int operation);
}
