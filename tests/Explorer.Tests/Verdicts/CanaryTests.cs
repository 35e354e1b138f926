using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

public class CanaryTests
{
    [Fact]
    public void It_is_found_when_it_is_rewritten() => Canary.Listen();

    [Fact]
    public void It_is_missed_when_its_code_is_not_rewritten() => Assert.Contains("not found", Canary.FaultOf(CanaryProgram.Run));

    [Fact]
    public void What_is_missed_is_told() =>
        Assert.Contains("does not work here", new InstrumentationException("a lost count was not found").Message);
}
