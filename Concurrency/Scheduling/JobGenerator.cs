namespace Workbook.Concurrency.Scheduling;

/// <summary>Makes up jobs, the same ones for the same seed.</summary>
public static class JobGenerator
{
    /// <summary>The largest number of jobs: they are named A to Z.</summary>
    public const int MaxJobs = 26;

    /// <summary>About half of them are short, or interactive (brief bursts between waits); the rest compute for long.</summary>
    /// <param name="count">1 to <see cref="MaxJobs"/>.</param>
    /// <param name="seed">Any number; tells one mix from another.</param>
    public static IReadOnlyList<Job> Generate(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxJobs);
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index => Job(random, (char)('A' + index), latest: 3 * count))];
    }

    private static Job Job(Random random, char name, int latest)
    {
        var arrival = random.Next(latest);
        return random.Next(4) switch
        {
            0 => new Job($"{name}", arrival, random.Next(1, 5)),
            1 => new Job($"{name}", arrival, Interactive(random)),
            _ => new Job($"{name}", arrival, random.Next(5, 21)),
        };
    }

    private static List<int> Interactive(Random random)
    {
        List<int> phases = [random.Next(1, 3)];
        for (var more = random.Next(1, 5); more > 0; more--)
        {
            phases.Add(random.Next(2, 9)); // the device
            phases.Add(random.Next(1, 3)); // the CPU
        }
        return phases;
    }
}
