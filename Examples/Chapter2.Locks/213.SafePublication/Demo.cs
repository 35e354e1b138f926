// Three scenes:
//   1  A reader looks between publishing and filling: in the wrong order of the two, and in the right one.
//   2  All threads ask for the same object at once: of a cell that looks only outside its lock, and of four that are right.
//   3  A measurement of this machine: two threads write, then read what the other wrote. Can both be too early?

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SafePublication;

[Exercise(213, "safe-publication", "Safe publication", Points = 8, Small = "--calls 1000 --trials 2000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads that ask for the same object at once", 2, 64)] int threads = 4,
        [Option("calls of each thread once the object is there, to see what they cost", 1, 1_000_000)] int calls = 300_000,
        [Option("trials of the litmus test, without fence and with it", 1, 10_000_000)] int trials = 200_000)
    {
        LookInBetween(stage);
        stage.WriteLine();
        AskAtOnce(stage, threads, calls);
        stage.WriteLine();
        MeasureStoreBuffering(stage, trials);
    }

    private static void LookInBetween(Stage stage)
    {
        string? seenWrong = null, seenRight = null;

        var halfWay = new HalfWay(stage.Cancel);
        var wrong = new PublishesBeforeFilling(halfWay.Meet);
        halfWay.Run(() => wrong.Create("db.example", 5432), () => seenWrong = Shown(wrong.Current));  // [half-built]

        halfWay = new HalfWay(stage.Cancel);
        var right = new FillsBeforePublishing(halfWay.Meet);
        halfWay.Run(() => right.Create("db.example", 5432), () => seenRight = Shown(right.Current));

        stage.Table("a reader looks when the writer is between its two steps", ["order", "seen in between", "seen at the end"],
        [
            ["publish, fill (wrong)", seenWrong!, Shown(wrong.Current)],
            ["fill, publish", seenRight!, Shown(right.Current)],
        ]);
    }

    private static string Shown(Settings? settings) => settings?.ToString() ?? "nothing yet";

    private static void AskAtOnce(Stage stage, int threads, int calls)
    {
        var made = 0;
        Func<Settings> make = () =>
        {
            Interlocked.Increment(ref made);
            Thread.SpinWait(2000); // some microseconds: time enough for others to come
            return new Settings { Host = "db.example", Port = 5432 };
        };

        var checksOutside = new ChecksOnlyOutside<Settings>(stage.Cancel);
        var locksEveryTime = new LocksEveryTime<Settings>();
        var onceCell = new OnceCell<Settings>();
        var firstOneWins = new FirstOneWins<Settings>();
        var lazy = new Lazy<Settings>(make);
        Contender[] contenders =
        [
            new("looks only outside (wrong)", () => checksOutside.GetOrCreate(make)),
            new("locks every time", () => locksEveryTime.GetOrCreate(make)),
            new("OnceCell, double-checked", () => onceCell.GetOrCreate(make)),
            new("first one wins", () => firstOneWins.GetOrCreate(make)),
            new("Lazy of the platform", () => lazy.Value),
        ];

        var rows = new List<string[]>();
        foreach (var contender in contenders)
        {
            var (instances, laterCall) = Ask(stage, contender, threads, calls);
            var handedOut = instances == 1 ? "the same to all" : $"{instances} different ones";
            rows.Add([contender.Name, $"{made}", handedOut, $"{laterCall:0.0} ns"]);
            made = 0;
        }
        stage.Table($"{threads} threads ask at once, and later {calls} times each",
            ["way", "made", "handed out", "a later call"], rows);
    }

    // How many different instances the threads got, and what a call costs once there is one, in ns of all threads together.
    private static (int Instances, double LaterCall) Ask(Stage stage, Contender contender, int threads, int calls)
    {
        var got = new ConcurrentBag<Settings>();
        long began = 0;
        var allAreHere = new CountDownLatch(threads);
        var allHaveOne = new CountDownLatch(threads);
        var group = new ThreadGroup();
        for (var number = 1; number <= threads; number++)
        {
            group.Start($"asker {number}", () =>
            {
                allAreHere.CountDown();
                allAreHere.Wait(stage.Cancel);
                got.Add(contender.Get());                        // [ask]
                allHaveOne.CountDown();
                allHaveOne.Wait(stage.Cancel);
                Interlocked.CompareExchange(ref began, Stopwatch.GetTimestamp(), 0);
                for (var i = 0; i < calls; i++)
                {
                    if (i % 4096 == 0) stage.Cancel.ThrowIfCancellationRequested();
                    contender.Get();                             // [later]
                }
            });
        }
        group.Join();
        var nanoseconds = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
        return (got.Distinct(ReferenceEqualityComparer.Instance).Count(), nanoseconds / ((double)threads * calls));
    }

    private static void MeasureStoreBuffering(Stage stage, int trials)
    {
        var time = TimeSpan.FromSeconds(1); // for each of the two; a loaded machine manages fewer trials
        var bare = new StoreBuffering(fenced: false, trials, time).Run(stage.Cancel);
        var fenced = new StoreBuffering(fenced: true, trials, time).Run(stage.Cancel);

        static string[] Row(string name, Outcomes o) =>
            [name, $"{o.Trials}", $"{o.BothOld}", $"{o.FirstOld}", $"{o.SecondOld}", $"{o.BothNew}"];
        var machine = $"this {RuntimeInformation.ProcessArchitecture} with {Environment.ProcessorCount} cores";
        stage.Table($"x = 1, r1 = y beside y = 1, r2 = x, on {machine}: how often (r1,r2) was ...",
            ["between write and read", "trials", "(0,0)", "(0,1)", "(1,0)", "(1,1)"],
            [Row("nothing, all Volatile", bare), Row("Interlocked.MemoryBarrier", fenced)]);
        stage.WriteLine(bare.BothOld > 0
            ? $"without a fence both read too early in {100.0 * bare.BothOld / bare.Trials:0.0} % of the trials: "
                + "no order of the four steps explains that"
            : "without a fence (0,0) did not show up this time, which does not mean that it cannot");
    }
}
