using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class NativeSubprocessHandleTests : SubprocessHandleContract
{
    private protected override IRunningCommand Launch(Command command, bool keepsInputOpen) =>
        new NativeCommand(command, keepsInputOpen);

    [Fact]
    public void Stop_waits_during_the_grace_for_those_that_the_process_has_started()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("tidied");
        using var shell = Start(Command.Shell(
            $"(trap 'sleep 0.2; echo done > {file}; exit' TERM; echo begun; while :; do sleep 0.01; done) & wait"));
        Expect(shell, "begun");
        Assert.True(shell.Stop(Long));
        Assert.Equal("done\n", File.ReadAllText(file));
    }

    [Fact]
    public void Stop_kills_those_that_ignore_it_though_the_process_itself_has_ended()
    {
        using var traces = new Traces();
        using var shell = Start(Command.Shell($"(trap '' TERM; echo begun; exec {traces.Sleep}) & wait"));
        Expect(shell, "begun");
        Assert.False(shell.Stop(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(-15, shell.Status!.Value.Code);
        traces.AllGone();
    }
}

public sealed class PortableSubprocessHandleTests : SubprocessHandleContract
{
    private protected override IRunningCommand Launch(Command command, bool keepsInputOpen) =>
        new PortableCommand(command, keepsInputOpen);
}
