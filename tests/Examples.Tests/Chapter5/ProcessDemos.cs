using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Chapter1;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter5;

/// <summary>Runs demos that start processes.</summary>
internal static class ProcessDemos
{
    public static string Play(Action<Stage> demo)
    {
        var output = new StringWriter();
        demo(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Runs it until that line, cancels it there, and returns what it has printed.</summary>
    public static string PlayUntil(string line, Action<Stage> demo)
    {
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingWriter(line, cancel);
        var run = WorkerThread.Start("cancelled demo", () => demo(new Stage(output, cancel: cancel.Token)));
        var failed = Assert.Throws<WorkerFailedException>(() =>
            Assert.True(run.Join(TimeSpan.FromSeconds(60)), "it did not end"));
        Assert.IsAssignableFrom<OperationCanceledException>(failed.InnerException);
        return output.ToString().ReplaceLineEndings("\n");
    }

    public static void AssertGone(string processId) =>
        Assert.True(SpinWait.SpinUntil(() =>
            ProcessTable.Find(int.Parse(processId)) is not { IsAlive: true }, TimeSpan.FromSeconds(30)),
            $"process {processId} was left behind");
}
