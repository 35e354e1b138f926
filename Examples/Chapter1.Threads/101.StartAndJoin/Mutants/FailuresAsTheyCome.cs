// fails: every failure is thrown, in the order of the jobs
// Collects the failures in a queue, in the order in which they happen: another one each time.
using System.Collections.Concurrent;

namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new ConcurrentQueue<JobFailedException>();
        var threads = jobs.Select((job, i) => new Thread(() =>
        {
            try { results[i] = job.Work(); }
            catch (Exception e) { failures.Enqueue(new JobFailedException(job.Name, e)); }
        })
        { Name = job.Name }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failures.IsEmpty ? results : throw new AggregateException(failures);
    }
}
