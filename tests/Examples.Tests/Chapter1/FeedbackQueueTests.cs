using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.FeedbackQueue;

namespace Workbook.Examples.Tests.Chapter1;

public class FeedbackQueueTests
{
    [Fact]
    public async Task The_demo_shows_chart_figures_and_comparison()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output));
        await Verify(output.ToString().TrimEnd());
    }
}
