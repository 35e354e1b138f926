using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Threads;

[Collection("unjoined failures")] // one register for the process
public sealed class WorkerThreadTests
{
    [Fact]
    public void Join_returns_when_the_body_has_ended_and_shows_what_it_wrote()
    {
        var written = 0;
        var worker = WorkerThread.Start("w", () => written = 42);
        worker.Ends();
        Assert.Equal(42, written);
        Assert.Null(worker.Failure);
        Assert.Equal(System.Threading.ThreadState.Stopped, worker.State);
    }

    [Fact]
    public void The_thread_has_the_name_and_the_kind_that_it_was_given()
    {
        (string? Name, bool Background) seen = default;
        void Look() => seen = (Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground);
        var worker = new WorkerThread("Ann", Look, background: true);
        Assert.Equal(("Ann", true), (worker.Name, worker.IsBackground));
        worker.Start();
        worker.Ends();
        Assert.Equal(("Ann", true), seen);
        Assert.False(new WorkerThread("Bob", () => { }).IsBackground);
    }

    [Fact]
    public void Start_passes_one_argument_a_tuple_of_named_ones_or_two_by_position()
    {
        var greeted = "";
        WorkerThread.Start("one", (string who) => greeted += who, "Ann").Ends();
        void Greet((string Who, int Times) to) => greeted += $",{to.Who}*{to.Times}";
        WorkerThread.Start("named", Greet, (Who: "Bob", Times: 3)).Ends();
        WorkerThread.Start("two", (string who, int times) => { greeted += $",{who}*{times}"; }, "Cid", 2).Ends();
        Assert.Equal("Ann,Bob*3,Cid*2", greeted);
    }

    [Fact]
    public void The_exception_that_ends_a_worker_reaches_every_joiner_as_the_inner_one()
    {
        var thrown = new InvalidTimeZoneException("oh");
        var worker = WorkerThread.Start("w", () => throw thrown);
        for (var joiner = 0; joiner < 2; joiner++)
        {
            var failure = Assert.Throws<WorkerFailedException>(() => worker.Join(Patience.Long));
            Assert.Same(thrown, failure.InnerException);
            Assert.Equal(("w", "w failed: oh"), (failure.Worker, failure.Message));
            Assert.Same(failure, worker.Failure);
            Assert.Contains(nameof(The_exception_that_ends_a_worker_reaches_every_joiner_as_the_inner_one), thrown.StackTrace);
        }
    }

    [Fact]
    public void A_timed_join_returns_false_while_it_runs_and_not_before_its_time() => WhileOneRuns((worker, _) =>
    {
        Assert.False(worker.Join(TimeSpan.Zero));
        Assert.False(Patience.NotEarlierThan(TimeSpan.FromMilliseconds(20), () => worker.Join(TimeSpan.FromMilliseconds(20))));
        Assert.Null(worker.Failure);
    });

    [Fact]
    public void Cancellation_ends_the_wait_of_the_joiner_and_not_the_worker() => WhileOneRuns((worker, end) =>
    {
        using var source = new CancellationTokenSource();
        var joiner = WorkerThread.Start("joiner", () =>
            Assert.Throws<OperationCanceledException>(() => worker.Join(source.Token)), background: true);
        Patience.UntilAsleep(joiner);
        source.Cancel();
        joiner.Ends();
        Assert.Throws<OperationCanceledException>(() => worker.Join(source.Token)); // cancelled before: does not wait
        Assert.False(worker.Join(TimeSpan.Zero));
        end.Set();
        worker.Ends();
        worker.Join(source.Token); // nothing to wait for any more
    });

    [Fact]
    public void Join_before_Start_is_refused() => Assert.Contains("call Start before Join",
        Assert.Throws<InvalidOperationException>(() => new WorkerThread("w", () => { }).Join()).Message);

    [Fact]
    public void A_second_Start_is_refused()
    {
        var worker = WorkerThread.Start("w", () => { });
        Assert.Contains("make a new one", Assert.Throws<InvalidOperationException>(worker.Start).Message);
        worker.Ends();
        Assert.Throws<InvalidOperationException>(worker.Start);
    }

    [Fact]
    public void A_worker_that_joins_itself_is_refused()
    {
        WorkerThread? self = null;
        self = new WorkerThread("w", () => Assert.Throws<InvalidOperationException>(() => self!.Join()));
        self.Start();
        self.Ends();
    }

    [Fact]
    public void A_class_of_its_own_overrides_Run()
    {
        var jukebox = new Jukebox(["a", "b"]);
        jukebox.Start();
        jukebox.Ends();
        Assert.Equal("ab", jukebox.Played);
        Assert.Equal("jukebox: ended", DebuggerText.Of(jukebox));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new WorkerThread("w", null!));
        Assert.Throws<ArgumentNullException>(() => WorkerThread.Start<int>("w", null!, 1));
        Assert.Throws<ArgumentException>(() => new WorkerThread(" ", () => { }));
        WhileOneRuns((worker, _) => Assert.Throws<ArgumentOutOfRangeException>(() => worker.Join(TimeSpan.FromMilliseconds(-2))));
    }

    [Fact]
    public void The_debugger_shows_where_in_its_life_it_is()
    {
        Assert.Equal("w: not started", DebuggerText.Of(new WorkerThread("w", () => { })));
        WhileOneRuns((worker, _) => Assert.Equal("runs: running", DebuggerText.Of(worker)));
        var failed = WorkerThread.Start("f", () => throw new InvalidTimeZoneException());
        Assert.Throws<WorkerFailedException>(() => failed.Join(Patience.Long));
        Assert.Equal("f: failed, InvalidTimeZoneException", DebuggerText.Of(failed));
    }

    [Fact]
    public void A_failure_that_nobody_joined_is_reported_and_one_that_was_joined_is_not()
    {
        var joined = WorkerThread.Start("joined", () => throw new InvalidTimeZoneException("known"));
        var forgotten = WorkerThread.Start("forgotten", () => throw new InvalidTimeZoneException("unknown"));
        Assert.Throws<WorkerFailedException>(() => joined.Join(Patience.Long));
        Patience.Until(() => forgotten.Failure is not null, "it failed");

        var error = new StringWriter();
        UnjoinedFailures.Report(error);
        Assert.Contains("nobody joined forgotten, which ended by: System.InvalidTimeZoneException: unknown", error.ToString());
        Assert.DoesNotContain("nobody joined joined", error.ToString());

        var again = new StringWriter();
        UnjoinedFailures.Report(again);
        Assert.DoesNotContain("nobody joined forgotten", again.ToString());
    }

    private static void WhileOneRuns(Action<WorkerThread, ManualResetEventSlim> body)
    {
        using var end = new ManualResetEventSlim();
        using var runs = new ManualResetEventSlim();
        var worker = WorkerThread.Start("runs", () =>
        {
            runs.Set();
            Assert.True(end.Wait(Patience.Long * 2));
        }, background: true);
        Assert.True(runs.Wait(Patience.Long));
        try { body(worker, end); }
        finally
        {
            end.Set();
            worker.Ends();
        }
    }

    private sealed class Jukebox(string[] songs) : WorkerThread("jukebox")
    {
        public string Played { get; private set; } = "";

        protected override void Run() { foreach (var song in songs) Played += song; }
    }
}
