namespace Workbook.Explorer.Tests.Sct;

/// <summary>How many schedules the strategies of chance need for each, beside the published figures, is in bench/README.md.</summary>
public class SctTests
{
    private static readonly ExploreOptions _options = new() { Races = RacePolicy.Report, Time = TimeSpan.FromMinutes(1) };

    public static TheoryData<string> Names => [.. SctProgram.All.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_portfolio_finds_the_fault_within_ten_thousand_schedules(string name)
    {
        using var exploration = new Exploration(SctProgram.Rewritten(Of(name).Bad), _options with { Schedules = 10_000 });
        Assert.NotNull(exploration.Search());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void There_is_no_alarm_where_there_is_no_fault(string name)
    {
        var schedules = name.EndsWith("_100", StringComparison.Ordinal) ? 100 : 500;
        using var exploration = new Exploration(SctProgram.Rewritten(Of(name).Good), _options with { Schedules = schedules });
        Assert.Null(exploration.Search());
    }

    private static SctProgram Of(string name) => SctProgram.All.Single(program => program.Name == name);
}
