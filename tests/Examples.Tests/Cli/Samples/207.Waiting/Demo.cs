using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.Waiting;

/// <summary>Waits until it is interrupted, by a worker of its own.</summary>
[Exercise(207, "waiting", "Waiting")]
public static class Demo
{
    /// <param name="stage">Gets the line <c>waiting</c>.</param>
    /// <param name="deaf">Does not take notice of Ctrl+C, apart from saying so.</param>
    /// <param name="leave">Leaves a foreground thread behind.</param>
    public static void Run(Stage stage, [Option("Ignores Ctrl+C")] bool deaf = false, [Option("Leaves a thread behind")] bool leave = false)
    {
        if (leave) WorkerThread.Start("left behind", () => Thread.Sleep(Timeout.Infinite));
        using var asked = stage.Cancel.Register(() => stage.WriteLine("asked"));
        var waiter = WorkerThread.Start("waiter", () =>
        {
            stage.WriteLine("waiting");
            if (deaf) Thread.Sleep(Timeout.Infinite);
            stage.Sleep(int.MaxValue);
        });
        waiter.Join();
    }
}
