using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.Pools;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class ProcessPoolTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private static string[] Run(int workers = 2, int jobs = 6, int delayMs = 1, int fail = 2, int kill = 3)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), workers, jobs, delayMs, fail, kill);
        return output.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToArray();
    }

    private static string Only(string[] lines, string pattern) => Assert.Single(lines, line => Regex.IsMatch(line, pattern));

    [Fact]
    public void Run_shows_results_the_exception_and_the_worker_that_was_replaced()
    {
        var lines = Run();
        foreach (var job in (int[])[1, 4, 5, 6]) Only(lines, $@"^ +{job}  Succeeded  {job * job}, from process \d+$");
        Only(lines, @"^ +2  Failed +System\.InvalidOperationException: errand 2 was told to fail$");
        var died = Regex.Match(Only(lines, @"^ +3  Failed "),
            @"pool worker (\d) \(process (\d+)\) died with this job: killed by signal 9\.$");
        var replaced = Regex.Match(Only(lines, "^worker .: process "),
            @"^worker (\d): process (\d+) died, killed by signal 9; process (\d+) has its place$");
        Assert.Equal((died.Groups[1].Value, died.Groups[2].Value), (replaced.Groups[1].Value, replaced.Groups[2].Value));
        Assert.NotEqual(replaced.Groups[2].Value, replaced.Groups[3].Value);
        Only(lines, @"^thrown over there, at Workbook\.Examples\.Processes\.Pools\.Errands\.Run\(");
        Assert.Contains("callbacks: 4 onDone, 2 onError", lines);
        Assert.Equal($"{Environment.ProcessId}", Regex.Match(Only(lines, "^Apply ran "), @"a child of (\d+)$").Groups[1].Value);
        Only(lines, "^closed; one more was refused: pool is closed");
        Assert.Contains("joined; 2 workers went home", lines);
    }

    [Fact]
    public void Run_lists_each_job_once_and_each_worker_from_start_to_end()
    {
        var lines = Run(jobs: 8, fail: 0, kill: 5);
        int Count(string what) => lines.Count(line => Regex.IsMatch(line, $@"^ +\d+  +{what}$"));
        for (var job = 1; job <= 9; job++) // the ninth is Apply's
        {
            Assert.Equal(1, Count($"{job} begins"));
            Assert.Equal(job == 5 ? 0 : 1, Count($"{job} done"));
        }
        Assert.Equal(3, Count(@"is \d+"));
        Assert.Equal(1, Count("DIED, killed by signal 9"));
        Assert.Equal(2, Count("goes home"));
    }

    [Fact]
    public void Run_maps_in_order_and_out_of_order()
    {
        var lines = Run(workers: 2, jobs: 5, delayMs: 10);
        Assert.EndsWith(": 1 4 9 16 25", Only(lines, "^Map "));
        Assert.EndsWith(": 1 4 9 16 25", Only(lines, "^IMap "));
        Assert.Equal(["1", "16", "25", "4", "9"], Only(lines, "^IMapUnordered ").Split(": ")[1].Split(' ').Order(
            StringComparer.Ordinal));
    }

    [Fact]
    public void Run_terminates_a_pool_with_10_000_jobs()
    {
        Assert.Matches(": 10000 cancelled, all workers gone after", Only(Run(), "^Terminate "));
    }

    [Fact]
    public void Run_ends_with_what_the_small_pool_came_to()
    {
        var lines = Run();
        Only(lines, "^SmallPool      6 outcomes in order: 4 squares, 1 threw, 1 lost their worker$");
        Assert.Contains("  2: errand 2 was told to fail", lines);
        Only(lines, @"^  3: worker \d ended without a result: killed by signal 9\.$");
        Only(lines, @"^  worker \d was process \d+ and is process \d+$");
    }

    [Fact]
    public void Run_without_failures_says_so()
    {
        var lines = Run(fail: 0, kill: 0);
        Assert.Contains("callbacks: 6 onDone, 0 onError", lines);
        Assert.StartsWith("SmallPool      6 outcomes in order: 6 squares, 0 threw, 0 lost", lines[^1]);
    }

    [Theory]
    [InlineData("--workers 0", "--workers 0: must be 1 to 16")]
    [InlineData("--jobs 0", "--jobs 0: must be 1 to 500")]
    [InlineData("--jobs 3", "--fail: there are only 3 jobs; --fail 0 for none")]
    [InlineData("--jobs 5", "--kill: there are only 5 jobs; --kill 0 for none")]
    [InlineData("--kill 4", "--kill: this job throws already")]
    public void Bad_options_are_refused_before_anything_is_printed(string options, string error)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var run = world.Run(["run", "508", .. options.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(error, run.Error);
    }

    [Fact]
    public void Run_in_a_terminal_draws_the_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 100 };
        var run = world.Run("run", "508", "--workers", "2", "--jobs", "2", "--delay", "1ms", "--fail", "0", "--kill", "0");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("│ Succeeded │", run.Output);
    }

    [Fact]
    public void Run_that_is_interrupted_leaves_no_worker()
    {
        using var interrupt = new CancellationTokenSource();
        var begun = new OneShotLatch();
        var output = new CueWriter("begins", begun);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), workers: 2, jobs: 9,
            delayMs: 10_000));
        Assert.True(begun.Wait(_bound));
        interrupt.Cancel();
        Assert.IsType<OperationCanceledException>(Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException);
        var workers = Regex.Matches(output.ToString()!, @"is (\d+)\r?$", RegexOptions.Multiline).Select(match =>
            int.Parse(match.Groups[1].Value)).ToList();
        Assert.DoesNotContain(workers.Where(pid => pid != Environment.ProcessId), IsThere);
    }

    [Fact]
    public void A_pool_gives_the_outcomes_in_the_order_of_the_items()
    {
        using var pool = new SmallPool<Halving, int, int>(2);
        Assert.Equal(2, pool.ProcessIds.Distinct().Count());
        var outcomes = pool.Map([.. Enumerable.Range(0, 100).Select(i => 2 * i)]);
        Assert.Equal(Enumerable.Range(0, 100), outcomes.Select(outcome => outcome.Value));
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.Empty(pool.Map([]));
        Assert.Equal(7, Assert.Single(pool.Map([14])).Value);
    }

    [Fact]
    public void A_job_that_throws_fails_its_item_only()
    {
        using var pool = new SmallPool<Halving, int, int>(2);
        var workers = pool.ProcessIds;
        var outcomes = pool.Map([2, 3, 4]);
        Assert.Equal([1, 0, 2], outcomes.Select(outcome => outcome.Value));
        var failure = Assert.IsType<RemoteException>(outcomes[1].Failure);
        Assert.Equal(("System.FormatException", "3 is odd"), (failure.TypeName, failure.Message));
        Assert.Contains(nameof(Halving), failure.RemoteStack);
        Assert.Equal(workers, pool.ProcessIds);
    }

    [Fact]
    public void A_result_that_cannot_travel_fails_its_item_only()
    {
        using var pool = new SmallPool<Looping, int, Loop>(1);
        var outcomes = pool.Map([1, 2]);
        Assert.Equal(typeof(NotSupportedException).FullName, Assert.IsType<RemoteException>(outcomes[0].Failure).TypeName);
        Assert.Null(outcomes[1].Failure);
    }

    [Fact]
    public void A_worker_that_dies_loses_its_item_only_and_is_replaced()
    {
        using var pool = new SmallPool<Halving, int, int>(2);
        var before = pool.ProcessIds;
        var outcomes = pool.Map([2, Halving.Deadly, 4, 6, 8]);
        Assert.Equal([1, 0, 2, 3, 4], outcomes.Select(outcome => outcome.Value));
        Assert.Equal(9, Assert.IsType<ChildDiedException>(outcomes[1].Failure).Status.Signal);
        Assert.Single(before.Except(pool.ProcessIds));
        Assert.Equal(2, pool.ProcessIds.Distinct().Count());
        Assert.Equal(3, pool.Map([6])[0].Value);
    }

    [Fact]
    public void A_worker_that_died_between_two_maps_is_replaced()
    {
        using var pool = new SmallPool<Halving, int, int>(1);
        var victim = pool.ProcessIds[0];
        pool.Map([2]);
        Process.GetProcessById(victim).Kill();
        // Reaped, and not only a zombie: that may have threads, which hold its end of the connection open.
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{victim}"), _bound));
        Assert.Equal(2, pool.Map([4])[0].Value);
        Assert.NotEqual(victim, pool.ProcessIds[0]);
    }

    [Fact]
    public void A_map_that_is_cancelled_ends_the_workers()
    {
        using var pool = new SmallPool<Halving, int, int>(2);
        var workers = pool.ProcessIds;
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Map([Halving.Endless, 2], new CancellationToken(canceled: true)));
        Assert.DoesNotContain(workers, IsThere);
        Assert.Throws<ObjectDisposedException>(() => pool.Map([2]));
    }

    [Fact]
    public void Dispose_leaves_no_worker()
    {
        var pool = new SmallPool<Halving, int, int>(2);
        var workers = pool.ProcessIds;
        pool.Dispose();
        pool.Dispose();
        Assert.DoesNotContain(workers, IsThere);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallPool<Halving, int, int>(0));
    }

    private static bool IsThere(int pid) => Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(
        ") Z ");

    private sealed class Halving : IJob<int, int>
    {
        public const int Deadly = -2, Endless = -4;

        public static int Run(int item)
        {
            if (item == Deadly) Process.GetCurrentProcess().Kill();
            if (item is Deadly or Endless) Thread.Sleep(Timeout.Infinite);
            return item % 2 == 0 ? item / 2 : throw new FormatException($"{item} is odd");
        }
    }

    private sealed class Loop
    {
        public Loop? Next { get; set; }
    }

    private sealed class Looping : IJob<int, Loop>
    {
        public static Loop Run(int item)
        {
            var loop = new Loop();
            if (item == 1) loop.Next = loop;
            return loop;
        }
    }
}
