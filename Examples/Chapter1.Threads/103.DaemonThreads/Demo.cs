// this program                                  a child: a process that runs Child.Work
//   starts the child  ------------------------>   main starts its workers
//   shows each line that the child prints  <---   foreground 1, background 1, ...
//                                                 main returns; whose work goes on?
//   sees the end of the child  <---------------   (the process is gone)
//
// A process can be seen to end only from outside, hence the child. It is not told what to do at its end: it just returns
// from main, and what is cut off then is cut off by the platform.

using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Threads.DaemonThreads;

[Exercise(103, "daemon-threads", "Foreground and background threads", Small = "--foreground 3 --step 20ms --main 50ms",
    Unexplored = "it is about how a process ends, and the explorer does not look beyond one")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("steps of work that the foreground thread has, 0 for no such thread", 0, 50)] int foreground = 6,
        [Option("steps of work that the background thread has", 1, 1000)] int background = 10,
        [Option("time that a step takes", 1, 1000)] int stepMs = 200,
        [Option("when main returns", 0, 10_000)] int mainMs = 500,
        [Option("be the child, for a debugger", IsInternal = true)] bool child = false)
    {
        if (child)
        {
            Child.Work(foreground, background, stepMs, mainMs);
            return; // [return] from main too, as soon as the command has returned
        }

        var reports = new List<Report>();
        int[] runs = foreground == 0 ? [0] : [0, foreground];
        foreach (var steps in runs)
        {
            using var process = ChildProcess.Start(Child.Work, steps, background, stepMs, mainMs,
                new ChildOptions { Output = StreamTarget.Pipe, IgnoreInterrupt = true }); // Ctrl+C is for us: we end it
            using var stop = stage.Cancel.Register(process.Kill); // that ends its output, and so our reading
            var threads = steps == 0 ? "a background thread only" : "a foreground and a background thread";
            stage.WriteLine($"process {process.Id}, {threads}");
            var report = new Report(steps, background);
            using var lines = new StreamReader(process.Output!);
            while (lines.ReadLine() is { } line) stage.WriteLine(report.Add(line)); // [line]
            process.Join(stage.Cancel);
            stage.Cancel.ThrowIfCancellationRequested();
            if (process.ExitCode != 0) throw new InvalidOperationException($"process {process.Id} failed: {process.Exit}");
            stage.WriteLine(report.Ended());
            stage.WriteLine();
            reports.Add(report);
        }

        stage.Table("what became of the work", ["process with", "main returned", "process ended", "foreground", "background"],
            reports.Select(report => (string[])
                [report.Threads, report.MainReturned, report.ProcessEnded, report.Foreground, report.Background]));
    }
}
