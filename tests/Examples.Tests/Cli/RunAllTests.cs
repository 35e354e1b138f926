using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

public sealed class RunAllTests
{
    private static Catalogue Samples(params Type[] demos) => new(demos);

    [Fact]
    public void Each_demo_runs_with_its_small_options_and_is_reported()
    {
        using var world = new World { Catalogue = Samples(typeof(Samples.StartAndJoin.Demo), typeof(Samples.TicketSelling.Demo)) };

        var (exitCode, output, error) = world.Run("run", "all");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Matches(@"^  101 start-and-join +ok, .* s\n  205 ticket-selling +ok, .* s\n2 passed, 0 failed\n$", output);
        Assert.False(File.Exists(world.ProgressPath)); // nobody looked
    }

    [Fact]
    public void A_failed_one_shows_its_message_and_what_it_printed()
    {
        using var world = new World { Catalogue = Samples(typeof(Samples.StartAndJoin.Demo), typeof(Samples.OrderedPrinting.Demo)) };

        var (exitCode, output, _) = world.Run("run", "all");

        Assert.Equal(1, exitCode);
        Assert.Contains("206 ordered-printing         failed: out of order: A before 1\n    | page 1\n", output);
        Assert.DoesNotContain("joined", output);
        Assert.EndsWith("\n1 passed, 1 failed\n", output);
    }

    [Fact]
    public void What_cannot_run_here_is_skipped_with_its_reason()
    {
        using var world = new World
        {
            Catalogue = Samples(typeof(Samples.StartAndJoin.Demo), typeof(Samples.ThreadStates.Demo)),
            Lacks = needs => needs == Needs.ProcFileSystem ? "needs /proc" : null,
        };

        var (exitCode, output, _) = world.Run("run", "all");

        Assert.Equal(0, exitCode);
        Assert.Contains("104 thread-states            skipped: needs /proc\n", output);
        Assert.EndsWith("\n1 passed, 0 failed, 1 skipped\n", output);
    }

    [Fact]
    public void Nothing_run_is_a_failure()
    {
        using var world = new World { Catalogue = Samples() };

        Assert.Equal((1, "0 passed, 0 failed\n", ""), world.Run("run", "all"));
    }

    [Fact]
    public void It_can_be_interrupted()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var world = new World { Catalogue = Samples(typeof(Samples.Waiting.Demo)), Cancel = source.Token };

        Assert.Equal((130, "", "interrupted\n"), world.Run("run", "all"));
    }
}
