// One file of counters, mapped by this process and by another one:
//
//      this process                 counter 0                 the other process
//      mapped at 7f52...   ----->   [ counters ]   <-----     mapped at 7f91...

using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.SharedCounters;

[Exercise(606, "shared-memory", "Memory of two processes", Points = 10, Small = "--increments 2000")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    public static void Run(
        Stage stage,
        [Option("increments by each of the two processes", 1, 100_000_000)] int increments = 2_000_000)
    {
        var directory = Directory.CreateTempSubdirectory("workbook-606-");
        try
        {
            var path = Path.Combine(directory.FullName, "counters");
            using var table = CounterTable.Create(path, Place.Count);
            using var other = ChildProcess.Start(OtherProcess.Run, path, increments, _options);
            var here = new Rendezvous(table, () => Check(stage, other));

            OneLostUpdate(stage, table, here, other.Id);
            stage.WriteLine();
            stage.Table($"2 processes, {increments} increments each", ["how", "should be", "is", "lost"], [
                Count(stage, table, here, Place.ReadThenWrite, increments, () =>
                    table.Write(Place.ReadThenWrite, table.Read(Place.ReadThenWrite) + 1)),           // [torn]
                Count(stage, table, here, Place.Add, increments, () => table.Add(Place.Add, 1))]);    // [whole]
            other.Join(stage.Cancel);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // Neither writes before both have read: what is rare when left alone happens in every run.
    private static void OneLostUpdate(Stage stage, CounterTable table, Rendezvous here, int otherId)
    {
        var rows = new List<string[]>();
        void Row(string ours, string theirs) => rows.Add([$"{rows.Count + 1}", ours, theirs, $"{table.Read(Place.Shown)}"]);

        var seen = table.Read(Place.Shown); // [look]
        Row($"reads {seen}", "");
        here.Pass(1);
        here.Await(2);
        Row("", $"reads {table.Read(Place.SeenByOther)}");
        table.Write(Place.Shown, seen + 1); // [write]
        Row($"writes {seen + 1}", "");
        here.Pass(3);
        here.Await(4);
        Row("", $"writes {table.Read(Place.WrittenByOther)}");

        stage.Table("one increment each", ["step", $"process {Environment.ProcessId}", $"process {otherId}", "counter"], rows);
        stage.WriteLine($"2 increments, and the counter went from {seen} to {table.Read(Place.Shown)}");
    }

    private static string[] Count(
        Stage stage, CounterTable table, Rendezvous here, int place, int increments, Action increment)
    {
        here.Meet();
        for (var i = 0; i < increments; i++)
        {
            if (i % 65_536 == 0) stage.Cancel.ThrowIfCancellationRequested();
            increment();
        }
        here.Meet();
        var (expected, total) = (2L * increments, table.Read(place));
        return [place == Place.Add ? "Add" : "Read, then Write", $"{expected}", $"{total}", $"{expected - total}"];
    }

    private static void Check(Stage stage, ChildProcess other)
    {
        stage.Cancel.ThrowIfCancellationRequested();
        if (!other.IsAlive && other.ExitCode != 0) throw new InvalidOperationException($"The other process ended: {other.Exit}.");
    }
}
