// passes: the library's worker threads carry their exceptions to Join; nobody catches anything in a thread
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var workers = jobs.Select((job, i) => WorkerThread.Start(job.Name, () => { results[i] = job.Work(); })).ToList();
        var failures = new List<Exception>();
        foreach (var worker in workers)
        {
            try { worker.Join(); }
            catch (WorkerFailedException e) { failures.Add(new JobFailedException(worker.Name, e.InnerException!)); }
        }
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }
}
