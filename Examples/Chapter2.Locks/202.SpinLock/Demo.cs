// main                                thread 1 ... thread n
//   for each lock, one after another
//     starts the threads              from when all are there:
//                                     Acquire, write down who and how long it took, Release
//                                     ... until the lock was taken n * rounds times, or the time is over
//     joins them
//   draws who got how much, and how long they waited

using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SpinLocks;

[Exercise(202, "spin-lock", "Spin lock", Points = 8, Small = "--rounds 1000 --time 100ms")]
public static class Demo
{
    private static double[] Percents => [50, 90, 99, 100];

    public static void Run(
        Stage stage,
        [Option("threads that compete for the lock", 1, 32)] int threads = 4,
        [Option("turns of each thread on average, per lock", 1, 100_000)] int rounds = 20_000,
        [Option("time after which a race ends in any case, per lock", 1, 60_000)] int timeMs = 600,
        [Option("how long the lock is held, in Thread.SpinWait units", 0, 100_000)] int inside = 10,
        [Option("how long a thread stays away between two turns, in the same unit", 0, 100_000)] int outside = 10)
    {
        var cores = Environment.ProcessorCount;
        stage.WriteLine($"threads {threads}, cores {cores}: "
            + (threads <= cores ? "every thread can have a core" : $"at any time at least {threads - cores} of them do not run"));

        var results = new List<RaceResult>();
        foreach (var contender in Contenders())
        {
            var race = new Race(contender, threads, rounds, TimeSpan.FromMilliseconds(timeMs), inside, outside);
            var result = race.Run(stage.Cancel);
            results.Add(result);
            stage.WriteLine();
            stage.Bars(Headline(result), result.Turns.Select((turns, i) => ($"thread {i + 1}", (double)turns, $"{turns}")));
        }

        stage.WriteLine();
        stage.Table("who got it: fairness is Jain's index, 1 when all had the same share",
            ["lock", "turns", "a second", "fairness", "in a row"],
            results.Select(r => (string[])
                [r.Name, $"{r.Taken}", $"{r.Taken / r.Elapsed.TotalSeconds:0}", $"{r.Fairness:0.000}", $"{r.LongestRun}"]));
        stage.WriteLine();
        stage.Table("how long they waited", ["lock", "p50", "p90", "p99", "max"],
            results.Select(r => (string[])[r.Name, .. Percents.Select(percent => Shown(r.Wait(percent)))]));
        stage.WriteLine();
        stage.Bars("the same as bars, on a logarithmic scale that begins at 1 ns",
            results.SelectMany(r => Percents.Select(percent =>
                ($"{r.Name} {(percent == 100 ? "max" : $"p{percent}")}", Digits(r.Wait(percent)), Shown(r.Wait(percent))))));
    }

    private static IEnumerable<Contender> Contenders()
    {
        (string Name, ILock Lock)[] locks =
        [
            ("TestAndSetLock", new TestAndSetLock()),
            ("TestAndTestAndSetLock", new TestAndTestAndSetLock()),
            ("TicketLock", new TicketLock()),
            ("QueueLock", new QueueLock()),
        ];
        foreach (var (name, @lock) in locks) yield return new Contender(name, () => @lock.Acquire(), @lock.Release);

        var yours = new TicketSpinLock();
        yield return new Contender("TicketSpinLock", yours.Acquire, yours.Release);
    }

    private static string Headline(RaceResult result) =>
        $"{result.Name}: {result.Taken} turns in {result.Elapsed.TotalMilliseconds:0.0} ms, "
        + (result.Lost == 0 ? "never two inside" : $"{result.Lost} LOST: two were inside together");

    private static double Digits(double nanoseconds) => Math.Log10(Math.Max(1, nanoseconds));

    private static string Shown(double nanoseconds) => nanoseconds switch
    {
        < 10_000 => $"{nanoseconds:0} ns",
        < 10_000_000 => $"{nanoseconds / 1_000:0} us",
        _ => $"{nanoseconds / 1_000_000:0} ms",
    };
}
