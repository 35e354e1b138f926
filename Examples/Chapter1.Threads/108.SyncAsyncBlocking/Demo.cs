// Two questions that are often taken for one:
//
//                        the executing thread sleeps    the executing thread asks
//   the caller stays     synchronous, blocking          synchronous, non-blocking
//   the caller goes on   asynchronous, blocking         asynchronous, non-blocking
//
// All four are run, one after another, with the same jobs.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.SyncAsyncBlocking;

[Exercise(108, "sync-async-blocking", "Synchronous or asynchronous, blocking or not", Small = "--device 30ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("jobs to hand in, each for a device of its own", 1, 32)] int jobs = 3,
        [Option("time that a device needs for its job", 1, 5000)] int deviceMs = 300)
    {
        stage.WriteLine($"{jobs} jobs; a device needs {deviceMs} ms for each, and no processor");
        var outcomes = new List<Outcome>();
        foreach (var submission in Enum.GetValues<Submission>())
        {
            foreach (var execution in Enum.GetValues<Execution>())
                outcomes.Add(new Experiment(stage, jobs, deviceMs).Measure(submission, execution)); // [measure]
        }

        stage.WriteLine();
        stage.Table("how long it took, and what the caller got done meanwhile", ["", "blocking", "non-blocking"],
            outcomes.Chunk(2).Select(row => (string[])[Name(row[0].Submission), Cell(row[0]), Cell(row[1])]));
        stage.WriteLine();
        stage.Table("why", ["submission", "execution", "last handed in", "all done", "\"not yet\" heard", "lines", "processor"],
            outcomes.Select(way => (string[])[Name(way.Submission), Name(way.Execution),
                Seconds(way.LastHandedIn), Seconds(way.Elapsed), $"{way.Asked:N0}", $"{way.Lines:N0}", Seconds(way.Processor)]));
    }

    private static string Cell(Outcome way) => $"{Seconds(way.Elapsed)}, {way.Lines:N0} lines";

    private static string Name(Submission submission) => submission == Submission.Synchronous ? "synchronous" : "asynchronous";

    private static string Name(Execution execution) => execution == Execution.Blocking ? "blocking" : "non-blocking";

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.00} s";
}
