namespace Workbook.Examples.Tests.Cli;

public sealed class ProcessTests : IDisposable
{
    private const string NoSignals = "Windows has no signals to send; Ctrl+C there is tried by hand";

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [SkippableTheory]
    [InlineData(CommandProcess.Interrupt)]
    [InlineData(CommandProcess.Terminate)]
    public void A_signal_ends_the_demo_with_130_and_one_line(int signal)
    {
        Skip.If(OperatingSystem.IsWindows(), NoSignals);
        using var command = new CommandProcess(_world.Home, "run", "207");
        command.AwaitLine("waiting");

        command.Send(signal);

        Assert.Equal((130, "interrupted\n"), command.End());
    }

    [SkippableFact]
    public void A_second_signal_ends_a_demo_that_is_deaf_to_the_first()
    {
        Skip.If(OperatingSystem.IsWindows(), NoSignals);
        using var command = new CommandProcess(_world.Home, "run", "207", "--deaf");
        command.AwaitLine("waiting");

        command.Send(CommandProcess.Interrupt);
        command.AwaitLine("asked");
        command.Send(CommandProcess.Interrupt);

        Assert.Equal((130, "interrupted\n"), command.End());
    }

    [SkippableFact]
    public void A_thread_that_a_demo_left_behind_does_not_hold_up_the_end()
    {
        Skip.If(OperatingSystem.IsWindows(), NoSignals);
        using var command = new CommandProcess(_world.Home, "run", "207", "--leave");
        command.AwaitLine("waiting");

        command.Send(CommandProcess.Interrupt);

        Assert.Equal((130, "interrupted\n"), command.End());
    }

    [SkippableFact]
    public void A_reader_that_leaves_early_is_no_failure()
    {
        Skip.If(OperatingSystem.IsWindows(), "the other end of a pipe cannot be closed alike there");
        using var command = new CommandProcess(_world.Home, "run", "205");
        command.CloseOutput();

        Assert.Equal((0, ""), command.End());
    }

    [Theory]
    [InlineData("run 205", 0, "")]
    [InlineData("run 206", 1, "out of order: A before 1")]
    [InlineData("run 20", 2, "no exercise 20; did you mean 205 ticket-selling?")]
    [InlineData("run 206 --how by-platform", 3, "needs a printer; buy one")]
    public void The_exit_code_and_the_line_reach_the_caller(string line, int exitCode, string error)
    {
        using var command = new CommandProcess(_world.Home, line.Split(' '));

        var (code, text) = command.End();

        Assert.Equal((exitCode, error), (code, text.TrimEnd()));
    }
}
