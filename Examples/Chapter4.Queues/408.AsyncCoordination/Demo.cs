using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.AsyncCoordination;

[Exercise(408, "async-coordination", "Locks for code that awaits", Points = 10, Small = "--tasks 50")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("tasks that come to each of the locks", 2, 20_000)] int tasks = 1_000,
        [Option("permits of the semaphore", 1, 20_000)] int permits = 3) =>
        RunAsync(stage, tasks, permits).GetAwaiter().GetResult();

    private static async Task RunAsync(Stage stage, int tasks, int permits)
    {
        var seen = MonitorAcrossAwait.Run(); // [monitor]
        stage.WriteLine("a monitor across an await");
        stage.WriteLine($"  entered by thread '{seen.EnteredOn}', left by thread '{seen.ExitedOn}': {seen.Failure}");
        stage.WriteLine($"  '{seen.EnteredOn}' {(seen.IsStillHeld ? "still holds it" : "has let it go")}");
        stage.WriteLine();

        var accounts = new Accounts(tasks, stage.Cancel);
        var unlocked = await accounts.Unlocked().ConfigureAwait(false);
        var locked = await accounts.Locked().ConfigureAwait(false);
        stage.WriteLine($"{tasks} deposits of 1, each with an await between reading and writing");
        stage.WriteLine($"  without a lock   balance {unlocked}, {tasks - unlocked} lost");
        stage.WriteLine($"  AwaitableMutex   balance {locked}, {tasks - locked} lost; "
            + $"{accounts.Waiting} tasks waited at once, threads in the pool then: {accounts.PoolThreads}");
        stage.WriteLine();

        var family = new Family(tasks, stage.Cancel);
        stage.Table("the family", ["type", "seen"],
        [
            ["AsyncLock", await family.Lock().ConfigureAwait(false)],
            ["AsyncSemaphore", await family.Semaphore(permits).ConfigureAwait(false)],
            ["AsyncManualResetEvent", await family.ManualResetEvent().ConfigureAwait(false)],
            ["AsyncReaderWriterLock", await family.ReaderWriterLock().ConfigureAwait(false)],
            ["AsyncMonitor", await family.Monitor().ConfigureAwait(false)],
        ]);
    }
}
