// Three scenes:
//   1  Two threads, one increment each, who wait for each other between [read] and [write]: one is lost, in every run.
//   2  The same counter left alone: how many are lost by chance? And its repaired forms beside it.
//   3  The coursework's counter: while A is in the middle of its amounts, B adds one of its own.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.LostUpdate;

[Exercise(201, "lost-update", "Lost update", Points = 6, Small = "--increments 20000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads that count at the same time, in the second scene", 1, 64)] int threads = 2,
        [Option("increments of each of them", 1, 10_000_000)] int increments = 1_000_000)
    {
        LoseOneForCertain(stage);
        stage.WriteLine();
        LoseSomeByChance(stage, threads, increments);
        stage.WriteLine();
        GetInBetween(stage);
    }

    private static void LoseOneForCertain(Stage stage)
    {
        // Nobody writes before both have read: the order that is rare when they are left alone.
        var bothHaveRead = new CountDownLatch(2);
        var log = new StepLog();
        UnlockedCounter counter = null!;
        counter = new UnlockedCounter(afterRead: seen =>
        {
            log.Add($"reads {seen}", counter);
            bothHaveRead.CountDown();
            bothHaveRead.Wait(stage.Cancel);                 // [meet]
        });

        var group = new ThreadGroup();
        foreach (var name in (string[])["A", "B"])
        {
            group.Start(name, () =>
            {
                counter.Increment();
                log.Add("has written", counter);
            });
        }
        group.Join(); // Join also makes what they wrote visible here

        stage.Table("one increment each, and they meet between reading and writing", ["A", "B", "counter"], log.Rows);
        stage.WriteLine($"2 increments, counter {counter.Value}: {2 - counter.Value} lost");
    }

    private static void LoseSomeByChance(Stage stage, int threads, int increments)
    {
        var unlocked = new UnlockedCounter();
        var atomic = new AtomicCounter();
        var locked = new LockedCounter();
        var tally = new TallyCounter();
        Contender[] contenders =
        [
            new("unlocked", unlocked.Increment, () => unlocked.Value),
            new("Interlocked", atomic.Increment, () => atomic.Value),
            new("lock", locked.Increment, () => locked.Value),
            new("TallyCounter", () => tally.Add(1), () => tally.Read().Sum),
        ];

        var expected = (long)threads * increments;
        var rows = new List<string[]>();
        foreach (var contender in contenders)
        {
            var time = Race(stage, contender, threads, increments);
            var value = contender.Value();
            rows.Add([contender.Name, $"{expected}", $"{value}", $"{expected - value}", $"{time.TotalMilliseconds:0.0} ms"]);
        }
        var who = threads == 1 ? "1 thread" : $"{threads} threads";
        stage.Table($"left alone: {who}, {increments} increments each, on {Environment.ProcessorCount} cores",
            ["counter", "should be", "is", "lost", "time"], rows);

        var lost = expected - unlocked.Value;
        stage.WriteLine(lost > 0
            ? $"unlocked: {lost} lost, {100.0 * lost / expected:0.0} % of all"
            : "unlocked: none lost this time. Nothing prevented it; the threads did not meet between reading and writing");
    }

    private static TimeSpan Race(Stage stage, Contender contender, int threads, int increments)
    {
        long started = 0;
        var allAreHere = new CountDownLatch(threads);
        var group = new ThreadGroup();
        for (var number = 1; number <= threads; number++)
        {
            group.Start($"{contender.Name} {number}", () =>
            {
                allAreHere.CountDown();
                allAreHere.Wait(stage.Cancel);               // or the first would be through before the last has begun
                Interlocked.CompareExchange(ref started, Stopwatch.GetTimestamp(), 0); // by the first of them
                for (var i = 0; i < increments; i++)
                {
                    if (i % 4096 == 0) stage.Cancel.ThrowIfCancellationRequested();
                    contender.Increment();                   // [count]
                }
            });
        }
        group.Join();
        return Stopwatch.GetElapsedTime(started);
    }

    private static void GetInBetween(Stage stage)
    {
        var tally = new TallyCounter();
        var atHalf = new OneShotLatch();
        var hasAdded = new OneShotLatch();
        var gotIn = false;

        IEnumerable<int> Amounts()
        {
            yield return 1;
            atHalf.Open();
            gotIn = hasAdded.Wait(TimeSpan.FromSeconds(2), stage.Cancel); // [between] far longer than an Add takes
            yield return 2;
        }

        var group = new ThreadGroup();
        group.Start("A", () => tally.AddAll(Amounts()));
        group.Start("B", () =>
        {
            atHalf.Wait(stage.Cancel);
            tally.Add(10);
            hasAdded.Open();
        });
        group.Join();

        var outcome = gotIn ? "gets in between" : "HAS TO WAIT until A is through";
        stage.WriteLine($"A adds 1 and 2; B comes with 10 when A has added the 1: {outcome}");
        var (additions, sum, largest) = tally.Read();
        stage.WriteLine($"TallyCounter: {additions} additions, sum {sum}, largest {largest}");
    }
}
