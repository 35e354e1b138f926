// fails: the results stand in the order of the jobs
// All threads share the loop variable, which has gone on by the time they look at it: jobs are done twice, or not at all.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new JobFailedException?[jobs.Count];
        var threads = new List<Thread>();
        for (var i = 0; i < jobs.Count; i++)
        {
            var thread = new Thread(() =>
            {
                try { results[i] = jobs[i].Work(); }
                catch (Exception e) { failures[i] = new JobFailedException(jobs[i].Name, e); }
            })
            { Name = jobs[i].Name };
            threads.Add(thread);
            thread.Start();
        }
        foreach (var thread in threads) thread.Join();

        var failed = failures.OfType<JobFailedException>().ToList();
        return failed.Count == 0 ? results : throw new AggregateException(failed);
    }
}
