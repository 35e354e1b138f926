using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Pipes;

public sealed partial class Connection
{
    /// <summary>Connects to the <see cref="ConnectionListener"/> of that name; blocks until it accepts.</summary>
    /// <param name="name">The listener's.</param>
    /// <param name="key">The listener's. It does not travel: each side only shows that it knows it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="FileNotFoundException">Nobody listens there.</exception>
    /// <exception cref="AuthenticationException">The listener has another key, or closed before it had shown that it has
    /// ours.</exception>
    /// <exception cref="OperationCanceledException">Not connected.</exception>
    public static Connection Connect(string name, ReadOnlySpan<byte> key, CancellationToken cancel = default) =>
        Connect(name, key, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Connects, but does not wait for longer than <paramref name="timeout"/> for the listener to accept. What follows,
    /// the proof of the key, takes 5 s at most.</summary>
    /// <exception cref="TimeoutException">The listener has not accepted in time.</exception>
    /// <inheritdoc cref="Connect(string, ReadOnlySpan{byte}, CancellationToken)"/>
    public static Connection Connect(string name, ReadOnlySpan<byte> key, TimeSpan timeout, CancellationToken cancel = default)
    {
        Platform.RequireLinux();
        var secret = UnixSocket.CheckKey(key);
        var deadline = Deadline.After(timeout);
        using var socket = UnixSocket.Connect(name, deadline, cancel) ?? throw NotAccepted(name);
        // The listener begins the conversation when it accepts.
        if (!DescriptorIo.Wait(socket, Interop.Libc.PollIn, deadline, cancel)) throw NotAccepted(name);
        return Handshake.Join(socket, secret, Deadline.After(ConnectionListener.Patience), cancel);
    }

    private static TimeoutException NotAccepted(string name) => new($"'{name}' has a listener, but it has not accepted in time.");
}
