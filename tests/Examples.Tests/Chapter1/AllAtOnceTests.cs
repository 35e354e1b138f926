using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Threads.StartAndJoin;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class AllAtOnceTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Results_stand_in_the_order_of_the_jobs_whichever_ends_first()
    {
        var latches = Enumerable.Range(0, 4).Select(_ => new OneShotLatch()).ToList();
        latches[3].Open();
        // Job i waits for job i + 1, so they can only end last first.
        var jobs = Enumerable.Range(0, 3).Select(i => new Job<int>($"job {i}", () =>
        {
            Assert.True(latches[i + 1].Wait(_patience));
            latches[i].Open();
            return i * 10;
        })).ToList();
        Assert.Equal([0, 10, 20], AllAtOnce.Run(jobs));
    }

    [Fact]
    public void All_jobs_run_at_the_same_time_each_on_a_thread_of_its_name()
    {
        var barrier = new CyclicBarrier(parties: 8); // nobody passes before all eight are there
        var jobs = Enumerable.Range(1, 8).Select(number => new Job<(int, string?)>($"w{number}", () =>
        {
            Assert.True(barrier.SignalAndWait(_patience));
            return (Environment.CurrentManagedThreadId, Thread.CurrentThread.Name);
        })).ToList();
        var results = AllAtOnce.Run(jobs);
        Assert.Equal(8, results.Select(result => result.Item1).Distinct().Count());
        Assert.Equal(jobs.Select(job => job.Name), results.Select(result => result.Item2));
        Assert.DoesNotContain(results, result => result.Item1 == Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void Every_failure_is_collected_in_the_order_of_the_jobs()
    {
        var second = new OneShotLatch();
        var failures = Assert.Throws<AggregateException>(() => AllAtOnce.Run<int>(
        [
            new("good", () => 1),
            new("late", () => { Assert.True(second.Wait(_patience)); throw new FormatException("no number"); }),
            new("early", () => { second.Open(); throw new TimeoutException("too slow"); }),
        ]));
        Assert.Equal(["late", "early"], failures.InnerExceptions.Cast<JobFailedException>().Select(failure => failure.Job));
        Assert.IsType<FormatException>(failures.InnerExceptions[0].InnerException);
        Assert.IsType<TimeoutException>(failures.InnerExceptions[1].InnerException);
        Assert.Equal("2 of 3 jobs failed (late failed: no number) (early failed: too slow)", failures.Message);
    }

    [Fact]
    public void A_failure_keeps_the_stack_of_its_own_thread()
    {
        var failures = Assert.Throws<AggregateException>(() => AllAtOnce.Run<int>([new("thrower", Thrower)]));
        Assert.Contains(nameof(Thrower), failures.InnerException!.InnerException!.StackTrace);
        static int Thrower() => throw new InvalidOperationException("thrown");
    }

    [Fact]
    public void A_failure_comes_only_after_the_other_jobs_have_ended()
    {
        var mayEnd = new OneShotLatch();
        var hasEnded = false; // written by the slow job; visible here only if it was joined
        var caller = WorkerThread.Start("caller", () => AllAtOnce.Run<int>(
        [
            new("fast", () => throw new InvalidOperationException("at once")),
            new("slow", () => { Assert.True(mayEnd.Wait(_patience)); hasEnded = true; return 1; }),
        ]));
        Assert.True(SpinWait.SpinUntil(() => caller.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _patience));
        Assert.False(caller.Join(TimeSpan.FromMilliseconds(50))); // still waits for the slow one
        mayEnd.Open();
        var failure = Assert.Throws<WorkerFailedException>(() => caller.Join(_patience));
        Assert.True(hasEnded);
        Assert.Single(Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions);
    }

    [Fact]
    public void No_jobs_have_no_results() => Assert.Empty(AllAtOnce.Run<int>([]));

    [Fact]
    public void A_list_that_changes_meanwhile_changes_nothing()
    {
        var jobs = new List<Job<string>>();
        jobs.Add(new("first", () => { lock (jobs) jobs.Clear(); return "one"; }));
        jobs.Add(new("second", () => { lock (jobs) jobs.Clear(); return "two"; }));
        Assert.Equal(["one", "two"], AllAtOnce.Run(jobs));
    }

    [Fact]
    public void Without_a_list_or_with_a_missing_job_nothing_is_started()
    {
        var started = 0;
        Assert.Throws<ArgumentNullException>(() => AllAtOnce.Run<int>(null!));
        var refusal = Assert.Throws<ArgumentException>(() => AllAtOnce.Run([new Job<int>("counts", () => started++), null!]));
        Assert.Contains("A job is null", refusal.Message);
        Assert.Equal(0, started);
    }

    [Fact]
    public void Several_callers_at_once_do_not_mix_their_results()
    {
        var group = new ThreadGroup();
        for (var caller = 0; caller < 4; caller++)
        {
            var offset = caller * 1000;
            group.Start($"caller {caller}", () =>
            {
                for (var round = 0; round < 10; round++)
                {
                    var values = Enumerable.Range(offset + round, 5).ToList();
                    var jobs = values.ConvertAll(value => new Job<int>($"job {value}", () => value));
                    Assert.Equal(values, AllAtOnce.Run(jobs));
                }
            });
        }
        Assert.True(group.Join(_patience));
    }
}
