// fails: each job has a thread of its own, named like the job
// Tasks in place of threads: they run on threads of the pool, which are not the job's own and do not have its name.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new JobFailedException?[jobs.Count];
        Task.WaitAll(jobs.Select((job, i) => Task.Run(() =>
        {
            try { results[i] = job.Work(); }
            catch (Exception e) { failures[i] = new JobFailedException(job.Name, e); }
        })).ToArray());

        var failed = failures.OfType<JobFailedException>().ToList();
        return failed.Count == 0 ? results : throw new AggregateException(failed);
    }
}
