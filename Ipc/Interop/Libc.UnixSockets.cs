using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    public const int SocketCloseOnExec = 0x80000, SocketNonBlocking = 0x800; // SOCK_*
    public const int DoNotWait = 0x40, NoSignal = 0x4000; // MSG_*
    private const int SocketLevel = 1, Rights = 1; // SOL_SOCKET, SCM_RIGHTS
    private const int ControlTruncated = 8, ReceivedCloseOnExec = 0x40000000; // MSG_*
    private const int MostDescriptors = 253; // SCM_MAX_FD
    private const int ControlHeader = 16; // a cmsghdr on 64 bits: length (8), level (4), type (4)

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>Where a Unix socket is: a path of at most 107 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UnixAddress
    {
        public ushort Family;
        public fixed byte Path[108];
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeHandle socket, UnixAddress* address, uint length);

    [LibraryImport(Library, EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(SafeHandle socket, int backlog);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(SafeHandle socket, UnixAddress* address, uint length);

    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(SafeHandle socket, UnixAddress* address, uint* length, int flags);

    [LibraryImport(Library, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(SafeHandle socket, int how);

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeHandle socket, MessageHeader* message, int flags);

    /// <summary>Sends one byte, and with it a duplicate of each descriptor. Does not wait.</summary>
    /// <returns>False when the socket has no room now.</returns>
    public static bool TrySendDescriptors(SafeHandle socket, IReadOnlyList<SafeHandle> descriptors)
    {
        if (descriptors.Count is < 1 or > MostDescriptors)
            throw new ArgumentException($"One message carries 1 to {MostDescriptors} descriptors, not {descriptors.Count}.");
        var control = stackalloc byte[ControlHeader + MostDescriptors * sizeof(int) + 4];
        var held = 0;
        try
        {
            *(nuint*)control = (nuint)(ControlHeader + descriptors.Count * sizeof(int));
            ((int*)control)[2] = SocketLevel;
            ((int*)control)[3] = Rights;
            foreach (var descriptor in descriptors)
            {
                var added = false;
                descriptor.DangerousAddRef(ref added); // it stays open until the kernel has its own reference
                ((int*)(control + ControlHeader))[held++] = (int)descriptor.DangerousGetHandle();
            }
            byte one = 1;
            var part = new IoVector { Start = &one, Length = 1 };
            var length = ControlHeader + (descriptors.Count * sizeof(int) + 7) / 8 * 8;
            var message = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)length };
            while (SendMessage(socket, &message, NoSignal | DoNotWait) < 0)
            {
                if (Errno == Interop.Errno.TryAgain) return false;
                if (Errno != Interop.Errno.Interrupted) throw new SystemCallException("sendmsg", Errno);
            }
            return true;
        }
        finally
        {
            for (var i = 0; i < held; i++) descriptors[i].DangerousRelease();
        }
    }

    /// <summary>Receives what <see cref="TrySendDescriptors"/> sent with one byte; they are ours now, and close-on-exec. Does not
    /// wait: the caller has been told, by a message that was sent later, that they are there.</summary>
    /// <returns>None at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">They are not there.</exception>
    /// <exception cref="IOException">They found no place; none is open.</exception>
    public static List<SafeFileHandle> ReceiveDescriptors(SafeHandle socket)
    {
        var space = ControlHeader + MostDescriptors * sizeof(int) + 4;
        var control = stackalloc byte[space];
        byte one;
        var part = new IoVector { Start = &one, Length = 1 };
        var message = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)space };
        nint received;
        while ((received = ReceiveMessage(socket, &message, ReceivedCloseOnExec | DoNotWait)) < 0)
        {
            if (Errno == Interop.Errno.TryAgain)
                throw new InvalidDataException("Descriptors were announced, and none have come.");
            if (Errno != Interop.Errno.Interrupted) throw new SystemCallException("recvmsg", Errno);
        }
        List<SafeFileHandle> descriptors = [];
        var hasRights = message.ControlLength >= ControlHeader && ((int*)control)[3] == Rights; // not if none found a place
        var count = hasRights ? ((int)*(nuint*)control - ControlHeader) / sizeof(int) : 0;
        for (var i = 0; i < count; i++) descriptors.Add(new(((int*)(control + ControlHeader))[i], ownsHandle: true));
        if ((message.Flags & ControlTruncated) == 0) return descriptors;
        descriptors.ForEach(descriptor => descriptor.Dispose());
        throw new IOException("Some of the descriptors that were sent found no place: this process has as many as it may.");
    }
}
