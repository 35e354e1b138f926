// fails: one fails, and the others still run to their end
// Throws as soon as a thread that was joined turns out to have failed: nobody waits for those behind it any more.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new JobFailedException?[jobs.Count];
        var threads = jobs.Select((job, i) => new Thread(() =>
        {
            try { results[i] = job.Work(); }
            catch (Exception e) { failures[i] = new JobFailedException(job.Name, e); }
        })
        { Name = job.Name }).ToList();
        threads.ForEach(thread => thread.Start());
        for (var i = 0; i < threads.Count; i++)
        {
            threads[i].Join();
            if (failures[i] is { } failure) throw new AggregateException(failure);
        }
        return results;
    }
}
