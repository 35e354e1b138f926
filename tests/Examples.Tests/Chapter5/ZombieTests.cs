using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;
using Workbook.Examples.Processes.Undead;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class ZombieTests
{
    [Fact]
    public async Task The_run()
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), count: 12, stayMs: 5);
        var text = Regex.Replace(output.ToString(), @"(?<=process |child of )\d+", "N");
        text = Regex.Replace(text, @"(?m)\d+$", match => int.Parse(match.Value) == Environment.ProcessId ? "(this one)" : match.Value);
        text = Regex.Replace(text, @"([A-SX] > )*T( > [A-SX])*", "... > T > ..."); // what else the looks happened to meet
        text = Regex.Replace(text, " {2,}", "  ");
        text = Regex.Replace(text, "-{2,}", "--");
        await Verify(text.TrimEnd());
    }

    [Fact]
    public void In_a_terminal_it_draws_tables()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 100 };
        var (exitCode, output, error) = world.Run("run", "506", "--count", "1", "--stay", "1ms");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("zombie", output);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", "--count 0: must be 1 to 1000\n"), world.Run("run", "506", "--count", "0"));
    }

    [Fact]
    public void Without_proc_it_is_refused()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), Lacks = _ => "needs /proc" };
        Assert.Equal(3, world.Run("run", "506").ExitCode);
    }

    [Fact]
    public void Ctrl_C_reaps_the_zombies() =>
        WorkbookProcess.Interrupt(below => below.Count(process => process.IsZombie) == 1, "run", "506", "--stay", "60s");
}
