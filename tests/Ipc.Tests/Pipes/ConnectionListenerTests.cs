using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Pipes;

public sealed class ConnectionListenerTests : IDisposable
{
    private static readonly TimeSpan _bound = BlockedThread.Bound;
    private static readonly byte[] _key = [.. "sesame"u8];

    private readonly string _name = $"test-{Guid.NewGuid():n}";
    private readonly ConnectionListener _listener;

    public ConnectionListenerTests() => _listener = new ConnectionListener(_name, _key);

    public void Dispose() => _listener.Dispose();

    private Socket ConnectBare()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(PrivateDirectory.PathOf(_name, "socket")));
        return socket;
    }

    private static void ConnectAndGreet(string name, byte[] key)
    {
        using var connection = Connection.Connect(name, key);
        connection.Send($"from {Environment.ProcessId}");
        connection.Receive<bool>();
    }

    [Fact]
    public void Two_processes_that_share_a_name_and_a_key()
    {
        using var child = ChildProcess.Start(ConnectAndGreet, _name, _key);
        using var connection = _listener.TryAccept(_bound);
        Assert.Equal($"from {child.Id}", connection!.Receive<string>());
        _listener.Dispose(); // connections live on
        connection.Send(true);
        Assert.True(child.Join(_bound));
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_on_both_sides_and_the_next_one_is_served()
    {
        var client = Task.Run(() => Connection.Connect(_name, "open"u8));
        Assert.Contains("another key", Assert.Throws<AuthenticationException>(() => _listener.TryAccept(_bound)).Message);
        Assert.Contains("refused our key", (await Assert.ThrowsAsync<AuthenticationException>(() => client)).Message);

        var right = Task.Run(() => Connection.Connect(_name, _key));
        using var accepted = _listener.TryAccept(_bound);
        using var connected = await right;
        accepted!.Send(1);
        Assert.Equal(1, connected.Receive<int>());
    }

    [Fact]
    public async Task Who_only_sends_back_what_it_was_asked_is_refused()
    {
        using var socket = ConnectBare();
        var accept = Task.Run(() => _listener.TryAccept(_bound));
        var question = new byte[32];
        Assert.Equal(32, socket.Receive(question));
        socket.Send([.. question, .. question]);
        await Assert.ThrowsAsync<AuthenticationException>(() => accept);
    }

    [Fact]
    public void Who_hangs_up_without_a_word_is_refused_and_so_is_a_listener_that_does()
    {
        ConnectBare().Dispose();
        Assert.Throws<AuthenticationException>(() => _listener.TryAccept(_bound));

        Exception? failure = null;
        var client = BlockedThread.StartIn(() => failure = Record.Exception(() => Connection.Connect(_name, _key)), 7);
        _listener.Dispose(); // it was in the queue
        client.Ends();
        Assert.IsType<AuthenticationException>(failure);
    }

    [Fact]
    public void Who_says_nothing_is_not_waited_for_for_ever_on_either_side()
    {
        var (one, other) = Libc.SocketPair();
        using (one)
        using (other)
        {
            var soon = TimeSpan.FromMilliseconds(20);
            var serve = () => Handshake.Serve(one, _key, Deadline.After(soon), default);
            Assert.Contains("in time", Assert.Throws<AuthenticationException>(serve).Message);
            var join = () => Handshake.Join(other, _key, Deadline.After(soon), default); // has the question, and gets no verdict
            Assert.Contains("in time", Assert.Throws<AuthenticationException>(join).Message);
        }
        Assert.Equal(TimeSpan.FromSeconds(5), ConnectionListener.Patience);
    }

    [Fact]
    public async Task Who_knows_the_key_and_goes_before_it_has_its_connection_is_refused_like_the_others()
    {
        using var socket = ConnectBare();
        var accept = Task.Run(() => _listener.TryAccept(_bound));
        byte[] nonces = new byte[64], verdict = new byte[33];
        Assert.Equal(32, socket.Receive(nonces, 32, SocketFlags.None));
        socket.Send([.. nonces[32..], .. HMACSHA256.HashData(_key, (byte[])[.. "connect"u8, .. nonces])]);
        Assert.Equal(33, socket.Receive(verdict));
        Assert.Equal(1, verdict[0]);
        socket.Shutdown(SocketShutdown.Receive);
        socket.Send([1]);
        await Assert.ThrowsAsync<AuthenticationException>(() => accept);
    }

    [Fact]
    public async Task A_second_listener_of_a_name_is_refused_and_the_first_one_keeps_it()
    {
        var message = Assert.Throws<IOException>(() => new ConnectionListener(_name, _key)).Message;
        Assert.Contains(_name, message);
        Assert.Contains($"process {Environment.ProcessId} ", message);
        var client = Task.Run(() => Connection.Connect(_name, _key));
        using var accepted = _listener.TryAccept(_bound);
        (await client).Dispose();
    }

    [Fact]
    public void Waits_give_up()
    {
        var start = Stopwatch.GetTimestamp();
        Assert.Null(_listener.TryAccept(TimeSpan.FromMilliseconds(30)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(30));
        using var source = new CancellationTokenSource();
        var accept = BlockedThread.StartIn(
            () => Assert.Throws<OperationCanceledException>(() => _listener.Accept(source.Token)), 7);
        source.Cancel();
        accept.Ends();

        Assert.Throws<TimeoutException>(() => Connection.Connect(_name, _key, TimeSpan.FromMilliseconds(30))); // nobody accepts
        Assert.Throws<OperationCanceledException>(() => Connection.Connect(_name, _key, source.Token));
    }

    [Fact]
    public void Dispose_wakes_who_accepts_and_removes_the_name()
    {
        var accept = BlockedThread.StartIn(() => Assert.Throws<ObjectDisposedException>(() => _listener.Accept()), 7);
        _listener.Dispose();
        accept.Ends();
        _listener.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _listener.TryAccept(TimeSpan.Zero));
        var directory = Path.GetDirectoryName(PrivateDirectory.PathOf(_name, "socket"))!;
        Assert.Empty(Directory.EnumerateFiles(directory, $"{_name}*"));
        Assert.Contains(_name, Assert.Throws<FileNotFoundException>(() => Connection.Connect(_name, _key)).Message);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConnectionListener($"{_name}-2", []));
        Assert.Throws<ArgumentException>(() => Connection.Connect(_name, []));
        Assert.Throws<ArgumentException>(() => new ConnectionListener("a/b", _key));
        Assert.Throws<ArgumentException>(() => new ConnectionListener(new string('n', 100), _key)); // too long for an address
        Assert.Throws<FileNotFoundException>(() => Connection.Connect($"{_name}-2", _key));
    }
}
