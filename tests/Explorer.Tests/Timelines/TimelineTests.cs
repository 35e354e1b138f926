using Xunit.Abstractions;

namespace Workbook.Explorer.Tests.Timelines;

public class TimelineTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Programs.Tickets)]
    [InlineData(Programs.Philosophers)]
    [InlineData(Programs.LostPulse)]
    [InlineData(Programs.Forgotten)]
    [InlineData(Programs.CheckThenAct)]
    [InlineData(Programs.Sleeper)]
    [InlineData(Programs.Aba)]
    [InlineData(Programs.Overflow)]
    public void Show(string program)
    {
        var verdict = Explored.Test(program);
        output.WriteLine(verdict.ToString());
        output.WriteLine(verdict.Schedule ?? "");
        output.WriteLine(verdict.Timeline ?? "");
        foreach (var r in verdict.Races) output.WriteLine(r.ToString());
    }
}
