using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>What holds of a caller that goes on while its job waits for a device.</summary>
public static class Scenarios
{
    [Scenario("handed over or not, the job is done when Measure returns")]
    public static void Done()
    {
        foreach (var submission in new[] { Submission.Synchronous, Submission.Asynchronous })
        {
            var outcome = new Experiment(new Stage(TextWriter.Null), jobs: 1, deviceMs: 1).Measure(submission, Execution.Blocking);
            Require.That(outcome.Elapsed >= outcome.LastHandedIn && outcome.Asked == 0);
        }
    }

    [Scenario("the caller's own work is the caller's: a job that does it too spoils it", Fails = true)]
    public static void BothCount()
    {
        var lines = new LineCounter();
        Together.Run(("caller", lines.CountOne), ("job", lines.CountOne));
        Require.That(lines.Count == 2);
    }
}
