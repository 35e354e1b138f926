using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.KilledOwner;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class RobustLockTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private static string[] Run(string step = "all", int money = 100, int amount = 30)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), step, money, amount, patienceMs: 20);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    [Fact]
    public void Whatever_the_step_the_next_one_has_the_lock_and_the_total_is_right()
    {
        var lines = Run();
        string[] steps = ["locked", "noted", "debited", "credited", "closed", "released"];
        string[] found = ["100, 100", "100, 100", "70, 100", "70, 130", "70, 130", "70, 130"];
        string[] left = ["100, 100", "100, 100", "100, 100", "100, 100", "70, 130", "70, 130"];
        for (var i = 0; i < steps.Length; i++)
        {
            var row = Assert.Single(lines, line => line.StartsWith(steps[i]));
            var told = i < 5 ? @"Abandoned by \1" : "Acquired";
            Assert.Matches($@"^{steps[i]} +(\d+) +{told} +{found[i]} +{left[i]} +200$", row);
        }
        Assert.Contains("5 of 6 died with the lock; 1 left a total that was wrong, 0 after the repair", lines);
        Assert.Contains(lines, line => Regex.IsMatch(line,
            @"^a semaphore as a lock, its holder \d+ killed: after 20 ms the next one still waits$"));
    }

    [Fact]
    public void One_step_can_be_chosen() =>
        Assert.Contains(
            "1 of 1 died with the lock; 1 left a total that was wrong, 0 after the repair",
            Run("debited", money: 10, amount: 10));

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Equal("--step", Assert.Throws<BadOptionException>(() => Run("lunch")).Option);
        Assert.Equal("--amount", Assert.Throws<BadOptionException>(() => Run(money: 10, amount: 11)).Option);
    }

    [Fact]
    public void In_a_terminal_the_steps_stand_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "609", "--step", "released", "--patience", "1ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ released", output);
        Assert.Equal((2, "", "--money 0: must be 1 to 1000000\n"), world.Run("run", "609", "--money", "0"));
    }

    [Fact]
    public void An_interrupted_run_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var seen = new OneShotLatch();
        var output = new CueWriter("died with the lock", seen);
        var main = WorkerThread.Start(
            "main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), "locked", patienceMs: 10_000));
        Assert.True(seen.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void A_transfer_moves_money_and_reports_its_steps_in_order()
    {
        using var ledger = Ledger.Create(50);
        var steps = new List<TransferStep>();
        Assert.Equal(AcquireResult.Acquired, ledger.Transfer(20, steps.Add));
        Assert.Equal(Enum.GetValues<TransferStep>(), steps);
        Assert.Equal(AcquireResult.Acquired, ledger.Read(out var a, out var b));
        Assert.Equal((30, 70), (a, b));
        Assert.Equal((30, 70), ledger.Peek());
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Transfer(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => { Ledger.Create(-1); });
    }

    [Theory]
    [InlineData(TransferStep.Locked, 50)]
    [InlineData(TransferStep.Noted, 50)]
    [InlineData(TransferStep.Debited, 50)]
    [InlineData(TransferStep.Credited, 50)]
    [InlineData(TransferStep.Closed, 30)]
    [InlineData(TransferStep.Released, 30)]
    public void An_exception_undoes_a_transfer_that_is_not_closed_and_no_other(TransferStep at, long expected)
    {
        using var ledger = Ledger.Create(50);
        Assert.Throws<NotSupportedException>(() =>
        {
            ledger.Transfer(20, step => { if (step == at) throw new NotSupportedException(); });
        });
        Assert.Equal(AcquireResult.Acquired, ledger.Read(out var a, out var b));
        Assert.Equal((expected, 100 - expected), (a, b));
    }

    [Fact]
    public void Somebody_who_waits_already_is_told_and_a_transfer_repairs_first()
    {
        using var ledger = Ledger.Create(50);
        using var here = SharedEvent.CreateAnonymous();
        using var owner = ChildProcess.Start(HangAfter, ledger, TransferStep.Debited, here);
        Assert.True(here.Wait(_bound));
        var told = default(AcquireResult);
        var next = WorkerThread.Start("next", () => told = ledger.Transfer(5), background: true);
        using (var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(1)))
            Assert.Throws<OperationCanceledException>(() => { ledger.Read(out _, out _, impatient.Token); });
        owner.Kill();
        Assert.True(next.Join(_bound));
        Assert.Equal(AcquireResult.Abandoned(owner.Id), told);
        Assert.Equal((45, 55), ledger.Peek());
    }

    [Fact]
    public void A_repair_that_was_cut_off_is_done_again()
    {
        using var ledger = Ledger.Create(50);
        using var here = SharedEvent.CreateAnonymous();
        using var owner = ChildProcess.Start(HangAfter, ledger, TransferStep.Credited, here);
        Assert.True(here.Wait(_bound));
        owner.Kill();
        Assert.True(owner.Join(_bound));
        Assert.Equal((30, 70), ledger.Peek());
        var handover = new Handover();
        using (var memory = SharedRegion.FromTicket(ledger.WriteTicket(handover).Split('\n')[1], handover))
            memory.ValueAt<long>(0) = 50; // as far as another one came with it, before it was killed
        Assert.Equal((50, 70), ledger.Peek());
        Assert.Equal(AcquireResult.Abandoned(owner.Id), ledger.Read(out var a, out var b));
        Assert.Equal((50, 50), (a, b));
    }

    [Fact]
    public void A_ticket_leads_to_the_same_accounts()
    {
        using var ledger = Ledger.Create(50);
        using var same = Ledger.FromTicket(ledger.WriteTicket(new Handover()), new Handover());
        same.Transfer(50);
        Assert.Equal((0, 100), ledger.Peek());
    }

    private static void HangAfter(Ledger ledger, TransferStep last, SharedEvent here) => ledger.Transfer(20, step =>
    {
        if (step != last) return;
        here.Set();
        Thread.Sleep(Timeout.Infinite);
    });
}
