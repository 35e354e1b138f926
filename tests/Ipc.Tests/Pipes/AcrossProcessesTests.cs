using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Pipes;

/// <summary>The other end is in a child.</summary>
public sealed partial class AcrossProcessesTests
{
    private static readonly TimeSpan _bound = BlockedThread.Bound;

    public sealed record Request(int Number, string Text);

    // Answers everything until the end of the stream.
    private static void Echo(Connection connection)
    {
        using (connection)
        {
            try
            {
                while (true) connection.SendBytes(connection.ReceiveBytes());
            }
            catch (EndOfStreamException)
            {
                // the parent has closed its end
            }
        }
    }

    [Fact]
    public void Messages_go_to_a_child_and_back_whatever_their_size_and_the_parent_may_close_its_copy_at_once()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var child = ChildProcess.Start(Echo, there);
        there.Dispose(); // straight after the start: the child has its own
        here.Send(new Request(1, "one"));
        Assert.Equal(new Request(1, "one"), here.Receive<Request>());
        here.SendBytes([]);
        Assert.Equal([], here.ReceiveBytes());

        var large = new byte[16 * 1024 * 1024];
        new Random(1).NextBytes(large);
        here.SendBytes(large); // the child takes all of it before it answers
        Assert.True(here.Poll(_bound));
        Assert.True(large.AsSpan().SequenceEqual(here.ReceiveBytes()));

