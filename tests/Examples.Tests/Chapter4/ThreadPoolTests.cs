using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.Pools;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class ThreadPoolTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string[] Run(int workers = 3, int jobs = 12, int delayMs = 1, int fail = 4, bool broken = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), workers, jobs, delayMs, fail, broken);
        return output.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToArray();
    }

    private static List<(int Ms, int Job, string Step)> Events(string[] lines) =>
        [.. lines.Select(line => Regex.Match(line, @"^ +(\d+) +(\d+) (begins|done|throws)$")).Where(match => match.Success)
            .Select(match => (int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value), match.Groups[3].Value))];

    [Fact]
    public void Run_tells_the_size_and_the_default_one() => Assert.Equal(
        $"2 workers; a pool without a number would have {Environment.ProcessorCount} on this machine", Run(workers: 2)[0]);

    [Fact]
    public void Run_begins_each_job_once_and_ends_it_after_that()
    {
        var events = Events(Run(workers: 4, jobs: 40, delayMs: 0));
        Assert.Equal(80, events.Count);
        for (var job = 1; job <= 40; job++)
            Assert.Equal(["begins", job == 4 ? "throws" : "done"], events.Where(e => e.Job == job).Select(e => e.Step));
        Assert.Equal(events.Select(e => e.Ms).Order(), events.Select(e => e.Ms));
    }

    [Fact]
    public void Run_by_one_worker_begins_the_jobs_in_order() => Assert.Equal(
        Enumerable.Range(1, 30), Events(Run(workers: 1, jobs: 30, delayMs: 0)).Where(e => e.Step == "begins").Select(e => e.Job));

    [Fact]
    public void Run_ends_with_what_the_audit_found_and_with_a_full_roll_call()
    {
        var lines = Run();
        Assert.Contains("12 jobs submitted: 11 done, 1 threw, 0 never ran", lines);
        Assert.Contains("no job ran twice", lines);
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^job 4 threw on worker \d, which began \d+ more after it$"));
        Assert.Contains(lines, line => Regex.IsMatch(line,
            @"^closed when \d+ of 12 jobs had begun; one more submit was refused: The pool is closed; submit before"));
        Assert.Equal("roll call: 3 of 3 workers came", lines[^1]);
    }

    [Fact]
    public void Run_lists_in_its_table_which_worker_ran_which_job()
    {
        var rows = Run(workers: 3, jobs: 9).SkipWhile(line => line != "jobs per worker") // the chart's rows look alike
            .Select(line => Regex.Match(line, @"^  worker \d +(\d+) +([\d ]+)$")).Where(match => match.Success).ToList();
        var jobs = rows.SelectMany(row => row.Groups[2].Value.Split(' ').Select(int.Parse)).ToList();
        Assert.Equal(Enumerable.Range(1, 9), jobs.Order());
        Assert.All(rows, row => Assert.Equal(int.Parse(row.Groups[1].Value), row.Groups[2].Value.Split(' ').Length));
    }

    [Fact]
    public void Run_without_a_failure_says_so()
    {
        var lines = Run(fail: 0);
        Assert.Contains("12 jobs submitted: 12 done, 0 threw, 0 never ran", lines);
        Assert.DoesNotContain(lines, line => line.Contains("threw on"));
    }

    [Fact]
    public void Run_broken_loses_the_worker_every_time()
    {
        for (var i = 0; i < 20; i++)
        {
            var lines = Run(broken: true, delayMs: 0);
            var victim = lines.Select(line => Regex.Match(line, @"^job 4 threw on (worker \d), which began 0 more after it$"))
                .Single(match => match.Success).Groups[1].Value;
            Assert.Equal($"roll call: 2 of 3 workers came; DEAD: {victim}", lines[^1]);
        }
    }

    [Fact]
    public void Run_broken_with_one_worker_leaves_the_rest_behind()
    {
        var lines = Run(workers: 1, broken: true);
        Assert.Contains("12 jobs submitted: 3 done, 1 threw, 8 never ran", lines);
        Assert.Contains("LEFT BEHIND: 5 6 7 8 9 10 11 12", lines);
        Assert.Equal("roll call: 0 of 1 workers came; DEAD: worker 1", lines[^1]);
    }

    [Fact]
    public void The_audit_names_what_ran_twice_and_what_never_ran() => Assert.Equal(
        ["3 jobs submitted: 2 done, 0 threw, 1 never ran", "LEFT BEHIND: 3", "RAN TWICE: 1"],
        new Audit(
        [
            new(0, "worker 1", 1, JobStep.Begins), new(0, "worker 2", 1, JobStep.Begins),
            new(1, "worker 1", 1, JobStep.Done), new(1, "worker 1", 2, JobStep.Begins), new(2, "worker 1", 2, JobStep.Done),
        ], jobs: 3).Findings);

    [Theory]
    [InlineData("--workers 0", "--workers 0: must be 1 to 50")]
    [InlineData("--jobs 0", "--jobs 0: must be 1 to 10000")]
    [InlineData("--delay -1ms", "--delay")]
    [InlineData("--jobs 3 --fail 4", "--fail: there are only 3 jobs; --fail 0 for none")]
    public void Bad_options_are_refused_before_anything_is_printed(string options, string error)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var run = world.Run(["run", "403", .. options.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(error, run.Error);
    }

    [Fact]
    public void Run_in_a_terminal_draws_chart_and_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 80 };
        var run = world.Run("run", "403", "--delay", "5ms");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("who ran which job", run.Output);
        Assert.Contains("│ worker 1 │", run.Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_that_is_interrupted_joins_its_workers_and_ends(bool broken)
    {
        using var interrupt = new CancellationTokenSource();
        var begun = new OneShotLatch();
        var output = new CueWriter("begins", begun);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), jobs: 1_000, delayMs: 10_000, broken: broken));
        Assert.True(begun.Wait(_bound));
        interrupt.Cancel();
        Assert.IsType<OperationCanceledException>(Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException);
    }

    [Fact]
    public void A_pool_runs_as_many_jobs_at_once_as_it_has_workers_each_under_its_name()
    {
        var pool = new SmallPool(3);
        var meeting = new CyclicBarrier(3);
        var names = new string[3];
        for (var i = 0; i < 3; i++)
        {
            var mine = i;
            pool.Submit(() =>
            {
                Assert.True(meeting.SignalAndWait(_bound));
                names[mine] = Thread.CurrentThread.Name!;
            });
        }
        Ends(pool);
        Assert.Equal(["worker 1", "worker 2", "worker 3"], names.Order());
        Assert.Empty(pool.Failures);
    }

    [Fact]
    public void The_default_size_is_one_worker_per_core()
    {
        var pool = new SmallPool();
        Assert.Equal(Environment.ProcessorCount, pool.Size);
        Assert.Equal(Environment.ProcessorCount, SmallPool.DefaultSize);
        Ends(pool);
    }

    [Fact]
    public void A_pool_without_workers_and_a_job_that_is_null_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallPool(0));
        var pool = new SmallPool(1);
        Assert.Throws<ArgumentNullException>(() => pool.Submit(null!));
        Ends(pool);
    }

    [Fact]
    public void A_closed_pool_refuses_jobs_and_runs_what_it_has()
    {
        var pool = new SmallPool(1);
        var mayEnd = new OneShotLatch();
        var ran = 0;
        pool.Submit(() => mayEnd.Wait(_bound));
        for (var i = 0; i < 10; i++) pool.Submit(() => ran++);
        pool.Close();
        pool.Close();
        Assert.Throws<InvalidOperationException>(() => pool.Submit(() => ran++));
        mayEnd.Open();
        pool.Join();
        Assert.Equal(10, ran);
    }

    [Fact]
    public void Join_of_an_open_pool_is_refused()
    {
        var pool = new SmallPool(1);
        Assert.Throws<InvalidOperationException>(() => pool.Join());
        Ends(pool);
    }

    [Fact]
    public void Join_that_is_cancelled_leaves_the_workers_running()
    {
        var pool = new SmallPool(1);
        var mayEnd = new OneShotLatch();
        var ran = false;
        pool.Submit(() => { mayEnd.Wait(_bound); ran = true; });
        pool.Close();
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Join(new CancellationToken(canceled: true)));
        mayEnd.Open();
        pool.Join();
        Assert.True(ran);
    }

    [Fact]
    public void A_job_that_throws_is_written_down_and_its_worker_runs_the_next()
    {
        var pool = new SmallPool(1);
        var planted = new FormatException("planted");
        var ran = 0;
        pool.Submit(() => throw planted);
        pool.Submit(() => ran++);
        pool.Submit(() => throw planted);
        pool.Submit(() => ran++);
        Ends(pool);
        Assert.Equal(2, ran);
        Assert.Equal([planted, planted], pool.Failures);
    }

    [Fact]
    public void Every_job_of_many_submitters_runs_once()
    {
        const int submitters = 3, each = 2_000;
        var pool = new SmallPool(3);
        var runs = new int[submitters * each];
        var group = new ThreadGroup();
        for (var n = 0; n < submitters; n++)
        {
            var first = n * each;
            group.Start($"submitter {n}", () =>
            {
                for (var i = first; i < first + each; i++)
                {
                    var mine = i;
                    pool.Submit(() => Interlocked.Increment(ref runs[mine]));
                }
            });
        }
        Assert.True(group.Join(_bound));
        Ends(pool);
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    private static void Ends(SmallPool pool)
    {
        pool.Close();
        using var patience = new CancellationTokenSource(_bound);
        pool.Join(patience.Token);
    }
}
