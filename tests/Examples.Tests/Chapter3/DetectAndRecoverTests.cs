using System.Text.RegularExpressions;
using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Deadlock.Recovery;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter1;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class DetectAndRecoverTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Played(int size, int victim, TransactionRunner run)
    {
        var output = new StringWriter();
        new Circle(new Stage(output), size, victim, run).Play();
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static Row[] Table(int rows, DeadlockDetector? detector = null)
    {
        detector ??= new DeadlockDetector();
        return [.. Enumerable.Range(0, rows).Select(k => new Row($"row {k}", 100, detector))];
    }

    [Fact]
    public async Task Three_in_a_circle() => await Verify(Played(3, 2, Transaction.Run));

    [Fact]
    public async Task Three_in_a_circle_without_undo() => await Verify(Played(3, 2, ForgetfulTransaction.Run));

    [Fact]
    public async Task Five_in_a_circle_the_last_to_wait_gives_way() => await Verify(Played(5, 5, Transaction.Run));

    [Fact]
    public void The_circle_closes_and_is_recovered_from_every_time_and_without_undo_never()
    {
        for (var i = 0; i < 20; i++)
            for (var size = 2; size <= 4; size++)
            {
                var victim = 1 + i % size;
                Assert.EndsWith($"total {size * 100} of {size * 100}: nothing remains of the attempt that gave way",
                    Played(size, victim, Transaction.Run));
                Assert.EndsWith("10 ARE MISSING", Played(size, victim, ForgetfulTransaction.Run));
            }
    }

    [Fact]
    public void The_storm_ends_and_its_figures_agree()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), clerks: 4, rows: 3, transfers: 40, pauseMs: 0);
        var figures = Regex.Match(output.ToString().ReplaceLineEndings("\n"),
            @"4 clerks, 3 rows: 160 transfers committed in \d+ ms; deadlocks: (\d+), attempts that gave way: (\d+)\n"
            + "total 300 of 300; 0 rows differ from what the committed transfers add up to\n$");
        Assert.True(figures.Success);
        Assert.Equal(figures.Groups[1].Value, figures.Groups[2].Value);
    }

    [Fact]
    public void Drawn_in_a_terminal_it_says_the_same()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "306", "--transfers", "2", "--broken");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"│ +7 │ +│ gives way +│", output);
        Assert.Contains("10 ARE MISSING", output);
    }

    [Fact]
    public void A_victim_that_is_not_there_is_refused()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "306", "--victim", "4");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("--victim: there are only 3 transactions, T1 to T3", error);
        Assert.Equal(0, world.Run("run", "306", "--victim", "4", "--transactions", "4", "--transfers", "1").ExitCode);
    }

    [Fact]
    public void Interrupted_it_ends_and_leaves_nobody_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var circleIsShown = new OneShotLatch();
        var output = new CueWriter("nothing remains", circleIsShown);
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), transfers: 100_000, pauseMs: 1_000));
        Assert.True(circleIsShown.Wait(_bound));
        interrupt.Cancel();
        Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        LiveThreads.AssertNoneNamed(name => name.StartsWith("clerk "));
    }

    [Fact]
    public void Interrupted_before_it_begins_the_circle_leaves_nobody_behind()
    {
        var stage = new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true));
        Assert.Throws<AggregateException>(() => new Circle(stage, 3, 1, Transaction.Run).Play());
    }

    [Fact]
    public void What_was_written_stands_when_the_work_returns_and_the_rows_are_free()
    {
        var rows = Table(2);
        var attempts = Transaction.Run(rows, transaction =>
        {
            transaction.Write(0, transaction.Read(0) - 10);
            transaction.Write(1, transaction.Read(1) + 10);
            Assert.Equal(90, transaction.Read(0)); // its own changes
            Assert.All(rows, row => Assert.True(row.Lock.IsHeldByCurrentThread)); // to the end
        });
        Assert.Equal(1, attempts);
        Assert.Equal([90, 110], rows.Select(row => row.Value));
        AssertFree(rows);
    }

    [Fact]
    public void When_the_work_fails_nothing_of_it_remains()
    {
        var rows = Table(3);
        Assert.Throws<InvalidTimeZoneException>(() => Transaction.Run(rows, transaction =>
        {
            transaction.Write(0, 1);
            transaction.Write(2, 2);
            transaction.Write(0, 3); // twice: the first value counts
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal([100, 100, 100], rows.Select(row => row.Value));
        AssertFree(rows);
    }

    [Fact]
    public void Cancelled_in_a_wait_nothing_of_it_remains()
    {
        var rows = Table(2);
        using var source = new CancellationTokenSource();
        rows[1].Lock.Acquire();
        var worker = WorkerThread.Start("worker", () => Assert.Throws<OperationCanceledException>(() =>
            Transaction.Run(rows, transaction =>
            {
                transaction.Write(0, 1);
                transaction.Read(1);
            }, source.Token)), background: true);
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        source.Cancel();
        Assert.True(worker.Join(_bound));
        rows[1].Lock.Release();
        Assert.Equal([100, 100], rows.Select(row => row.Value));
        AssertFree(rows);
    }

    [Fact]
    public void Nobody_sees_a_change_that_is_taken_back()
    {
        var rows = Table(1);
        var hasWritten = new OneShotLatch();
        long seen = 0;
        WorkerThread? reader = null;
        Assert.Throws<InvalidTimeZoneException>(() => Transaction.Run(rows, transaction =>
        {
            transaction.Write(0, -1);
            reader = WorkerThread.Start("reader", () =>
            {
                hasWritten.Wait(_bound);
                Transaction.Run(rows, other => seen = other.Read(0));
            }, background: true);
            hasWritten.Open();
            Assert.True(SpinWait.SpinUntil(() => reader.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
            throw new InvalidTimeZoneException();
        }));
        Assert.True(reader!.Join(_bound));
        Assert.Equal(100, seen);
    }

    [Fact]
    public void A_transaction_that_has_ended_is_refused_and_changes_nothing()
    {
        var rows = Table(1);
        ITransaction? leaked = null;
        Transaction.Run(rows, transaction => leaked = transaction);
        Assert.Throws<InvalidOperationException>(() => leaked!.Read(0));
        Assert.Throws<InvalidOperationException>(() => leaked!.Write(0, 1));
        Assert.Equal(100, rows[0].Value);
        AssertFree(rows);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var rows = Table(1);
        Assert.Throws<ArgumentNullException>(() => Transaction.Run(null!, _ => { }));
        Assert.Throws<ArgumentNullException>(() => Transaction.Run(rows, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Transaction.Run(rows, transaction => transaction.Read(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Transaction.Run(rows, transaction => transaction.Write(-1, 0)));
        AssertFree(rows);
    }

    [Fact]
    public void In_a_rush_in_any_order_everybody_commits_and_each_attempt_that_gave_way_was_a_deadlock()
    {
        var detector = new DeadlockDetector();
        var rows = Table(4, detector);
        var gaveWay = 0;
        var group = new ThreadGroup();
        for (var t = 0; t < 4; t++)
        {
            var random = new Random(t);
            group.Start($"clerk {t}", () =>
            {
                for (var i = 0; i < 200; i++)
                {
                    var order = Enumerable.Range(0, 4).OrderBy(_ => random.Next()).Take(3).ToArray();
                    var attempts = Transaction.Run(rows, transaction =>
                    {
                        transaction.Write(order[0], transaction.Read(order[0]) - 2);
                        Thread.Yield();
                        transaction.Write(order[1], transaction.Read(order[1]) + 1);
                        Thread.Yield();
                        transaction.Write(order[2], transaction.Read(order[2]) + 1);
                    });
                    Interlocked.Add(ref gaveWay, attempts - 1);
                }
            }, background: true);
        }
        Assert.True(group.Join(_bound));
        Assert.Equal(400, rows.Sum(row => row.Value));
        Assert.Equal(gaveWay, detector.Deadlocks);
        AssertFree(rows);
    }

    private static void AssertFree(IEnumerable<Row> rows)
    {
        var probe = WorkerThread.Start(
            "probe", () => Assert.All(rows, row => Assert.True(row.Lock.TryAcquire())), background: true);
        Assert.True(probe.Join(_bound));
    }
}