        here.Dispose();
        Assert.True(child.Join(_bound));
        Assert.Equal(0, child.ExitCode);
    }

    private static void SendLong(Connection connection)
    {
        connection.Send(1);
        connection.SendBytes(new byte[1_000_000]); // more than fits: blocks until it is received
    }

    [Fact]
    public void A_message_of_a_killed_sender_is_cut_and_never_half_received()
    {
        var (receiver, sender) = DuplexPipe.CreateOneWay();
        using var _ = receiver;
        using var child = ChildProcess.Start(SendLong, sender);
        sender.Dispose();
        Assert.True(receiver.TryReceive<int>(out var first, _bound));
        Assert.Equal(1, first);
        Assert.True(SpinWait.SpinUntil(() => SleepsInWrite(child.Id), _bound));
        child.Signal((int)Signal.SIGSTOP); // so that it cannot write on while we take out what is there
        Assert.True(SpinWait.SpinUntil(() => ProcessTable.Find(child.Id) is { State: 'T' }, _bound));
        Assert.False(receiver.Poll(TimeSpan.Zero)); // not all
        child.Kill();
        Assert.True(child.Join(_bound));
        Assert.True(receiver.Poll(_bound));
        Assert.Contains("middle of a message", Assert.Throws<EndOfStreamException>(() => receiver.ReceiveBytes()).Message);
    }

    private static bool SleepsInWrite(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task")
                .Any(thread => File.ReadAllText(Path.Combine(thread, "wchan")).Contains("pipe_write"));
        }
        catch (IOException) { return false; } // one of its threads has ended meanwhile
    }

    // Takes one pipe, then one for which it has no place, then a number.
    private static string TakeWithoutPlace(Connection connection)
    {
        using (connection)
        {
            connection.Receive<PipeWriter>().Dispose(); // what the runtime opens for this is open now
            Assert.True(connection.Poll(_bound));
            Assert.Equal(0, getrlimit(Descriptors, out var usual));
            Assert.Equal(0, setrlimit(Descriptors, usual with { Most = 0 }));
            Exception? refusal = null;
            try { connection.Receive<PipeWriter>(); }
            catch (Exception e) { refusal = e; }
            Assert.Equal(0, setrlimit(Descriptors, usual));
            return $"{refusal?.GetType().Name} {connection.TryReceive<int>(out var next, _bound)} {next}";
        }
    }

    private record struct Limit(ulong Most, ulong Ceiling);

    private const int Descriptors = 7; // RLIMIT_NOFILE

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, out Limit limit);

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, in Limit limit);

    [Fact]
    public void Descriptors_for_which_the_receiver_has_no_place_cost_their_message_alone()
    {
        var (receiver, sender) = DuplexPipe.CreateOneWay();
        var (reader, writer) = AnonymousPipe.Create();
        using var child = ChildProcess.Start(TakeWithoutPlace, receiver);
        using (sender)
        using (reader)
        {
            receiver.Dispose();
            sender.Send(writer);
            using (writer) sender.Send(writer);
            sender.Send(7);
            Assert.Equal("IOException True 7", child.Result());
            Assert.Equal(0, reader.Read(new byte[1])); // no copy is left
        }
    }

    private static int CountBytes(PipeReader reader)
    {
        using (reader)
        {
            var (total, buffer) = (0, new byte[4096]);
            while (reader.Read(buffer) is > 0 and var count) total += count;
            return total;
        }
    }

    private static bool WaitsForItself(PipeReader reader, PipeWriter forgotten, Connection parent)
    {
        using (reader)
        {
            var buffer = new byte[100];
            var got = reader.Read(buffer);
            parent.Send(got); // all that was written; the parent closes its ends now, and says so
            parent.Receive<bool>();
            var ended = reader.TryRead(buffer, out var count, TimeSpan.FromMilliseconds(100));
            Debug.Assert(!ended || count == 0);
            if (ended) return false;
            forgotten.Dispose();
            return reader.TryRead(buffer, out count, _bound) && count == 0;
        }
    }

    [Fact]
    public void A_child_that_got_the_reader_alone_sees_the_end_of_the_stream()
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var child = ChildProcess.Start(CountBytes, reader);
        reader.Dispose();
        using (writer) writer.Write(new byte[100_000]);
        Assert.Equal(100_000, child.Result());
    }

    [Fact]
    public void A_forgotten_copy_of_the_writer_keeps_the_reader_from_the_end_of_the_stream()
    {
        var (reader, writer) = AnonymousPipe.Create();
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var child = ChildProcess.Start(WaitsForItself, reader, writer, there);
        there.Dispose();
        reader.Dispose();
        writer.Write("abc"u8);
        Assert.True(here.TryReceive<int>(out var got, _bound));
        Assert.Equal(3, got);
        writer.Dispose();
        here.Send(true);
        Assert.True(child.Result()); // it waited, and the end came when it closed its own copy
    }

    private static string[] OpenPipesAndSockets() => [.. Directory.EnumerateFiles("/proc/self/fd").Select(TargetOf)
        .Where(target => target.StartsWith("pipe:") || target.StartsWith("socket:"))];

    private static string TargetOf(string link)
    {
        try { return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name ?? ""; }
        catch (FileNotFoundException) { return ""; } // another test has closed it meanwhile
    }

    private static int CompareWith(string[] theParents) => theParents.Intersect(OpenPipesAndSockets()).Count();

    [Fact]
    public void A_child_inherits_no_end_that_it_was_not_given()
    {
        var before = OpenPipesAndSockets(); // the standard streams, and what the program that runs the tests has left open
        var (reader, writer) = AnonymousPipe.Create();
        var (a, b) = DuplexPipe.Create();
        using (reader)
        using (writer)
        using (a)
        using (b)
        {
            string[] ours = [.. OpenPipesAndSockets().Except(before)];
            Assert.NotEmpty(ours);
            using var child = ChildProcess.Start(CompareWith, ours);
            Assert.Equal(0, child.Result());
        }
    }

    // Makes one of each, uses it, closes it; what is open afterwards that was not before?
    private static string[] LeftBehind()
    {
        Use(); // what the runtime opens once and for all is open now
        var before = OpenPipesAndSockets();
        Use();
        return [.. OpenPipesAndSockets().Except(before)];

        static void Use()
        {
            var name = $"test-{Guid.NewGuid():n}";
            using (var listener = new ConnectionListener(name, "key"u8))
            {
                var accepting = Task.Run(() => listener.Accept());
                using var connected = Connection.Connect(name, "key"u8);
                using var accepted = accepting.Result;
                var (near, far) = DuplexPipe.Create();
                using (near)
                {
                    using (far) connected.Send(far);
                    using var arrived = accepted.Receive<Connection>();
                    near.Send(1);
                    arrived.TryReceive<int>(out _, TimeSpan.FromSeconds(1));
                    connected.SendDescriptor(File.OpenHandle("/dev/null"));
                    accepted.ReceiveBytes();
                }
            }
            using var pipe = NamedPipe.Create(name);
            using var reader = pipe.OpenForReading();
            using var writer = pipe.OpenForWriting();
            writer.WriteNow("x"u8);
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
            reader.ReadExactly(new byte[1]);
            try { reader.Read(new byte[1], soon.Token); }
            catch (OperationCanceledException) { }
        }
    }

    [Fact]
    public void Nothing_stays_open()
    {
        using var child = ChildProcess.Start(LeftBehind);
        Assert.Empty(child.Result());
    }

    private static void CallBack(Connection parent)
    {
        var (near, far) = DuplexPipe.Create();
        using (far) parent.Send(far);
        near.Send($"from {Environment.ProcessId}");
        near.Receive<bool>();
    }

    [Fact]
    public void A_child_makes_a_connection_and_sends_one_end_of_it_to_the_parent()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var child = ChildProcess.Start(CallBack, there);
        there.Dispose();
        Assert.True(here.TryReceive<Connection>(out var direct, _bound));
        using (direct)
        {
            Assert.Equal($"from {child.Id}", direct.Receive<string>());
            direct.Send(true);
        }
        Assert.True(child.Join(_bound));
        Assert.Equal(0, child.ExitCode);
    }
}
