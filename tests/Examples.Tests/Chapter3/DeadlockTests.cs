using System.Text.RegularExpressions;
using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Deadlock.Transfers;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter1;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class DeadlockTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string Run(int victim = 2, int watchMs = 0, int accounts = 5, int tellers = 4, int transfers = 200)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), victim, watchMs, accounts, tellers, transfers);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    // Times, and what the random transfers come to, differ from run to run; line numbers from version to version.
    private static string Scrubbed(string output)
    {
        output = Regex.Replace(output, @"\.cs:\d+", ".cs:N");
        output = Regex.Replace(output, @"\d+(\.\d)? ms", "T ms");
        return Regex.Replace(output, @"\d+ made, \d+ refused(.*)lowest balance \d+", "M made, R refused$1lowest balance B",
            RegexOptions.Singleline);
    }

    [Fact]
    public async Task The_second_teller_gives_way() => await Verify(Scrubbed(Run(victim: 2)));

    [Fact]
    public async Task The_first_teller_gives_way() => await Verify(Scrubbed(Run(victim: 1)));

    [Fact]
    public void The_deadlock_comes_and_is_ended_every_time()
    {
        for (var i = 0; i < 30; i++)
        {
            var victim = 1 + i % 2;
            var output = Run(victim, transfers: 1);
            Assert.Equal(4, Regex.Count(output, @"(?m)^  (mutual exclusion|hold and wait|no preemption|circular wait) +yes "));
            Assert.Contains("ann 90, bob 110, together 200 of 200", output);
            Assert.Contains($"teller {victim} gave way; the deadlock lasted ", output);
        }
    }

    [Fact]
    public void The_counts_add_up_and_no_audit_is_wrong()
    {
        var counts = Regex.Match(Run(accounts: 3, tellers: 5, transfers: 1_000),
            @"5 tellers, 3 accounts: 5000 transfers asked for, (\d+) made, (\d+) refused, in \d+ ms\n"
            + @"total 300 before, 300 after; 50 audits meanwhile, 0 of them wrong; lowest balance (\d+)$");
        Assert.True(counts.Success);
        Assert.Equal(5000, int.Parse(counts.Groups[1].Value) + int.Parse(counts.Groups[2].Value));
        Assert.InRange(int.Parse(counts.Groups[3].Value), 0, 100);
    }

    [Fact]
    public void Drawn_in_a_terminal_it_says_the_same()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "301", "--watch", "1ms", "--transfers", "10");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ circular wait    │ yes   │ teller 1 -> teller 2 -> teller 1", output);
    }

    [Theory]
    [InlineData("--victim", "3")]
    [InlineData("--victim", "0")]
    [InlineData("--watch", "901ms")]
    [InlineData("--accounts", "1")]
    [InlineData("--tellers", "0")]
    [InlineData("--transfers", "0")]
    public void A_bad_option_is_refused_before_anything_happens(string option, string value)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (exitCode, output, error) = world.Run("run", "301", option, value);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(option, error);
    }

    [Fact]
    public void Interrupted_while_it_is_watched_it_ends_and_leaves_nobody_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(new StringWriter(), cancel: interrupt.Token), victim: 1, watchMs: 900, 5, 4, 10_000_000));
        Assert.True(SpinWait.SpinUntil(() => LiveThreads.CountNamed(name => name == "teller 2") == 1, _bound));
        interrupt.Cancel();
        Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        LiveThreads.AssertNoneNamed(name => name.StartsWith("teller "));
    }

    [Fact]
    public void Interrupted_in_the_rush_it_ends_and_leaves_nobody_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var first = new OneShotLatch();
        var output = new CueWriter("together", first); // the last line before the rush
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), victim: 1, watchMs: 0, 5, 4, 10_000_000));
        Assert.True(first.Wait(_bound));
        interrupt.Cancel();
        Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        LiveThreads.AssertNoneNamed(name => name.StartsWith("teller "));
    }

    [Fact]
    public void Conditions_that_do_not_hold_are_said_not_to()
    {
        TrackedLock a = new("a"), b = new("b");
        WaitingThread Waiting(string name, TrackedLock wants, string? holder, params TrackedLock[] holds) =>
            new(name, 1, wants, default, false, [.. holds.Select(held => new HeldSince(held, default))], holder, default);
        bool[] Of(IReadOnlyList<WaitingThread> before, IReadOnlyList<WaitingThread> after) =>
            [.. new Conditions(before, after, 1).All.Select(condition => condition.Holds)];

        Assert.Equal([false, false, false, false], Of([], []));
        var chain = new[] { Waiting("x", a, "y"), Waiting("z", b, "x", a) };
        Assert.Equal([true, false, true, false], Of(chain, chain));
        var circle = new[] { Waiting("x", a, "y", b), Waiting("y", b, "x", a) };
        Assert.Equal([true, true, true, true], Of(circle, circle));
        Assert.Equal([true, true, false, true], Of(circle, [circle[0], Waiting("y", b, "x")]));
        Assert.Equal([false, true, true, false], Of([Waiting("x", a, null, b)], [Waiting("x", a, null, b)]));
        Assert.Equal("x -> y -> x", new Conditions([Waiting("w", a, "x"), .. circle], circle, 1).All.Last().Seen);
    }

    [Fact]
    public void A_transfer_moves_what_is_there_and_refuses_what_is_not()
    {
        var bank = new Bank(3, 10);
        Assert.True(bank.TryTransfer(2, 0, 10));
        Assert.False(bank.TryTransfer(2, 1, 1));
        Assert.True(bank.TryTransfer(2, 1, 0));
        Assert.Equal((20, 10, 0, 30), (bank.BalanceOf(0), bank.BalanceOf(1), bank.BalanceOf(2), bank.Total));
    }

    [Fact]
    public void A_transfer_to_the_account_itself_changes_nothing_and_says_whether_it_could_be()
    {
        var bank = new Bank(1, 10);
        Assert.True(bank.TryTransfer(0, 0, 10));
        Assert.False(bank.TryTransfer(0, 0, 11));
        Assert.Equal(10, bank.Total);
    }

    [Fact]
    public void Bad_arguments_are_refused_and_change_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bank(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bank(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bank(2, long.MaxValue / 2 + 1)); // all together, no long
        Assert.Equal(long.MaxValue, new Bank(1, long.MaxValue).Total);
        var bank = new Bank(2, 5);
        Action[] bad = [() => bank.TryTransfer(-1, 0, 1), () => bank.TryTransfer(0, 2, 1), () => bank.TryTransfer(0, 1, -1),
            () => bank.BalanceOf(2), () => bank.BalanceOf(-1)];
        Assert.All(bad, call => Assert.Throws<ArgumentOutOfRangeException>(call));
        Assert.Equal((5, 5), (bank.BalanceOf(0), bank.BalanceOf(1)));
    }

    [Fact]
    public void Tellers_in_opposite_directions_and_auditors_all_end_with_the_total_kept()
    {
        var bank = new Bank(2, 1_000);
        var wrong = 0;
        var group = new ThreadGroup();
        for (var teller = 0; teller < 4; teller++)
        {
            var from = teller % 2;
            group.Start($"teller {teller}", () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    bank.TryTransfer(from, 1 - from, 7);
                    if (i % 50 == 0 && bank.Total != 2_000) Interlocked.Increment(ref wrong);
                }
            }, background: true);
        }
        Assert.True(group.Join(_bound));
        Assert.Equal((0, 2_000), (wrong, bank.Total));
        Assert.True(bank.BalanceOf(0) >= 0 && bank.BalanceOf(1) >= 0);
    }
}
