using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>Many gates, one after another: each is opened while the waiters are on their way to it.</summary>
public static class LongRun
{
    /// <summary>Sends the waiters through all gates, and says how many went through, and how many of them came late.</summary>
    public static string Through(Stage stage, int gates, int waiters)
    {
        var start = new CyclicBarrier(waiters + 1); // all set out for the next gate at the same time
        Gate[] all = [.. Enumerable.Range(0, gates).Select(_ => new Gate())];
        var (late, through) = (new int[waiters], new int[waiters]);

        var group = new ThreadGroup();
        group.Start("opener", () =>
        {
            foreach (var gate in all)
            {
                start.SignalAndWait(stage.Cancel);
                gate.Open();
            }
        });
        for (var number = 0; number < waiters; number++)
        {
            var k = number;
            group.Start($"waiter {k + 1}", () =>
            {
                foreach (var gate in all)
                {
                    start.SignalAndWait(stage.Cancel);
                    if (gate.TryWait(TimeSpan.Zero)) late[k]++;
                    gate.Wait(stage.Cancel); // a lost wake-up would keep it here for ever
                    through[k]++;
                }
            });
        }
        group.Join();
        return $"{waiters} waiters at {gates} gates: {through.Sum()} of {waiters * gates} went through, "
            + $"{late.Sum()} of them came when it was open already";
    }
}
