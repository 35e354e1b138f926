namespace Workbook.Examples.Tests.Cli;

public sealed class CompletionTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("workbook ru", "run")]
    [InlineData("workbook run 20", "205 206 207")]
    [InlineData("workbook run tick", "ticket-selling")]
    [InlineData("workbook run al", "all")]
    [InlineData("workbook show 10", "101 104")]
    [InlineData("workbook hint st", "start-and-join")]
    [InlineData("workbook run 205 --w", "--windows")]
    [InlineData("workbook run ticket-selling --de", "--delay")]
    [InlineData("workbook run 205 --order ", "first-come-first-served random")]
    [InlineData("workbook explore 20", "205 206 207")]
    [InlineData("workbook explore 205 --sche", "--schedules")]
    [InlineData("workbook explore 205 --strategy p", "pct pos dpor")]
    [InlineData("workbook explore 205 --memory ", "interleaved tso")]
    [InlineData("workbook completion b", "bash")]
    [InlineData("workbook list --chapter ", "1 2")]
    public void The_directive_suggests_what_may_follow(string line, string expected)
    {
        var (exitCode, output, _) = _world.Run($"[suggest:{line.Length}]", line);

        Assert.Equal(0, exitCode);
        var offered = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(expected.Split(' '), offered.Where(word => word is not ("--help" or "-h")));
    }

    [Theory]
    [InlineData("bash", "complete -F _workbook workbook")]
    [InlineData("zsh", "compdef _workbook workbook")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native")]
    public void Each_shell_gets_its_script(string shell, string line) =>
        Assert.Contains(line, _world.Run("completion", shell).Output);

    [Theory]
    [InlineData("completion fish", "completion fish: must be bash, zsh or pwsh\n")]
    [InlineData("completion", "completion: for which shell? bash, zsh or pwsh\n")]
    public void Another_shell_is_refused(string line, string refusal) =>
        Assert.Equal((2, "", refusal), _world.Run(line.Split(' ')));

    [Theory]
    [InlineData("--help")]
    [InlineData("list --help")]
    [InlineData("show --help")]
    [InlineData("run --help")]
    [InlineData("run all --help")]
    [InlineData("hint --help")]
    [InlineData("explore --help")]
    [InlineData("replay --help")]
    [InlineData("doctor --help")]
    [InlineData("completion --help")]
    public void Every_help_carries_an_example(string line)
    {
        var (exitCode, output, error) = _world.Run(line.Split(' '));

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Matches(@"Examples?:\n  .*workbook ", output);
    }

    [Fact]
    public void The_version_is_one_line() => Assert.Matches(@"^workbook \d+\.\d+\.\d+\n$", _world.Run("--version").Output);
}
