using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.StartAndJoin;

/// <summary>What holds of jobs that run all at once.</summary>
public static class Scenarios
{
    [Scenario("each result is in its job's place, whoever ends first")]
    public static void ResultsInTheirPlaces()
    {
        var results = AllAtOnce.Run([new Job<int>("first", () => 1), new Job<int>("second", () => 2)]);
        Require.That(results is [1, 2]);
    }

    [Scenario("a job that fails is reported, and the other one has run")]
    public static void OneFails()
    {
        var ran = false;
        try
        {
            AllAtOnce.Run<bool>([new("fails", () => throw new InvalidTimeZoneException()), new("runs", () => ran = true)]);
            Require.That(false, "the failure is thrown");
        }
        catch (AggregateException failures) { Require.That(failures.InnerExceptions.Count == 1); }
        Require.That(ran);
    }
}
