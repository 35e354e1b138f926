// main                          T1          T2          T3
//   starts them all             carries     carries     carries        at the same time
//   joins T1                    ends
//   joins T2                                ends
//   joins T3    <------------------------------------- throws          the exception comes out of Join, in main
//   goes on

using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.StartAndJoin;

[Exercise(101, "start-and-join", "Start and join", Points = 25, Small = "--delay 50ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads to start, T1 to Tn", 1, 100)] int threads = 5,
        [Option("time that each thread works", 0, 10_000)] int delayMs = 2000,
        [Option("threads that fail, by number: 3 or 2,5")] string fail = "")
    {
        var failing = Numbers(fail, threads);
        StartAndJoin(stage, threads, delayMs, failing);
        stage.WriteLine();
        AllTogether(stage, threads, delayMs, failing);
    }

    /// <summary>The bare tools: a thread a job, and a Join that brings the failure.</summary>
    private static void StartAndJoin(Stage stage, int threads, int delayMs, HashSet<int> failing)
    {
        var clock = Stopwatch.StartNew();
        long worked = 0; // in ticks, by all threads together

        void Carry(string who, int forMs)
        {
            var from = clock.Elapsed;
            stage.Sleep(forMs);
            Interlocked.Add(ref worked, (clock.Elapsed - from).Ticks);
            if (failing.Contains(Number(who))) Drop(who); // [drop]
            stage.WriteLine($"{Seconds(clock)}  {who} ends");
        }

        var workers = new List<WorkerThread>();
        for (var number = 1; number <= threads; number++)
        {
            var name = $"T{number}";
            var byPosition = number % 2 == 1;
            // The compiler checks the arguments against the method, both ways; nothing is cast inside the thread.
            workers.Add(byPosition
                ? WorkerThread.Start(name, Carry, name, delayMs)                                                  // [start]
                : WorkerThread.Start(name, job => Carry(job.Who, job.ForMs), (Who: name, ForMs: delayMs)));
            stage.WriteLine($"{Seconds(clock)}  {name} started, arguments by {(byPosition ? "position" : "name")}");
        }

        foreach (var worker in workers)
        {
            try { worker.Join(); } // [join] without Ctrl+C's token: the workers have it, and none shall stay behind
            catch (WorkerFailedException failure) when (failure.InnerException is not OperationCanceledException)
            {
                var thrown = failure.InnerException!;
                var heard = $"main hears of {worker.Name} at its Join: {thrown.GetType().Name}";
                string[] lines = [$"{Seconds(clock)}  {heard}", failure.Message, .. Frames(thrown)];
                stage.WriteLine(string.Join($"{Environment.NewLine}          ", lines)); // one call: no other line comes between
            }
            catch (WorkerFailedException) { } // Ctrl+C: join the others first
        }
        stage.Cancel.ThrowIfCancellationRequested();
        stage.WriteLine($"main goes on: {threads} thread{(threads == 1 ? "" : "s")} worked "
            + $"{TimeSpan.FromTicks(worked).TotalSeconds:0.00} s in {clock.Elapsed.TotalSeconds:0.00} s");
    }

    /// <summary>The same for jobs that return something: the first takes longest, so they end in the opposite order.</summary>
    private static void AllTogether(Stage stage, int threads, int delayMs, HashSet<int> failing)
    {
        var ended = new ConcurrentQueue<string>();
        var jobs = Enumerable.Range(1, threads).Select(number => new Job<string>($"T{number}", () =>
        {
            var ownMs = delayMs * (threads - number) / threads;
            stage.Sleep(ownMs);
            if (failing.Contains(number)) Drop($"T{number}");
            ended.Enqueue($"T{number}");
            return $"T{number} carried {ownMs} ms";
        })).ToList();

        stage.WriteLine("now as jobs with a result, the first takes longest");
        try
        {
            var results = AllAtOnce.Run(jobs); // [all]
            stage.WriteLine($"they ended in this order: {string.Join(" ", ended)}");
            foreach (var result in results) stage.WriteLine($"  {result}");
        }
        catch (AggregateException failures)
        {
            stage.Cancel.ThrowIfCancellationRequested();
            stage.WriteLine($"all have ended, these well: {string.Join(" ", ended)}");
            stage.WriteLine(failures.Message);
        }
    }

    private static void Drop(string who) => throw new InvalidOperationException($"{who} dropped what it carried");

    private static int Number(string name) => int.Parse(name[1..]);

    private static string Seconds(Stopwatch clock) => $"{clock.Elapsed.TotalSeconds,6:0.00} s";

    /// <summary>Where it was thrown, innermost call first: the stack of the thread that failed, not of the joiner.</summary>
    private static IEnumerable<string> Frames(Exception failure) =>
        from frame in new StackTrace(failure, fNeedFileInfo: true).GetFrames()
        where frame.GetFileName() is not null
        select $"at {Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()}, {frame.GetMethod()?.Name}";

    private static HashSet<int> Numbers(string fail, int threads)
    {
        var numbers = new HashSet<int>();
        foreach (var word in fail.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, out var number) || number < 1 || number > threads)
                throw new BadOptionException("--fail", $"no thread {word}; give numbers from 1 to {threads}, with commas between");
            numbers.Add(number);
        }
        return numbers;
    }
}
