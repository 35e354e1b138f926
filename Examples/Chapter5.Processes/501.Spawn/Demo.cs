// this program                          a child
//   _number = 1                           _number = 1            its own: no copy of ours, the program's first value
//   starts it, with 1000 ------------->   Change(1000): looks, sets, looks
//   joins it <-------------------------   what it saw
//   looks: 1                              (gone)
//
// Then several at once: each adds up a part of the numbers, and main adds up what comes back.

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Elsewhere;

[Exercise(501, "spawn", "A function in a child process", Points = 15, Small = "--children 2")]
public static class Demo
{
    private static int _number = 1;

    public static void Run(
        Stage stage,
        [Option("what the variable is set to", -1_000_000, 1_000_000)] int value = 1000,
        [Option("children that add up at the same time", 1, 16)] int children = 4,
        [Option("they add up the numbers from 1 to this", 1, 1_000_000_000)] int upTo = 1_000_000,
        [Option("number of the child that fails, 0 for none", 0, 16)] int fail = 0)
    {
        if (fail > children)
            throw new BadOptionException("--fail", $"there is no child {fail}; give a number from 1 to {children}, or 0");
        OneVariable(stage, value);
        stage.WriteLine();
        ManyChildren(stage, children, upTo, fail);
    }

    private static void OneVariable(Stage stage, int value)
    {
        List<string[]> rows = [];
        void Row(string who, Sight seen) => rows.Add([who, $"{seen.ProcessId}", $"{seen.Before}", $"{seen.After}", $"{_number}"]);

        _number = 1;
        var options = new ChildOptions { Name = "changer", IgnoreInterrupt = true }; // Ctrl+C is for us: we end it
        using (var child = ChildProcess.Start(Change, value, options)) // [start]
            Row("a child process", child.Result(stage.Cancel)); // [result]

        var byThread = new Sight(0, 0, 0);
        WorkerThread.Start("changer", () => byThread = Change(value)).Join();
        Row("a thread", byThread);

        stage.Table($"this is process {Environment.ProcessId}; its variable is 1, and is set to {value} by",
            ["", "in process", "found", "left", "here afterwards"], rows);
    }

    private static Sight Change(int value)
    {
        var before = _number;
        _number = value; // [change]
        return new Sight(Environment.ProcessId, before, _number);
    }

    private static void ManyChildren(Stage stage, int children, int upTo, int fail)
    {
        var parts = Enumerable.Range(0, children).Select(child => new Part(
            From: (int)((long)upTo * child / children) + 1,
            To: (int)((long)upTo * (child + 1) / children),
            Fails: child + 1 == fail)).ToList();
        try
        {
            var sums = OneChildEach.Run(AddUp, parts, stage.Cancel); // [all]
            stage.Table($"the numbers from 1 to {upTo}, added up by {children} child{(children == 1 ? "" : "ren")}",
                ["process", "from", "to", "sum"],
                parts.Zip(sums, (part, sum) => (string[])[$"{sum.ProcessId}", $"{part.From}", $"{part.To}", $"{sum.Value}"]));
            var (total, formula) = (sums.Sum(sum => sum.Value), (long)upTo * (upTo + 1L) / 2);
            stage.WriteLine($"together {total}, {(total == formula ? "as" : "NOT as")} the formula says: {formula}");
        }
        catch (AggregateException failures)
        {
            stage.WriteLine(failures.Message.Split(" (")[0]);
            foreach (var failure in failures.InnerExceptions.OfType<RemoteException>())
            {
                stage.WriteLine($"  {failure.TypeName}: {failure.Message}");
                var stack = failure.RemoteStack.ReplaceLineEndings("\n").Split('\n');
                stage.WriteLine($"    {stack.FirstOrDefault(line => line.Contains(" at "))?.Trim()}");
            }
        }
    }

    private static PartSum AddUp(Part part)
    {
        var me = Environment.ProcessId;
        if (part.Fails) throw new InvalidOperationException($"process {me} dropped {part.From} to {part.To}"); // [fail]
        long sum = 0;
        for (var number = part.From; number <= part.To; number++) sum += number;
        return new PartSum(me, sum);
    }
}
