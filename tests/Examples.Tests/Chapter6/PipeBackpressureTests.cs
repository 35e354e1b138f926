using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.Backpressure;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class PipeBackpressureTests
{
    [Fact]
    public async Task Run_counts_the_same_every_time()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), capacity: 10_000);
        await Verify(Regex.Replace(output.ToString(), @"process \d+", "process N").ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public void Run_that_is_interrupted_ends()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(new StringWriter(), cancel: interrupt.Token)));
    }

    [Fact]
    public void Run_that_is_interrupted_while_the_writer_sleeps_ends_and_takes_it_along()
    {
        using var interrupt = new CancellationTokenSource();
        var output = new Chapter1.CancellingWriter("0 read", interrupt);
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(output, cancel: interrupt.Token)));
        var process = Regex.Match(output.ToString(), @"process (\d+)").Groups[1].Value;
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        Assert.Equal(2, world.Run("run", "604", "--capacity", "0").ExitCode);
        Assert.Equal(2, world.Run("run", "604", "--capacity", "1048577").ExitCode);
    }
}
