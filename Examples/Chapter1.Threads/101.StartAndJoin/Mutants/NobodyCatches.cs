// fails: one fails, and the others still run to their end
// Tries to catch where the thread is joined; but an exception does not cross from one thread to another, it ends the process.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new List<JobFailedException>();
        var threads = jobs.Select((job, i) => new Thread(() => results[i] = job.Work()) { Name = job.Name }).ToList();
        threads.ForEach(thread => thread.Start());
        foreach (var thread in threads)
        {
            try { thread.Join(); }
            catch (Exception e) { failures.Add(new JobFailedException(thread.Name!, e)); }
        }
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }
}
