using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.NoGil;

/// <summary>What holds of a job that is done by threads.</summary>
public static class Scenarios
{
    private static readonly PrimeJob _job = new(Limit: 2_000, SerialPercent: 0);

    [Scenario("each part has a place of its own, and together they are the whole")]
    public static void OwnPlaces()
    {
        var counts = new long[2];
        Together.Run(
            ("part 1", () => counts[0] = _job.DoPart(0, 2, CancellationToken.None)),
            ("part 2", () => counts[1] = _job.DoPart(1, 2, CancellationToken.None)));
        Require.That(counts.Sum() == 303, "there are 303 primes below 2000");
    }

    [Scenario("threads that add to one total lose a part of it", Fails = true)]
    public static void OneTotal()
    {
        var total = 0L;
        Together.Run(
            ("part 1", () => total += _job.DoPart(0, 2, CancellationToken.None)),
            ("part 2", () => total += _job.DoPart(1, 2, CancellationToken.None)));
        Require.That(total == 303, "there are 303 primes below 2000");
    }
}
