using System.Text;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;

namespace Workbook.Ipc.Pipes;

/// <summary>Sockets with a path in place of an address.</summary>
internal static unsafe class UnixSocket
{
    private const int LongestPath = 107;
    private const int Refused = 111; // ECONNREFUSED: a socket file whose listener is gone
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(5);

    public static byte[] CheckKey(ReadOnlySpan<byte> key) => key.IsEmpty
        ? throw new ArgumentException("An empty key is known to everybody.", nameof(key))
        : key.ToArray();

    public static SafeFileHandle Listen(string path, int backlog)
    {
        var address = AddressOf(path);
        var socket = Create();
        try
        {
            Libc.Check(Libc.Bind(socket, &address, (uint)sizeof(Libc.UnixAddress)), "bind");
            Libc.Check(Libc.Listen(socket, backlog), "listen");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Null when the listener's queue was full until the time was over.</returns>
    /// <exception cref="FileNotFoundException">Nobody listens there.</exception>
    public static SafeFileHandle? Connect(string name, Deadline deadline, CancellationToken cancel)
    {
        var address = AddressOf(PrivateDirectory.PathOf(name, ConnectionListener.Kind));
        var socket = Create();
        try
        {
            while (Libc.Connect(socket, &address, (uint)sizeof(Libc.UnixAddress)) < 0)
            {
                switch (Libc.Errno)
                {
                    case Errno.NoSuchFile or Refused:
                        throw new FileNotFoundException($"Nobody listens at '{name}': start the listener first.", name);
                    case Errno.TryAgain: // its queue is full, and there is no event for when it is not
                        cancel.ThrowIfCancellationRequested();
                        if (deadline.HasPassed)
                        {
                            socket.Dispose();
                            return null;
                        }
                        cancel.WaitHandle.WaitOne(_betweenTries);
                        continue;
                    case Errno.Interrupted: continue;
                    default: throw new SystemCallException("connect", Libc.Errno);
                }
            }
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Create()
    {
        const int Type = Libc.StreamSocket | Libc.SocketCloseOnExec | Libc.SocketNonBlocking;
        return new SafeFileHandle(Libc.Check(Libc.socket(Libc.UnixFamily, Type, 0), "socket"), ownsHandle: true);
    }

    private static Libc.UnixAddress AddressOf(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        if (bytes.Length > LongestPath)
            throw new ArgumentException(
                $"'{path}' is {bytes.Length} bytes long, and a socket's address {LongestPath} at most: take a shorter name.");
        var address = new Libc.UnixAddress { Family = Libc.UnixFamily };
        bytes.CopyTo(new Span<byte>(address.Path, LongestPath));
        return address;
    }
}
