// this program                        eat          sleep        beans
//   starts all three                  eats         sleeps       hits the beans      at the same time, in processes of their own
//   shows what they report  <-------  returns      exits with   exits with
//   joins them, in any order                       a message    a code
//   knows how each ended

using System.Diagnostics;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Processes.Triplets;

[Exercise(502, "three-children", "Three children", Small = "--step 5ms")]
public static class Demo
{
    private static readonly string[] _names = ["eat", "sleep", "beans"];

    public static void Run(
        Stage stage,
        [Option("the order in which they are joined")] string join = "beans,eat,sleep",
        [Option("how long a step takes", 0, 10_000)] int stepMs = 200,
        [Option("who is killed at once, or nobody")] string kill = "")
    {
        var order = join.Split(',', StringSplitOptions.TrimEntries);
        if (!order.Order().SequenceEqual(_names.Order()))
            throw new BadOptionException("--join", $"give each of {string.Join(",", _names)} once, with commas between");
        if (kill.Length > 0 && !_names.Contains(kill))
            throw new BadOptionException("--kill", $"there is no {kill}; give one of {string.Join(", ", _names)}");

        var clock = Stopwatch.StartNew();
        string Now() => $"{clock.Elapsed.TotalSeconds,6:0.00} s";
        var children = new Dictionary<string, Child>();
        try
        {
            foreach (var name in _names) children.Add(name, Child.Start(name, stepMs)); // [start]
            stage.WriteLine($"{Now()}  process {Environment.ProcessId} has started {string.Join(", ", children.Keys)}");
            if (kill.Length > 0) children[kill].Process.Kill(); // [kill]

            ShowReports(stage, [.. children.Values], Now);
            foreach (var name in order)
            {
                children[name].Process.Join(stage.Cancel); // [join]
                stage.WriteLine($"{Now()}  joined {name}: {children[name].Process.Exit}");
            }
            stage.WriteLine();
            stage.Table("", ["child", "process", "parent", "last words", "exit code", "exit message"],
                children.Values.Select(child => (string[])[child.Process.Name, $"{child.Process.Id}", child.Parent,
                    child.LastWords, $"{child.Process.ExitCode}", child.Process.ExitMessage ?? ""]));
        }
        finally
        {
            foreach (var child in children.Values) child.Dispose();
        }
    }

    // Until the streams of all are at their end, which is when they have ended, however.
    private static void ShowReports(Stage stage, List<Child> open, Func<string> now)
    {
        while (open.Count > 0)
        {
            List<Connection> streams = [.. open.Select(child => child.Reports)];
            var ready = Connection.Wait(streams, Timeout.InfiniteTimeSpan, stage.Cancel); // [wait]
            foreach (var child in open.Where(child => ready.Contains(child.Reports)).ToList())
            {
                if (child.Receive() is { } words) stage.WriteLine($"{now()}  {child.Process.Name}: {words}");
                else open.Remove(child);
            }
        }
    }
}
