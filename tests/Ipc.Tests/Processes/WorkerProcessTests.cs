using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class WorkerProcessTests
{
    [Fact]
    public void Fields_travel_those_of_base_classes_and_properties_too_and_Run_runs_there()
    {
        var (ours, theirs) = DuplexPipe.Create();
        using (ours)
        {
            using var worker = new Jukebox(theirs, "Danny Boy", new ChildOptions { Name = "juke 1" });
            worker.Start();
            theirs.Dispose();
            Assert.Equal($"juke 1 {worker.Id} plays Danny Boy 1 of 3, volume 11, unset: True", ours.Receive<string>());
            worker.Join();
            Assert.Equal(0, worker.ExitCode);
            Assert.Equal(0, worker.Played); // what it changed there stays there
        }
    }

    [Fact]
    public void Over_there_it_is_the_process_itself_which_can_neither_wait_for_its_end_nor_start()
    {
        using var worker = new Introvert();
        worker.Start();
        worker.Join();
        Assert.Equal("a process is alive, cannot start, join, signal or close itself", worker.ExitMessage);
    }

    [Fact]
    public void A_field_that_cannot_travel_is_named_and_nothing_is_started()
    {
        using var worker = new Burdened();
        var refusal = Assert.Throws<NotSupportedException>(worker.Start).Message;
        Assert.Contains("The field Log of Burdened", refusal);
        Assert.Contains("[StaysHere]", refusal);
        Assert.Equal(0, worker.Id);
    }

    [Fact]
    public void An_exception_of_Run_is_the_workers_failure()
    {
        using var worker = new Failing<string>();
        worker.Start();
        worker.Join();
        Assert.Equal(1, worker.ExitCode);
        Assert.Equal("String", worker.Failure!.Message);
    }

    private abstract class Machine(ChildOptions? options) : WorkerProcess(options)
    {
        private readonly int _volume = 11;

        protected int Volume => _volume;
    }

    private sealed class Jukebox(Connection connection, string song, ChildOptions options) : Machine(options)
    {
        [StaysHere] private readonly Stream _log = new MemoryStream();
        private readonly (int Plays, int Of) _plan = (1, 3);

        public int Played { get; private set; }

        protected override void Run()
        {
            Played = _plan.Plays;
            connection.Send($"{Name} {Id} plays {song} {Played} of {_plan.Of}, volume {Volume}, unset: {_log is null}");
        }
    }

    private sealed class Introvert() : WorkerProcess(new ChildOptions { Error = StreamTarget.Null })
    {
        protected override void Run()
        {
            Assert.True(IsAlive);
            Assert.Equal(Environment.ProcessId, Id);
            Assert.Null(ExitCode);
            Assert.Throws<InvalidOperationException>(Start);
            Assert.Throws<InvalidOperationException>(() => Join());
            Assert.Throws<InvalidOperationException>(Kill);
            Assert.Throws<InvalidOperationException>(Close);
            Dispose(); // not its own owner: nothing
            throw new ChildExitException("a process is alive, cannot start, join, signal or close itself");
        }
    }

    private sealed class Burdened : WorkerProcess
    {
        public TextWriter Log { get; } = TextWriter.Null;

        protected override void Run() => Log.Write("");
    }

    private sealed class Failing<T>() : WorkerProcess(new ChildOptions { Error = StreamTarget.Null })
    {
        protected override void Run() => throw new InvalidOperationException(typeof(T).Name);
    }
}
