// main                                        part 1 ... part n                child 1 ... child n
//   one after another: does all parts
//   threads: the serial part, starts them,    do a part each
//     joins them, adds up
//   processes: the serial part, starts them,                                   wait for a child process each,
//     joins them, adds up                                                      which does the part

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.NoGil;

[Exercise(105, "no-gil", "No global interpreter lock", Small = "--primes 20000 --waits 4 --wait 1ms --workers 2")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("the CPU-bound job counts the primes below this", 1, 100_000_000)] int primes = 3_000_000,
        [Option("how many times the I/O-bound job waits", 1, 100_000)] int waits = 20,
        [Option("how long each of these waits takes", 0, 10_000)] int waitMs = 30,
        [Option("threads, or processes, that share the job", 1, 64)] int workers = 4,
        [Option("percent of each job that may not be shared", 0, 100)] int serial = 20,
        [Option("leave the processes out")] bool noProcesses = false)
    {
        IJob cpu = new PrimeJob(primes, serial), io = new WaitJob(waits, waitMs, serial);
        var cores = Environment.ProcessorCount;
        stage.WriteLine($"this machine has {cores} {(cores == 1 ? "core" : "cores")}; "
            + $"{workers} {(workers == 1 ? "worker" : "workers")}; {serial} % of each job is main's alone");
        stage.WriteLine($"cpu: counts the primes below {primes};  io: waits {waits} times {waitMs} ms");
        stage.WriteLine();

        var ofCpu = RunAllWays(new Race(cpu, workers, stage.Cancel), noProcesses);
        var ofIo = RunAllWays(new Race(io, workers, stage.Cancel), noProcesses);
        // Parts that compute need a core each; parts that wait need none.
        var cpuBound = Bound(ofCpu[0], Math.Min(workers, cores));
        var ioBound = Bound(ofIo[0], workers);

        stage.Table("", ["job", "way", "workers", "seconds", "start-up of a child", "speed-up", "Amdahl's bound", "counted"],
            [.. Rows("cpu", ofCpu, cpuBound), .. Rows("io", ofIo, ioBound)]);
        stage.WriteLine();
        Chart(stage, "cpu", ofCpu, cpuBound, cores);
        Chart(stage, "io", ofIo, ioBound, cores);
        stage.WriteLine();
        Conclude(stage, [ofCpu, ofIo], cpuBound, Math.Min(workers, cores));
    }

    private static List<Measured> RunAllWays(Race race, bool noProcesses)
    {
        List<Measured> all = [race.OneAfterAnother(), race.ByThreads()];
        if (!noProcesses) all.Add(race.ByProcesses());
        return all;
    }

    // The serial share as it was measured when all went one after another, not the percentage that was asked for.
    private static double Bound(Measured alone, int atOnce) =>
        Amdahl.Bound(Math.Min(1, alone.SerialSeconds / alone.Seconds), atOnce);

    private static double SpeedUp(IReadOnlyList<Measured> all, Measured one) => all[0].Seconds / one.Seconds;

    private static IEnumerable<IReadOnlyList<string>> Rows(string job, IReadOnlyList<Measured> all, double bound) =>
        all.Select((one, i) => (string[])
            [job, one.Way, $"{one.Workers}", $"{one.Seconds:F3}", one.StartupMs is { } ms ? $"{ms:F0} ms" : "",
             $"{SpeedUp(all, one):F2}", i == 0 ? "" : $"{bound:F2}", $"{one.Count}"]);

    private static void Chart(Stage stage, string job, IReadOnlyList<Measured> all, double bound, int cores) =>
        stage.Bars($"speed-up, {job}", [.. all.Select(one => (one.Way, SpeedUp(all, one), $"{SpeedUp(all, one):F2}")),
            ("Amdahl's bound", bound, $"{bound:F2}"), ("cores", cores, $"{cores}")]);

    private static void Conclude(Stage stage, IReadOnlyList<IReadOnlyList<Measured>> jobs, double cpuBound, int atOnce)
    {
        var agree = jobs.All(all => all.All(one => one.Count == all[0].Count));
        stage.WriteLine(agree ? "every way counted the same" : "THE COUNTS DIFFER");

        var (alone, threads) = (jobs[0][0], jobs[0][1]);
        var share = alone.SerialSeconds / alone.Seconds;
        stage.WriteLine($"cpu, measured: {share * 100:F1} % of the time was the serial part, so {atOnce} at once gain "
            + $"{cpuBound:F2} at most, and no number of cores more than {1 / Math.Max(share, 1e-9):F2}");
        stage.WriteLine($"cpu by threads had {threads.Cores:F2} cores on average, the serial part included; "
            + "what other programs use is missing");
        stage.WriteLine($"with CPython's GIL, computed and not measured: cpu by threads takes "
            + $"{alone.Seconds:F3} s or more, speed-up 1.00 at most (here {SpeedUp(jobs[0], threads):F2});");
        stage.WriteLine("  io by threads gains as here, since a waiting thread lets go of the GIL; so do processes, a GIL each");
    }
}
