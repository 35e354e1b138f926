using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.TryLocks;

/// <summary>The same start, all in step, but with random pauses after a failure.</summary>
public static class Cure
{
    /// <summary>Lets each thread take its two locks that many times, and tells how many attempts it took.</summary>
    public static void Play(Stage stage, Ring ring, int times, int holdMs, int longestPauseMs)
    {
        var meeting = new CyclicBarrier(ring.Threads.Count);
        var attempts = ring.Threads.Select(_ => new List<int>()).ToArray();
        var uses = new int[ring.Threads.Count]; // by lock, each guarded by its own; nothing else makes them right

        var group = new ThreadGroup();
        for (var number = 0; number < attempts.Length; number++)
        {
            var thread = number;
            group.Start(ring.Threads[thread], () =>
            {
                for (var time = 0; time < times; time++)
                {
                    meeting.SignalAndWait(stage.Cancel); // [together] who has done it waits here, without a lock, for the others
                    var second = new LockInStep(ring.Second(thread), meeting, rounds: 1, stage.Cancel); // [in step] once
                    var both = new BothLocks(ring.First(thread), second, TimeSpan.FromMilliseconds(longestPauseMs));
                    attempts[thread].Add(both.Acquire(stage.Cancel));
                    uses[thread]++;                                                                     // [inside]
                    uses[ring.Next(thread)]++;
                    try { stage.Sleep(holdMs); }
                    finally { both.Release(); } // on Ctrl+C too
                }
            });
        }
        group.Join();

        stage.Table($"in step at first, then a random pause of up to {longestPauseMs} ms",
            ["thread", "successes", "attempts", "per success", "most"], ring.Threads.Select((name, thread) => (string[])[
                name, $"{attempts[thread].Count}", $"{attempts[thread].Sum()}", $"{attempts[thread].Average():F1}",
                $"{attempts[thread].Max()}"]));
        stage.Bars("successes by the attempts that they took", attempts.SelectMany(list => list).CountBy(count => count)
            .OrderBy(row => row.Key).Select(row => ($"{row.Key,2}", (double)row.Value, $"{row.Value}")));
        var (successes, counted) = (attempts.Sum(list => list.Count), uses.Sum());
        stage.WriteLine($"{successes} successes with two locks each, and {counted} uses counted under the locks: "
            + (counted == 2 * successes ? "none lost" : "SOME LOST"));
    }
}
