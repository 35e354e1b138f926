namespace Workbook.Explorer.Tests.Verdicts;

public class NondeterminismTests
{
    // What the program finds in a place that the explorer does not control: another number each time.
    private const string Elsewhere = """
        static int Elsewhere()
        {
            var next = (AppContext.GetData("explorer tests") as int? ?? 0) + 1;
            AppContext.SetData("explorer tests", next);
            return next;
        }
        """;

    [Fact]
    public void A_message_that_is_another_one_each_time_is_no_verdict()
    {
        var refused = Assert.Throws<NondeterministicTestException>(() =>
            Explored.Test(Elsewhere + "public static void Test() => throw new Exception($\"run {Elsewhere()}\");"));
        Assert.Contains("it ends once with", refused.Message);
        Assert.Contains("System.AppContext.GetData", refused.Message);
    }

    [Fact]
    public void A_step_that_differs_is_named_with_its_line_in_a_test_that_holds_too()
    {
        var refused = Assert.Throws<NondeterministicTestException>(() => Explored.Test(Elsewhere + """

            static volatile int x, y;
            public static void Test()
            {
                if (Elsewhere() % 2 == 0)
                    x = 1;
                else
                    y = 1;
            }
            """));
        Assert.Contains("Write of Shop.", refused.Message);
        Assert.Contains("Shop.cs:1", refused.Message);
    }
}
