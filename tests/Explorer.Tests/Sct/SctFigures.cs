using System.Globalization;
using Xunit.Abstractions;

namespace Workbook.Explorer.Tests.Sct;

/// <summary>Schedules to the first failure, beside the published means:
/// <c>SCT_SEEDS=20 dotnet test tests/Explorer.Tests --filter SctFigures --logger "console;verbosity=detailed"</c>.</summary>
/// <remarks>Without the variable it runs two seeds of the small programs, so that it works when it is needed.</remarks>
public class SctFigures(ITestOutputHelper output)
{
    private const int Most = 10_000; // schedules; who has not found it by then counts as that

    [Fact]
    public void Schedules_to_the_first_failure()
    {
        var asked = Environment.GetEnvironmentVariable("SCT_SEEDS");
        var seeds = int.Parse(asked ?? "2", CultureInfo.InvariantCulture);
        output.WriteLine($"{"mean of schedules to the first failure",-40} PCT-3   published    POS   published   SURW   published");
        foreach (var program in SctProgram.All)
        {
            if (asked is null && program.Pct is 0 or > 100) continue;
            var test = SctProgram.Rewritten(program.Bad);
            output.WriteLine($"{program.Name,-40} {Mean(test, StrategyKind.Pct, seeds),5}   {Shown(program.Pct),9}  {Mean(test, StrategyKind.Pos, seeds),5}   "
                + $"{Shown(program.Pos),9}  {Mean(test, StrategyKind.Surw, seeds),5}   {Shown(program.Surw),9}");
        }
    }

    private static string Mean(Action test, StrategyKind strategy, int seeds)
    {
        var (total, missed) = (0, 0);
        for (var seed = 1; seed <= seeds; seed++)
        {
            using var exploration = new Exploration(test, new ExploreOptions { Strategy = strategy, Seed = (ulong)seed, Schedules = Most, Time = TimeSpan.FromMinutes(2) });
            if (exploration.Search() is null) missed++;
            total += exploration.Executions;
        }
        return missed == seeds ? "-" : $"{total / seeds}{(missed > 0 ? "+" : "")}";
    }

    private static string Shown(int published) => published == 0 ? "-" : $"{published}";
}
