using Workbook.Examples.Exercises;

namespace Workbook.Examples.Ipc.FileLocks;

[Exercise(611, "file-lock", "Two processes, one file", Points = 10, Small = "--entries 20 --patience 5ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("processes that append in the long run", 1, 16)] int writers = 2,
        [Option("entries that each of them appends", 1, 100_000)] int entries = 2_000,
        [Option("how long one who is kept out waits", 1, 10_000)] int patienceMs = 50)
    {
        var directory = Directory.CreateTempSubdirectory("workbook-611-");
        try
        {
            var path = Path.Combine(directory.FullName, "log");
            var halves = new Halves(stage, path, patienceMs);
            halves.PlayTorn();     // [torn]
            stage.WriteLine();
            halves.PlayLocked();   // [locked]
            stage.WriteLine();
            halves.PlayKilled();   // [killed]
            stage.WriteLine();
            LongRun.Play(stage, path, writers, entries);
        }
        finally { directory.Delete(recursive: true); }
    }
}
