using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>Two connections, each the other end of the other.</summary>
/// <remarks>Two pipes, and not one socket: a message over a pipe costs half as much. The socket that goes along carries
/// descriptors only, which a pipe cannot. pipe(7), unix(7).</remarks>
public static unsafe class DuplexPipe
{
    /// <summary>Both ends send and receive.</summary>
    public static (Connection First, Connection Second) Create()
    {
        var (there, back) = (CreatePipe(), CreatePipe());
        var (left, right) = CreateSockets();
        return (new(back.Reader, there.Writer, left), new(there.Reader, back.Writer, right));
    }

    /// <summary>One end receives, the other sends; the wrong direction is refused.</summary>
    public static (Connection Receiver, Connection Sender) CreateOneWay()
    {
        var (reader, writer) = CreatePipe();
        var (left, right) = CreateSockets();
        return (new(reader, null, left), new(null, writer, right));
    }

    /// <summary>The two ends of a new pipe, both close-on-exec: a child gets what it is given, and nothing else.</summary>
    internal static (SafeFileHandle Reader, SafeFileHandle Writer) CreatePipe()
    {
        Platform.RequireLinux();
        return Libc.Pipe();
    }

    // Of packets: the byte that descriptors travel with is theirs alone.
    private static (SafeFileHandle Left, SafeFileHandle Right) CreateSockets()
    {
        var ends = stackalloc int[2];
        Libc.Check(Libc.socketpair(Libc.UnixFamily, Libc.SequencedPacketSocket | Libc.SocketCloseOnExec, 0, ends), "socketpair");
        return (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }
}
