// fails: it returns when the last job has ended
// Joins the thread that was started last, as if it had to be the last to end too.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new T[jobs.Count];
        var failures = new JobFailedException?[jobs.Count];
        Thread? thread = null;
        for (var i = 0; i < jobs.Count; i++)
        {
            var slot = i;
            thread = new Thread(() =>
            {
                try { results[slot] = jobs[slot].Work(); }
                catch (Exception e) { failures[slot] = new JobFailedException(jobs[slot].Name, e); }
            })
            { Name = jobs[slot].Name };
            thread.Start();
        }
        thread?.Join();

        var failed = failures.OfType<JobFailedException>().ToList();
        return failed.Count == 0 ? results : throw new AggregateException(failed);
    }
}
