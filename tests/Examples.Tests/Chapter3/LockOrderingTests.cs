using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Deadlock.LockOrder;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter1;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class LockOrderingTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Run(int rounds = 50, bool together = false, bool repaired = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), rounds, together, repaired);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string Scrubbed(string output) =>
        Regex.Replace(Regex.Replace(output, @"\.cs:\d+", ".cs:N"), @"\d+ ms", "T ms");

    [Fact]
    public async Task Out_of_order_and_what_it_leads_to() => await Verify(Scrubbed(Run(together: true)));

    [Fact]
    public async Task Repaired() => await Verify(Scrubbed(Run(repaired: true)));

    [Fact]
    public void The_checker_warns_on_every_run_and_the_deadlock_comes_on_every_run_in_which_they_meet()
    {
        for (var i = 0; i < 30; i++)
        {
            var output = Run(rounds: 1, together: true);
            Assert.Contains("deadlocks: 0, violations: 1\n", output);
            Assert.Contains("all together: 2 of 3 jobs done, deadlocks: 1\n", output);
            Assert.Contains("3 of 3 jobs done", output);
        }
    }

    [Fact]
    public void The_two_places_of_a_violation_are_those_in_the_source()
    {
        var places = Regex.Matches(Run(), @"PrintShop\.cs:(\d+) in (\w+)").Select(place => place.Value).Distinct().ToList();
        Assert.Equal(6, places.Count); // each job has two
        Assert.All(["Flyer", "Book", "Calendar"], job => Assert.Equal(2, places.Count(place => place.EndsWith($" in {job}"))));
    }

    [Fact]
    public void Together_and_repaired_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "302", "--together", "--repaired");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("--together: not with --repaired", error);
        (exitCode, output, _) = world.Run("run", "302", "--rounds", "0");
        Assert.Equal((2, ""), (exitCode, output));
    }

    [Fact]
    public void Drawn_in_a_terminal_it_says_the_same()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "302", "--rounds", "5");
        Assert.Equal(0, exitCode);
        Assert.Matches("│ calendar │ +│ binder -> cutter │", output);
    }

    [Fact]
    public void Interrupted_it_ends_and_leaves_no_job_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var nearTheEnd = new OneShotLatch();
        var output = new CueWriter("  ranks:", nearTheEnd);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), rounds: 100_000_000)); // for minutes
        Assert.True(nearTheEnd.Wait(_bound));
        interrupt.Cancel();
        Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        LiveThreads.AssertNoneNamed(name => name is "flyer" or "book" or "calendar");
    }

    [Fact]
    public void All_that_was_asked_for_is_held_and_released_once()
    {
        var locks = new OrderedLocks(4);
        var held = locks.AcquireAll([3, 1, 3]);
        Assert.Equal("t-t-", Free(locks, 4));
        held.Dispose();
        held.Dispose();
        Assert.Equal("tttt", Free(locks, 4));
    }

    [Fact]
    public void Nothing_asked_for_is_nothing_held()
    {
        var locks = new OrderedLocks(1);
        using (locks.AcquireAll([])) Assert.Equal("t", Free(locks, 1));
        using (locks.AcquireAll([0])) using (locks.AcquireAll([])) { }
    }

    [Fact]
    public void More_may_be_asked_for_above_what_is_held_and_not_below()
    {
        var locks = new OrderedLocks(4);
        using (locks.AcquireAll([1]))
        {
            using (locks.AcquireAll([2, 3])) Assert.Equal("t---", Free(locks, 4));
            Assert.Contains("Lock 0 asked for by a thread that holds 1",
                Assert.Throws<InvalidOperationException>(() => locks.AcquireAll([0, 2])).Message);
            Assert.Throws<InvalidOperationException>(() => locks.AcquireAll([1]));
            Assert.Equal("t-tt", Free(locks, 4)); // nothing of it was acquired, and 1 still is
        }
        Assert.Equal("tttt", Free(locks, 4));
    }

    [Fact]
    public void Out_of_order_is_refused_also_while_another_thread_holds_it()
    {
        var locks = new OrderedLocks(2);
        using var done = new ManualResetEventSlim();
        using var isHeld = new ManualResetEventSlim();
        var other = WorkerThread.Start("other", () =>
        {
            using (locks.AcquireAll([0]))
            {
                isHeld.Set();
                done.Wait(_bound);
            }
        }, background: true);
        Assert.True(isHeld.Wait(_bound));
        using (locks.AcquireAll([1])) Assert.Throws<InvalidOperationException>(() => locks.AcquireAll([0])); // does not wait
        done.Set();
        Assert.True(other.Join(_bound));
    }

    [Fact]
    public void Cancelled_on_the_way_it_holds_nothing()
    {
        var locks = new OrderedLocks(3);
        using var source = new CancellationTokenSource();
        WorkerThread waiter;
        using (locks.AcquireAll([2]))
        {
            waiter = WorkerThread.Start("waiter", () =>
                Assert.Throws<OperationCanceledException>(() => locks.AcquireAll([2, 0, 1], source.Token)), background: true);
            Assert.True(SpinWait.SpinUntil(
                () => waiter.State.HasFlag(ThreadState.WaitSleepJoin) && Free(locks, 3) == "---", _bound));
            source.Cancel();
            Assert.True(waiter.Join(_bound));
            Assert.Equal("tt-", Free(locks, 3));
        }
        Assert.Equal("ttt", Free(locks, 3));
    }

    [Fact]
    public void Bad_arguments_are_refused_and_nothing_is_held()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderedLocks(0));
        var locks = new OrderedLocks(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => locks.AcquireAll([0, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => locks.AcquireAll([-1, 0]));
        Assert.Throws<ArgumentNullException>(() => locks.AcquireAll(null!));
        Assert.Equal("tt", Free(locks, 2));
    }

    [Fact]
    public void Another_thread_cannot_release_what_it_does_not_hold()
    {
        var locks = new OrderedLocks(2);
        var held = locks.AcquireAll([0, 1]);
        var failure = Assert.Throws<WorkerFailedException>(() => WorkerThread.Start("thief", held.Dispose).Join(_bound));
        Assert.IsType<SynchronizationLockException>(failure.InnerException);
        Assert.Equal("--", Free(locks, 2));
        held.Dispose();
        Assert.Equal("tt", Free(locks, 2));
    }

    [Fact]
    public void In_a_rush_in_any_order_all_end_and_nobody_is_disturbed()
    {
        var locks = new OrderedLocks(5);
        var plain = new int[5];
        var expected = new int[5];
        var group = new ThreadGroup();
        for (var t = 0; t < 4; t++)
        {
            var random = new Random(t);
            group.Start($"worker {t}", () =>
            {
                for (var i = 0; i < 3_000; i++)
                {
                    int[] mine = [random.Next(5), random.Next(5), random.Next(5)];
                    using (locks.AcquireAll(mine)) foreach (var k in mine) plain[k]++;
                    foreach (var k in mine) Interlocked.Increment(ref expected[k]);
                }
            }, background: true);
        }
        Assert.True(group.Join(_bound));
        Assert.Equal(expected, plain);
    }

    // t for each lock that another thread could take now.
    private static string Free(OrderedLocks locks, int count)
    {
        var free = new char[count];
        var probe = WorkerThread.Start("probe", () =>
        {
            for (var k = 0; k < count; k++)
            {
                try
                {
                    using (locks.AcquireAll([k], new CancellationToken(canceled: true))) free[k] = 't';
                }
                catch (OperationCanceledException) { free[k] = '-'; }
            }
        }, background: true);
        Assert.True(probe.Join(_bound));
        return new string(free);
    }
}
