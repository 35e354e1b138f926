// How two programs get a connection that have only a name and a key in common:
//
//      ConnectionListener("hotline", key)         Connection.Connect("hotline", key)
//        socket(2), bind(2), listen(2)
//      Accept --- accept4(2) <----------------- connect(2)
//             <==== Handshake over the socket ====>
//             --- the ends of two new pipes --->
//      Connection <=======================> Connection
//
// Shutdown: Dispose first wakes those who wait in Accept, then removes the name. Connections that were accepted live on.

using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>Waits for other programs of this user that connect by name, and lets in who knows the key.</summary>
/// <remarks>Any thread may call any member. Each call of Accept serves one client at a time, and waits 5 s at most for what it
/// has to say for itself. unix(7). Linux only so far.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class ConnectionListener : IDisposable
{
    internal const string Kind = "socket";
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int Backlog = 64; // who connect while nobody accepts
    private const int ShutdownBoth = 2; // SHUT_RDWR
    private const int ConnectionAborted = 103; // ECONNABORTED: it went while it waited

    private readonly byte[] _key;
    private readonly NameClaim _claim;
    private readonly SafeFileHandle _socket;
    private int _disposed; // by Interlocked.Exchange

    /// <summary>Claims the name, and listens.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.', and short enough for the address of a socket (107 bytes
    /// with the directory).</param>
    /// <param name="key">What both sides know; at least one byte, better 16 random ones.</param>
    /// <exception cref="IOException">Somebody listens at that name; the message says who.</exception>
    public ConnectionListener(string name, ReadOnlySpan<byte> key)
    {
        Platform.RequireLinux();
        _key = UnixSocket.CheckKey(key);
        Name = name;
        _claim = NameClaim.Of(name, Kind);
        try
        {
            _socket = UnixSocket.Listen(_claim.Path, Backlog);
        }
        catch
        {
            _claim.Dispose();
            throw;
        }
    }

    /// <summary>What others connect to.</summary>
    public string Name { get; }

    private string Display => _socket.IsClosed ? $"{Name}, closed" : $"{Name}, listens";

    /// <summary>Waits for the next one who connects.</summary>
    /// <exception cref="AuthenticationException">It did not know the key, or went, or said nothing for 5 s. It is gone; accept
    /// again.</exception>
    /// <exception cref="OperationCanceledException">Nobody has connected, or not to the end.</exception>
    /// <exception cref="ObjectDisposedException">Disposed, before or during the call.</exception>
    public Connection Accept(CancellationToken cancel = default) =>
        Accept(Deadline.Never, cancel) ?? throw new UnreachableException();

    /// <summary>Waits for the next one who connects, but not for longer than <paramref name="timeout"/>. The proof of the key
    /// takes 5 s more at most.</summary>
    /// <returns>Null when nobody did.</returns>
    /// <inheritdoc cref="Accept(CancellationToken)"/>
    public Connection? TryAccept(TimeSpan timeout, CancellationToken cancel = default) => Accept(Deadline.After(timeout), cancel);

    /// <summary>Stops listening, and removes the name. May be repeated.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _ = Libc.Shutdown(_socket, ShutdownBoth); // wakes who waits in poll(2)
        _claim.Dispose();
        _socket.Dispose();
    }

    private unsafe Connection? Accept(Deadline deadline, CancellationToken cancel)
    {
        while (true)
        {
            if (!DescriptorIo.Wait(_socket, Libc.PollIn, deadline, cancel)) return null;
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) == 1, this);
            var descriptor = Libc.Accept(_socket, null, null, Libc.SocketCloseOnExec | Libc.SocketNonBlocking);
            if (descriptor >= 0)
            {
                using var socket = new SafeFileHandle(descriptor, ownsHandle: true);
                return Handshake.Serve(socket, _key, Deadline.After(Patience), cancel);
            }
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) == 1, this);
            if (Libc.Errno is not (Errno.TryAgain or Errno.Interrupted or ConnectionAborted)) // another was faster, or it is gone
                throw new SystemCallException("accept4", Libc.Errno);
        }
    }
}
