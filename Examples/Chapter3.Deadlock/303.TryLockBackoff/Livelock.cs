using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.TryLocks;

/// <summary>All threads in step, and no pauses: everybody is busy, and nobody gets anywhere.</summary>
public static class Livelock
{
    /// <summary>Shows that many rounds of it.</summary>
    public static void Play(Stage stage, Ring ring, int rounds)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        // Two meetings a round. The last one ends the play before anybody is let go: left alone, it has no end.
        var meeting = new CyclicBarrier(ring.Threads.Count, phase => { if (phase == (2L * rounds) - 1) over.Cancel(); });
        LockInStep[] seconds =
            [.. ring.Threads.Select((_, thread) => new LockInStep(ring.Second(thread), meeting, rounds, stage.Cancel))];
        var (attempts, successes) = (new int[seconds.Length], new int[seconds.Length]);

        var group = new ThreadGroup();
        for (var number = 0; number < seconds.Length; number++)
        {
            var thread = number;
            var both = new BothLocks(ring.First(thread), seconds[thread], longestPause: TimeSpan.Zero); // [no pause]
            group.Start(ring.Threads[thread], () =>
            {
                try
                {
                    both.Acquire(over.Token);
                    successes[thread]++;
                    both.Release();
                }
                catch (OperationCanceledException) when (!stage.Cancel.IsCancellationRequested)
                {
                    // the play is over
                }
                attempts[thread] = seconds[thread].Tries.Count;
            });
        }
        group.Join();

        string Cell(int thread, int round)
        {
            var (has, tries) = (Ring.NameOf(thread), Ring.NameOf(ring.Next(thread)));
            return seconds[thread].Tries[round] ? $"{has}, gets {tries}" : $"{has}, {tries} is taken";
        }
        stage.Table("in step, without a pause", ["round", .. ring.Threads], Enumerable.Range(0, rounds).Select(round =>
            (string[])[$"{round + 1}", .. ring.Threads.Select((_, thread) => Cell(thread, round))]));
        stage.WriteLine($"{attempts.Sum()} attempts, {successes.Sum()} successes: "
            + (successes.Sum() == 0 ? "LIVELOCK, ended after the last round" : "somebody got through"));
    }
}
