// fails: it waits for the threads without sleeping or spinning
// Asks every millisecond whether a thread is still alive: right, late by up to a millisecond, and at work while it waits.
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
        while (threads.Any(thread => thread.IsAlive)) Thread.Sleep(1);

        var failed = failures.OfType<JobFailedException>().ToList();
        return failed.Count == 0 ? results : throw new AggregateException(failed);
    }
}
