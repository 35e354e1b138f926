using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public class RuntimeFilesTests
{
    [SkippableFact]
    public void A_killed_child_leaves_nothing_in_the_temp_directory()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "elsewhere the parent removes nothing");
        using var child = ChildProcess.Start(Thread.Sleep, Timeout.Infinite);
        Assert.True(SpinWait.SpinUntil(() => FilesOf(child.Id).Any(), 30_000)); // the runtime of the child has begun
        child.Kill();
        child.Join();
        Assert.Empty(FilesOf(child.Id));
    }

    private static IEnumerable<string> FilesOf(int process) => Directory.EnumerateFiles(Path.GetTempPath(), $"*-{process}-*");
}
