// this process                       the owner, a process of its own
//                                    takes the lock, begins to move money
//   sees how far it came      <----  tells that it is at --step, and stays there
//   kill -9                    ---X
//   takes the lock: what is it told, and what does it find?

using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Ipc.KilledOwner;

[Exercise(609, "robust-lock", "The owner is killed", Points = 14, Small = "--step debited --patience 20ms")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    private static readonly string[] _steps = [.. Enum.GetNames<TransferStep>().Select(step => step.ToLowerInvariant())];

    public static void Run(
        Stage stage,
        [Option("kill the owner at this step: locked, noted, debited, credited, closed, released, or all")] string step = "all",
        [Option("what each account has at first", 1, 1_000_000)] int money = 100,
        [Option("what is moved from A to B", 1, 1_000_000)] int amount = 30,
        [Option("how long to wait for the semaphore whose permit died", 1, 10_000)] int patienceMs = 300)
    {
        if (step != "all" && !_steps.Contains(step))
            throw new BadOptionException("--step", $"must be all, {string.Join(", ", _steps)}");
        if (amount > money) throw new BadOptionException("--amount", $"must not be more than --money, which is {money}");

        var wrecks = new List<Wreck>();
        foreach (var last in Enum.GetValues<TransferStep>())
        {
            if (step == "all" || step == _steps[(int)last]) wrecks.Add(Kill(stage, last, money, amount));
        }
        stage.Table(
            $"A and B have {money} each, {amount} go from A to B, and the owner of the lock is killed",
            ["after the step", "owner", "the next one is told", "finds A, B", "leaves A, B", "total"],
            wrecks.Select(w => (string[])[
                w.Step.ToString().ToLowerInvariant(), $"{w.Owner}", $"{w.Told}", $"{w.Found.A}, {w.Found.B}",
                $"{w.Left.A}, {w.Left.B}", $"{w.Left.A + w.Left.B}"]));
        stage.WriteLine($"{wrecks.Count(w => w.Told.IsAbandoned)} of {wrecks.Count} died with the lock; " +
            $"{wrecks.Count(w => w.Found.A + w.Found.B != 2 * money)} left a total that was wrong, " +
            $"{wrecks.Count(w => w.Left.A + w.Left.B != 2 * money)} after the repair");
        stage.WriteLine();
        LockThatKnowsNoOwner(stage, patienceMs);
    }

    private static Wreck Kill(Stage stage, TransferStep last, int money, int amount)
    {
        using var ledger = Ledger.Create(money);
        using var here = SharedEvent.CreateAnonymous();
        using var owner = ChildProcess.Start(TransferUpTo, ledger, amount, last, here, _options);
        WaitUntilItIsThere(stage, owner, here);
        owner.Kill();                                                  // [kill]
        owner.Join(stage.Cancel);
        var found = ledger.Peek();                                     // [wreck]
        var told = ledger.Read(out var a, out var b, stage.Cancel);    // [next]
        return new Wreck(last, owner.Id, told, found, (a, b));
    }

    // In the owner's process.
    private static void TransferUpTo(Ledger ledger, int amount, TransferStep last, SharedEvent here) =>
        ledger.Transfer(amount, step =>
        {
            if (step != last) return;
            here.Set();
            Thread.Sleep(Timeout.Infinite); // until it is killed
        });

    // A semaphore with one permit excludes as well, but it does not know who has the permit.
    private static void LockThatKnowsNoOwner(Stage stage, int patienceMs)
    {
        using var permit = SharedSemaphore.CreateAnonymous(1, 1);
        using var here = SharedEvent.CreateAnonymous();
        using var owner = ChildProcess.Start(TakePermit, permit, here, _options);
        WaitUntilItIsThere(stage, owner, here);
        owner.Kill();
        owner.Join(stage.Cancel);
        var got = permit.TryAcquire(TimeSpan.FromMilliseconds(patienceMs), stage.Cancel);
        stage.WriteLine(
            $"a semaphore as a lock, its holder {owner.Id} killed: after {patienceMs} ms the next one " +
            (got ? "has it" : "still waits"));
    }

    private static void TakePermit(SharedSemaphore permit, SharedEvent here)
    {
        permit.Acquire();
        here.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void WaitUntilItIsThere(Stage stage, ChildProcess child, SharedEvent here)
    {
        while (!here.Wait(TimeSpan.FromMilliseconds(100), stage.Cancel))
        {
            if (!child.IsAlive)
                throw new InvalidOperationException(
                    $"{child.Name} ended before its time: {child.Failure?.Message ?? $"{child.ExitCode}"}");
        }
    }

    private sealed record Wreck(TransferStep Step, int Owner, AcquireResult Told, (long A, long B) Found, (long A, long B) Left);
}
