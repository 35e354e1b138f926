using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

public sealed class RunTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("plainly", 1, "out of order: A before 1\n")]
    [InlineData("in-workers", 1, "w1 failed: no ink\nw2 failed: no paper\n")]
    [InlineData("by-option", 2, "--how: must be another one\n")]
    [InlineData("by-platform", 3, "needs a printer; buy one\n")]
    [InlineData("by-cancelling", 1, "nobody asked for it\n")]
    public void A_failing_demo_says_why_in_a_line_each(string how, int exitCode, string lines) =>
        Assert.Equal((exitCode, "page 1\n", lines), _world.Run("run", "206", "--how", how));

    [Fact]
    public void With_trace_the_stack_follows()
    {
        var (exitCode, _, error) = _world.Run("run", "206", "--trace");

        Assert.Equal(1, exitCode);
        Assert.Contains("   at Workbook.Examples.Tests.Cli.Samples.OrderedPrinting.Demo.Run", error);
    }

    [Fact]
    public void What_the_machine_lacks_is_told_and_nothing_runs()
    {
        using var world = new World { Lacks = needs => needs == Needs.ProcFileSystem ? "needs /proc" : null };

        Assert.Equal((3, "", "104 thread-states needs /proc\n"), world.Run("run", "104"));
    }

    [Fact]
    public void An_interrupted_demo_ends_with_130_and_is_not_done()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var world = new World { Cancel = source.Token };

        var (exitCode, _, error) = world.Run("run", "207");

        Assert.Equal((130, "interrupted\n"), (exitCode, error));
        Assert.False(File.Exists(world.ProgressPath));
    }

    [Fact]
    public void A_failure_while_interrupted_is_a_failure()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var world = new World { Cancel = source.Token };

        Assert.Equal(1, world.Run("run", "206").ExitCode);
    }

    [Theory]
    [InlineData("20", "no exercise 20; did you mean 205 ticket-selling?")]
    [InlineData("208", "no exercise 208; did you mean 207 waiting?")]
    [InlineData("tiket-seling", "no exercise tiket-seling; did you mean 205 ticket-selling?")]
    [InlineData("ticket", "no exercise ticket; did you mean 205 ticket-selling?")]
    [InlineData("zebra", "no exercise zebra; workbook list shows them all")]
    public void An_unknown_exercise_is_told_with_its_nearest(string name, string line)
    {
        Assert.Equal((2, "", line + "\n"), _world.Run("run", name));
        Assert.Equal((2, "", line + "\n"), _world.Run("run", name, "--windows", "3"));
        Assert.Equal((2, "", line + "\n"), _world.Run("show", name));
        Assert.Equal((2, "", line + "\n"), _world.Run("hint", name));
    }

    [Theory]
    [InlineData("run", "run: which exercise? Name it by number or slug: workbook run 205")]
    [InlineData("show", "show: which exercise? Name it by number or slug: workbook show 205")]
    [InlineData("hint", "hint: which exercise? Name it by number or slug: workbook hint 205")]
    [InlineData("lst", "no command lst; did you mean list?")]
    [InlineData("205", "no command 205; did you mean run 205?")]
    [InlineData("list --chaptr 1", "unknown option --chaptr; did you mean --chapter?")]
    public void A_wrong_command_line_is_refused_in_one_line(string line, string refusal) =>
        Assert.Equal((2, "", refusal + "\n"), _world.Run(line.Split(' ')));
}
