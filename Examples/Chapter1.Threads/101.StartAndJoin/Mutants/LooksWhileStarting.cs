// fails: a list or a job that is not there is refused, and nothing is started
// Looks at each job right before its thread is started: those in front of the missing one run already.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var results = new T[jobs.Count];
        var failures = new JobFailedException?[jobs.Count];
        var threads = new List<Thread>();
        for (var i = 0; i < jobs.Count; i++)
        {
            var (job, slot) = (jobs[i], i);
            if (job is null) throw new ArgumentException("A job is null.", nameof(jobs));
            var thread = new Thread(() =>
            {
                try { results[slot] = job.Work(); }
                catch (Exception e) { failures[slot] = new JobFailedException(job.Name, e); }
            })
            { Name = job.Name };
            thread.Start();
            threads.Add(thread);
        }
        foreach (var thread in threads) thread.Join();

        var failed = failures.OfType<JobFailedException>().ToList();
        return failed.Count == 0 ? results : throw new AggregateException(failed);
    }
}
