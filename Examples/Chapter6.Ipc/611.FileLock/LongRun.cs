using System.Diagnostics;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.FileLocks;

/// <summary>Several processes append to one log as fast as they can; then each line is looked at.</summary>
internal static class LongRun
{
    public static void Play(Stage stage, string path, int writers, int entries)
    {
        File.WriteAllText(path, "");
        var children = new List<ChildProcess<TimeSpan>>();
        try
        {
            for (var number = 1; number <= writers; number++)
                children.Add(ChildProcess.Start(Write, path, $"writer {number}", entries,
                    new ChildOptions { IsDaemon = true, IgnoreInterrupt = true }));
            var took = children.Select(child => child.Result(stage.Cancel)).ToList();

            using var log = new AppendLog(path);
            var lines = log.Entries(stage.Cancel);
            int Count(string writer) => lines.Count(line => line.StartsWith($"{writer}: ", StringComparison.Ordinal));
            stage.Table($"{writers} processes append {entries} entries each", ["process", "entries", "ms", "us an entry"],
                children.Select((child, index) => (string[])[
                    $"writer {index + 1} ({child.Id})", $"{Count($"writer {index + 1}")}",
                    $"{took[index].TotalMilliseconds:F0}", $"{took[index].TotalMicroseconds / entries:F0}"]));
            stage.WriteLine(Audit(lines, writers, entries));
        }
        finally
        {
            foreach (var child in children) child.Dispose();
        }
    }

    /// <summary>Runs in a process of its own.</summary>
    public static TimeSpan Write(string path, string name, int entries)
    {
        using var log = new AppendLog(path);
        var start = Stopwatch.GetTimestamp();
        for (var number = 1; number <= entries; number++) log.Append(EntryOf(name, number));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Says whether each entry is there, whole, once, and those of each writer in order.</summary>
    public static string Audit(IReadOnlyList<string> lines, int writers, int entries)
    {
        var expected = Enumerable.Range(1, writers).ToDictionary(writer => $"writer {writer}", _ => 1);
        var wrong = 0;
        foreach (var line in lines)
        {
            var name = line.Split(':')[0];
            if (expected.TryGetValue(name, out var number) && line == EntryOf(name, number)) expected[name]++;
            else wrong++;
        }
        var missing = expected.Values.Sum(next => entries + 1 - next);
        return $"{lines.Count} lines: {wrong} torn or out of order, {missing} missing";
    }

    // Long enough that a torn one would show, and of a length that depends on the number.
    private static string EntryOf(string name, int number) => $"{name}: entry {number} {new string('.', number % 50)} end";
}
