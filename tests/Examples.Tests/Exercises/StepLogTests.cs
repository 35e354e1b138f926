using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Exercises;

public class StepLogTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static void As(string thread, Action step) => Assert.True(WorkerThread.Start(thread, step).Join(_bound));

    private static string Shown(StepLog log)
    {
        var output = new StringWriter();
        log.Show(new Stage(output), "title");
        return output.ToString().ReplaceLineEndings("\n");
    }

    [Fact]
    public void Steps_stand_in_their_order_in_the_column_of_their_thread()
    {
        var log = new StepLog(["A", "B"], "door");
        As("B", () => log.Add("opens", "open"));
        As("A", () => log.Add("closes", "shut"));
        Assert.Equal("""
            title
              step  A       B      door
              ----  ------  -----  ----
                 1          opens  open
                 2  closes         shut

            """.ReplaceLineEndings("\n"), Shown(log));
    }

    [Fact]
    public void Without_a_state_there_is_no_column_for_it()
    {
        var log = new StepLog(["A"]);
        As("A", () => log.Add("goes"));
        Assert.Equal("title\n  step  A\n  ----  ----\n     1  goes\n", Shown(log));
    }

    [Fact]
    public void A_cue_opens_at_a_step_of_its_thread_that_contains_its_text()
    {
        var log = new StepLog(["A", "B"]);
        var cue = log.After("A", "sleeps");
        As("A", () => log.Add("looks"));
        As("B", () => log.Add("sleeps"));
        Assert.False(cue.IsOpen);
        As("A", () => log.Add("it sleeps now"));
        Assert.True(cue.IsOpen);
    }
}
