using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Deadlock.BankersAlgorithm;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class BankersAlgorithmTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static (int ExitCode, string Output, string Error) Run(params string[] options)
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly) };
        return world.Run(["run", "305", .. options]);
    }

    private static CautiousBank TwoRivals() => new([1], [[1], [0]], [[2], [2]]);

    [Fact]
    public async Task Two_customers_and_what_the_bank_refuses() =>
        await Verify(Run("--bank", "free:1 A:1:2 B:0:2", "--requests", "B:1 A:2 A:1 B:1", "--rounds", "0").Output.TrimEnd());

    [Fact]
    public async Task Run_broken_ends_in_a_deadlock() => await Verify(Run("--broken").Output.TrimEnd());

    [Fact]
    public void Run_broken_deadlocks_every_time()
    {
        for (var i = 0; i < 10; i++) Assert.Contains("DEADLOCK: all asked for the rest of their claims; A B sleep",
            Run("--broken", "--bank", "free:1 A:1:2 B:0:2", "--requests", "B:1").Output);
    }

    [Fact]
    public void Run_broken_from_a_safe_state_is_lucky()
    {
        var (_, output, _) = Run("--broken", "--requests", "");
        Assert.Contains("all asked for the rest of their claims, and all got it and finished", output);
        Assert.Contains("in the end everything is back", output);
    }

    [Fact]
    public void Run_of_the_textbook_grants_and_refuses_as_the_book_and_ends_with_everything_back()
    {
        var (exitCode, output, _) = Run("--rounds", "3");
        Assert.Equal(0, exitCode);
        Assert.Contains("\nP1 asks for 1 0 2: granted, free 2 3 0, safe: P1 P3 P4 P0 P2\n", output);
        Assert.Contains("\nP4 asks for 3 3 0: refused, only 2 3 0 are free\n", output);
        Assert.Contains("\nP0 asks for 0 2 0: refused, although it is there, for then\n", output);
        Assert.Contains("\nUNSAFE: P0 P1 P2 P3 P4 may get stuck\n", output);
        Assert.Equal(5, Regex.Count(output, @"^  P\d +3 +\d+$", RegexOptions.Multiline));
        Assert.Matches(@"\n\d+ loans and 15 returns in the ledger: safe after each of them\n", output);
        Assert.EndsWith("\nin the end everything is back\n", output);
    }

    [Fact]
    public void Run_from_an_unsafe_state_says_who_may_get_stuck_and_lends_nothing()
    {
        var (exitCode, output, _) = Run("--bank", "free:0 A:1:2 B:1:2 C:0:0");
        Assert.Equal(0, exitCode);
        Assert.EndsWith("UNSAFE: A B may get stuck\na cautious bank does not start like this; --broken does\n", output);
    }

    [Fact]
    public void Run_reads_a_bank_from_a_file_with_comments()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "# two rivals\nfree:1   # one is left\nA:1:2\nB:0:2\n");
            var (exitCode, output, error) = Run("--file", file, "--rounds", "1");
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Contains("free: 1, of 2\n", output);
        }
        finally { File.Delete(file); }
    }

    [Theory]
    [InlineData("--bank", "", "give what is free and 1 to 20 customers, such as free:1 A:0:2 B:1:2")]
    [InlineData("--bank", "3,3 A:0,0:1,1", "'3,3' must say what is free, such as free:3,3,2")]
    [InlineData("--bank", "free:1 A:0", "'A:0' is no customer; write name:holds:claims, such as A:0,1,0:7,5,3")]
    [InlineData("--bank", "free:1 :0:1", "':0:1' is no customer; write name:holds:claims, such as A:0,1,0:7,5,3")]
    [InlineData("--bank", "free:1 A:0:1 A:0:1", "two customers are named 'A'; give each its own name")]
    [InlineData("--bank", "free:1 A:0:x", "'x' in 'A:0:x' must be a whole number from 0 to 9999")]
    [InlineData("--bank", "free:1 A:-1:1", "'-1' in 'A:-1:1' must be a whole number from 0 to 9999")]
    [InlineData("--bank", "free:1,1 A:0:1", "'0' in 'A:0:1': 1 numbers, and the bank has 2 kinds")]
    [InlineData("--bank", "free:1,1,1,1,1,1,1,1,1 A:0:1",
        "'1,1,1,1,1,1,1,1,1' in 'free:1,1,1,1,1,1,1,1,1': give at most 8 kinds")]
    [InlineData("--bank", "free:1 A:2:1", "'A:2:1' holds more than it claims")]
    [InlineData("--bank", "free:1 A:1:3", "'A' claims 3, and with all that is lent there are only 2")]
    [InlineData("--requests", "P9:1,0,0", "'P9:1,0,0': no customer is named 'P9'; there are P0 P1 P2 P3 P4")]
    [InlineData("--requests", "P1", "'P1' is no request; write name:amounts, such as A:1,0,2")]
    [InlineData("--requests", "P1:1,0", "'1,0' in 'P1:1,0': 2 numbers, and the bank has 3 kinds")]
    public void A_bad_bank_or_request_is_refused_in_one_line(string option, string text, string refusal) =>
        Assert.Equal((2, "", $"{option}: {refusal}\n"), Run(option, text));

    [Fact]
    public void A_file_that_cannot_be_read_or_beside_a_bank_is_refused_in_one_line()
    {
        var (exitCode, output, error) = Run("--file", "/no/such/file");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("--file: '/no/such/file' cannot be read: ", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Equal(2, Run("--file", Path.GetTempPath()).ExitCode);
        Assert.StartsWith("--file: the bank is typed already", Run("--file", "x", "--bank", "free:1 A:0:1").Error);
    }

    [Fact]
    public void A_request_beyond_the_claim_is_told_as_it_comes()
    {
        var (exitCode, output, _) = Run("--requests", "P3:1,0,0", "--rounds", "0");
        Assert.Equal(0, exitCode);
        Assert.Contains(
            "P3 asks for 1 0 0: InvalidOperationException: Customer 3 has not claimed that much; ask for less.\n", output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_that_is_interrupted_ends_and_leaves_no_customer_behind(bool broken)
    {
        using var interrupt = new CancellationTokenSource();
        var asked = new OneShotLatch();
        var output = new CueWriter("P0 asks for", asked);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token),
            requests: "P0:0,0,0", rounds: 1_000, workMs: 20_000, broken: broken), background: true);
        Assert.True(asked.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException!;
        Assert.True(failure is OperationCanceledException or AggregateException, failure.ToString()); // all joined, so all gone
    }

    [Fact]
    public void A_terminal_shows_tables_with_borders()
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly), TerminalWidth = 100 };
        var (exitCode, output, _) = world.Run("run", "305", "--rounds", "1");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ P0       │", output);
    }

    [Fact]
    public void A_bank_refuses_what_would_be_unsafe_and_what_is_not_there_and_changes_nothing()
    {
        var bank = TwoRivals();
        Assert.False(bank.TryLend(1, 1)); // is there, but then neither could finish
        Assert.False(bank.TryLend(1, 2)); // is not there
        Assert.Equal([1], bank.Free);
        Assert.Equal([0, 1], bank.SafeOrder);
        Assert.True(bank.TryLend(0, 1));
        Assert.Equal([0], bank.Free);
    }

    [Fact]
    public void Misuse_is_refused_and_changes_nothing()
    {
        var bank = TwoRivals();
        Assert.Throws<InvalidOperationException>(() => bank.TryLend(0, 2));
        Assert.Throws<InvalidOperationException>(() => bank.Lend(0, [2]));
        Assert.Throws<InvalidOperationException>(() => bank.TryLend(0, -1));
        Assert.Throws<InvalidOperationException>(() => bank.TakeBack(0, 2));
        Assert.Throws<InvalidOperationException>(() => bank.TakeBack(0, -1));
        Assert.Throws<ArgumentException>(() => bank.TryLend(2, 1));
        Assert.Throws<ArgumentException>(() => bank.TryLend(0));
        Assert.Throws<ArgumentException>(() => bank.Lend(0, [1, 0]));
        Assert.Throws<ArgumentException>(() => bank.TakeBack(-1, 1));
        Assert.Throws<ArgumentException>(() => bank.TakeBack(0));
        Assert.Throws<ArgumentNullException>(() => bank.TryLend(0, null!));
        Assert.Equal([1], bank.Free);
    }

    [Fact]
    public void A_bank_that_does_not_add_up_or_is_unsafe_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new CautiousBank([0], [[1], [1]], [[2], [2]]));
        Assert.Throws<ArgumentException>(() => new CautiousBank([1], [[1]], [[0]]));
        Assert.Throws<ArgumentException>(() => new CautiousBank([-1], [[1]], [[1]]));
        Assert.Throws<ArgumentException>(() => new CautiousBank([1], [[1]], [[1], [1]]));
        Assert.Throws<ArgumentException>(() => new CautiousBank([1, 1], [[1]], [[1]]));
        Assert.Throws<ArgumentException>(() => new CautiousBank([1], [[-1]], [[1]]));
        Assert.Throws<ArgumentException>(() => new CautiousBank([int.MaxValue], [[1]], [[1]]));
        Assert.Throws<ArgumentNullException>(() => new CautiousBank(null!, [[1]], [[1]]));
        Assert.Throws<ArgumentNullException>(() => new CautiousBank([1], null!, [[1]]));
        Assert.Throws<ArgumentNullException>(() => new CautiousBank([1], [[1]], null!));
    }

    [Fact]
    public void The_ledger_is_told_what_changes_in_order_and_keeps_it()
    {
        var ledger = new List<Loan>();
        var bank = new CautiousBank([1], [[1], [0]], [[2], [2]], ledger.Add);
        int[] one = [1];
        Assert.False(bank.TryLend(1, one));
        Assert.True(bank.TryLend(0, one));
        one[0] = 2;
        bank.TakeBack(0, one);
        one[0] = 1;
        bank.Lend(1, one);
        one[0] = 9;
        Assert.Equal(["0 1 False", "0 2 True", "1 1 False"],
            ledger.Select(loan => $"{loan.Customer} {loan.Amounts.Single()} {loan.IsBack}"));
    }

    [Fact]
    public void A_return_wakes_all_for_whom_it_is_enough()
    {
        var bank = new CautiousBank([0], [[2], [0], [0]], [[2], [1], [1]]);
        var sleepers = new[] { 1, 2 }.Select(customer =>
            WorkerThread.Start($"customer {customer}", () => bank.Lend(customer, [1]), background: true)).ToList();
        foreach (var sleeper in sleepers)
            Assert.True(SpinWait.SpinUntil(() => sleeper.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        bank.TakeBack(0, 2);
        Assert.All(sleepers, sleeper => Assert.True(sleeper.Join(_bound)));
        Assert.Equal([0], bank.Free);
    }

    [Fact]
    public void Lend_sleeps_until_it_is_safe_and_a_return_wakes_it()
    {
        var bank = TwoRivals();
        var second = WorkerThread.Start("second", () => bank.Lend(1, [1]), background: true);
        Assert.True(SpinWait.SpinUntil(() => second.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        bank.TakeBack(0, 1);
        Assert.True(second.Join(_bound));
        Assert.Equal([1], bank.Free);
    }

    [Fact]
    public void A_cancelled_sleeper_is_lent_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var bank = TwoRivals();
        var second = WorkerThread.Start("second", () => bank.Lend(1, [1], cancel.Token), background: true);
        Assert.True(SpinWait.SpinUntil(() => second.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => second.Join(_bound)).InnerException);
        bank.TakeBack(0, 1);
        Assert.Equal([2], bank.Free);
    }

    [Fact]
    public void What_is_passed_in_and_what_is_handed_out_is_copied()
    {
        var (free, holds) = (new[] { 1 }, new[] { new[] { 1 }, [0] });
        var bank = new CautiousBank(free, holds, [[2], [2]]);
        (free[0], holds[0][0]) = (9, 9);
        var before = bank.Free;
        bank.TakeBack(0, 1);
        Assert.Equal([1], before);
        Assert.Equal([2], bank.Free);
    }
}
