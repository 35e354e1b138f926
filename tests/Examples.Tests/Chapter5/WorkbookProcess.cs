using System.Runtime.InteropServices;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter5;

/// <summary>The command in a process of its own, for what a process can show only as a whole: its children, and its end by
/// Ctrl+C.</summary>
internal static class WorkbookProcess
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(120);

    /// <summary>Runs a command line to its end.</summary>
    public static SubprocessResult Run(params string[] arguments)
    {
        using var home = new TemporaryHome();
        var result = Subprocess.Run(Line(home, arguments), _bound);
        Assert.False(result.TimedOut, result.Output + result.Error);
        return result;
    }

    /// <summary>Runs a command line, presses Ctrl+C when what is below it is so, and asserts that it ends as it should and that
    /// nothing of it is left.</summary>
    public static void Interrupt(Func<IReadOnlyList<ProcessInfo>, bool> when, params string[] arguments)
    {
        using var home = new TemporaryHome();
        using var workbook = Subprocess.Start(Line(home, arguments) with { Output = StreamTarget.Null, Error = StreamTarget.Null });
        IReadOnlyList<ProcessInfo> below = [];
        Assert.True(SpinWait.SpinUntil(() => when(below = ProcessTable.Read().DescendantsOf(workbook.Id)), _bound), "nothing began");
        workbook.Send(Signal.SIGINT);
        Assert.True(workbook.Wait(_bound), "Ctrl+C did not end it");
        Assert.Equal(130, workbook.Status!.Value.Code);
        Assert.All(below, process => Assert.True(
            SpinWait.SpinUntil(() => ProcessTable.Find(process.Id)?.StartTicks != process.StartTicks, _bound), $"{process} is left"));
    }

    private static Command Line(TemporaryHome home, string[] arguments)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", "dotnet"));
        return new Command(File.Exists(dotnet) ? dotnet : "dotnet", [typeof(Stage).Assembly.Location, .. arguments])
        {
            Variables = new Dictionary<string, string?> { ["WORKBOOK_HOME"] = home.Path },
        };
    }

    private sealed class TemporaryHome : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("workbook-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
