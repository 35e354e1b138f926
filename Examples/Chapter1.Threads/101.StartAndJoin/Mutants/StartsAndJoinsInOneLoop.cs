// fails: the jobs run all at the same time
// Starts a thread and joins it, and then the next: as many threads as jobs, and never two at work.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new List<JobFailedException>();
        for (var i = 0; i < jobs.Count; i++)
        {
            var slot = i;
            var thread = new Thread(() =>
            {
                try { results[slot] = jobs[slot].Work(); }
                catch (Exception e) { failures.Add(new JobFailedException(jobs[slot].Name, e)); }
            })
            { Name = jobs[slot].Name };
            thread.Start();
            thread.Join();
        }
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }
}
