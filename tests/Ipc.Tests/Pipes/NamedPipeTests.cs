using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Ipc.Names;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.Pipes;

public sealed class NamedPipeTests
{
    private static readonly TimeSpan _bound = BlockedThread.Bound;

    private readonly string _name = $"test-{Guid.NewGuid():n}";

    private static void WriteTo(string name)
    {
        using var writer = new StreamWriter(NamedPipe.Open(name).OpenForWriting());
        writer.WriteLine($"from {Environment.ProcessId}");
    }

    [Fact]
    public void Two_processes_that_share_only_a_name()
    {
        using var pipe = NamedPipe.Create(_name);
        using var child = ChildProcess.Start(WriteTo, _name);
        using var reader = new StreamReader(pipe.OpenForReading());
        Assert.Equal($"from {child.Id}", reader.ReadLine()); // the first read waits for the writer
        Assert.Null(reader.ReadLine());
        Assert.True(child.Join(_bound));
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void The_name_is_a_FIFO_of_its_user_alone_and_goes_with_its_creator()
    {
        var path = PrivateDirectory.PathOf(_name, "fifo");
        using (var pipe = NamedPipe.Create(_name))
        {
            Assert.Equal(_name, pipe.Name);
            Assert.True(OperatingSystem.IsWindows()
                || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            using var other = NamedPipe.Open(_name);
            other.Dispose(); // not its creator
            Assert.True(File.Exists(path));
            pipe.Dispose();
        }
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{_name}*"));
        Assert.Contains(_name, Assert.Throws<FileNotFoundException>(() => NamedPipe.Open(_name)).Message);
    }

    [Fact]
    public void An_existing_name_is_refused_and_the_message_names_it_and_its_owner()
    {
        using var pipe = NamedPipe.Create(_name);
        var message = Assert.Throws<IOException>(() => NamedPipe.Create(_name)).Message;
        Assert.Contains(_name, message);
        Assert.Contains($"process {Environment.ProcessId} ", message);
        pipe.Dispose();
        NamedPipe.Create(_name).Dispose(); // free again
        Assert.Throws<ArgumentException>(() => NamedPipe.Create("a/b"));
    }

    [Fact]
    public void Ends_live_on_when_the_name_is_gone()
    {
        var pipe = NamedPipe.Create(_name);
        var other = NamedPipe.Open(_name);
        using var reader = pipe.OpenForReading();
        using var writer = other.OpenForWriting();
        pipe.Dispose();
        writer.Write("x"u8);
        Assert.Equal(1, reader.Read(new byte[2]));
        Assert.Throws<FileNotFoundException>(() => other.OpenForWriting());
        Assert.Throws<FileNotFoundException>(() => other.OpenForReading());
    }

    [Fact]
    public void Opening_for_writing_waits_for_a_reader_and_gives_up()
    {
        using var pipe = NamedPipe.Create(_name);
        var start = Stopwatch.GetTimestamp();
        Assert.Null(pipe.TryOpenForWriting(TimeSpan.FromMilliseconds(30)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(30));
        Assert.Throws<OperationCanceledException>(() => pipe.OpenForWriting(new CancellationToken(canceled: true)));
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
        Assert.Throws<OperationCanceledException>(() => pipe.OpenForWriting(source.Token));

        var opened = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            using var end = pipe.OpenForWriting();
            opened.Set();
        });
        writer.Start();
        Assert.False(opened.IsSet); // nobody reads
        using var reader = pipe.OpenForReading();
        Assert.True(opened.Wait(_bound));
        Assert.True(writer.Join(_bound));
        Assert.Equal(0, reader.Read(new byte[1]));
    }

    [Fact]
    public void The_first_read_waits_for_the_first_writer_and_gives_up()
    {
        using var pipe = NamedPipe.Create(_name);
        using var reader = pipe.OpenForReading();
        var buffer = new byte[4];
        Assert.False(reader.TryRead(buffer, out _, TimeSpan.FromMilliseconds(10)));
        Assert.Throws<OperationCanceledException>(() => reader.Read(buffer, new CancellationToken(canceled: true)));
        var thread = BlockedThread.StartIn(() => Assert.Equal(2, reader.Read(buffer)), 7);
        using (var writer = pipe.OpenForWriting()) writer.Write("hi"u8);
        thread.Ends();
        Assert.Equal(0, reader.Read(buffer)); // the writer came and went
    }

    [Fact]
    public void A_writer_that_comes_and_goes_without_a_word_is_the_end_of_the_stream()
    {
        using var pipe = NamedPipe.Create(_name);
        using var reader = pipe.OpenForReading();
        pipe.OpenForWriting().Dispose();
        Assert.Equal(0, reader.Read(new byte[1]));
    }

    [Fact]
    public void A_reader_that_is_gone_breaks_the_pipe_and_a_writer_that_is_gone_can_be_followed_by_another()
    {
        using var pipe = NamedPipe.Create(_name);
        var buffer = new byte[4];
        using (var reader = pipe.OpenForReading())
        {
            using (var first = pipe.OpenForWriting()) first.Write("a"u8);
            Assert.Equal(1, reader.Read(buffer));
            Assert.Equal(0, reader.Read(buffer));
            using var second = pipe.OpenForWriting();
            second.Write("bc"u8);
            Assert.Equal(2, reader.Read(buffer));
            reader.Dispose();
            Assert.Contains("Broken pipe", Assert.Throws<IOException>(() => second.Write("d"u8)).Message);
        }
        Assert.Null(pipe.TryOpenForWriting(TimeSpan.Zero));
    }

    [Fact]
    public void Of_several_who_create_one_name_at_once_one_gets_it()
    {
        var made = new ConcurrentBag<NamedPipe>();
        using var allReady = new Barrier(4);
        var creators = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            allReady.SignalAndWait();
            try { made.Add(NamedPipe.Create(_name)); }
            catch (IOException) { } // the others
        })).ToList();
        creators.ForEach(creator => creator.Start());
        Assert.All(creators, creator => Assert.True(creator.Join(_bound)));
        using var pipe = Assert.Single(made);
        using var reader = pipe.OpenForReading();
        using var writer = NamedPipe.Open(_name).OpenForWriting(); // and it is the one that is there
        writer.Write("x"u8);
        Assert.Equal(1, reader.Read(new byte[1]));
    }

    private static void CreateAndWait(string name, Connection parent)
    {
        using var pipe = NamedPipe.Create(name);
        using var listener = new ConnectionListener(name, "key"u8);
        parent.Send(true);
        parent.Receive<bool>();
    }

    [Fact]
    public void What_a_killed_creator_leaves_is_swept_and_what_a_living_one_has_is_not()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var child = ChildProcess.Start(CreateAndWait, _name, there);
        there.Dispose();
        Assert.True(here.TryReceive<bool>(out var _, _bound));
        Assert.Contains($"process {child.Id} ", Assert.Throws<IOException>(() => NamedPipe.Create(_name)).Message);
        Assert.Contains($"process {child.Id} ", Assert.Throws<IOException>(() => new ConnectionListener(_name, "key"u8)).Message);

        child.Kill();
        Assert.True(child.Join(_bound));
        Assert.Throws<FileNotFoundException>(() => Connection.Connect(_name, "key"u8)); // a socket with nobody behind it
        Assert.Throws<FileNotFoundException>(() => NamedPipe.Open(_name));
        NamedPipe.Create($"{_name}-2").Dispose(); // another name: sweeps all the same
        new ConnectionListener($"{_name}-3", "key"u8).Dispose();
        Assert.Empty(NamesThatBeginWith(_name));
    }

    private static void UseARegionOnly()
    {
        using var region = SharedRegion.CreateAnonymous(4096); // the first use of the directory: sweeps
    }

    [Fact]
    public void A_process_that_uses_regions_alone_sweeps_the_pipes_of_the_dead_and_leaves_those_of_the_living()
    {
        var (living, dead) = ($"{_name}-living", $"{_name}-dead");
        using var region = SharedRegion.Create(living, 4096);
        using var pipe = NamedPipe.Create(living);
        using var listener = new ConnectionListener(living, "key"u8);
        string[] ours = [.. NamesThatBeginWith(living)];
        Assert.Equal(5, ours.Length); // the region, and two for each of the others

        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var child = ChildProcess.Start(CreateAndWait, dead, there);
        there.Dispose();
        Assert.True(here.TryReceive<bool>(out var _, _bound));
        child.Kill();
        Assert.True(child.Join(_bound));

        using var sweeper = ChildProcess.Start(UseARegionOnly);
        Assert.True(sweeper.Join(_bound));
        Assert.Equal(0, sweeper.ExitCode);
        Assert.Empty(NamesThatBeginWith(dead));
        NamedPipe.Create($"{_name}-other").Dispose(); // sweeps as pipes do
        Assert.Equal(ours, NamesThatBeginWith(living));
        Assert.Throws<IOException>(() => NamedPipe.Create(living)); // still held
        SharedRegion.Open(living).Dispose();
    }

    private static IEnumerable<string> NamesThatBeginWith(string start) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(PrivateDirectory.PathOf(start, "fifo"))!, $"{start}*").Order();
}
