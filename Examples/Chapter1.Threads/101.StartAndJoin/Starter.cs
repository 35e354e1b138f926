namespace Workbook.Examples.Threads.StartAndJoin;

/// <summary>Runs jobs concurrently, waits for all of them, and hands back every result or every failure.</summary>
public static class AllAtOnce
{
    /// <summary>Runs each job on a thread of its own, named like the job. Blocks until the last one has ended.</summary>
    /// <returns>The results in the order of the jobs, whichever ended first.</returns>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="ArgumentException">A job is null. Nothing was started.</exception>
    /// <exception cref="AggregateException">All jobs have ended and some have failed: one <see cref="JobFailedException"/> each,
    /// in the order of the jobs.</exception>
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        // TODO: here the caller does all the work itself, one job after the other, and the first failure is the end of it.
        var results = new List<T>();
        foreach (var job in jobs) results.Add(job.Work());
        return results;
    }
}
