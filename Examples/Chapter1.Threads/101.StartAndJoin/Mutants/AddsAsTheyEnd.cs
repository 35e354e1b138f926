// fails: the results stand in the order of the jobs
// Adds each result to the end of a list, under a lock: nothing is lost, and the order is that in which the jobs ended.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new List<T>();
        var failures = new JobFailedException?[jobs.Count];
        var threads = jobs.Select((job, i) => new Thread(() =>
        {
            try
            {
                var result = job.Work();
                lock (results) results.Add(result);
            }
            catch (Exception e) { failures[i] = new JobFailedException(job.Name, e); }
        })
        { Name = job.Name }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        var failed = failures.OfType<JobFailedException>().ToList();
        return failed.Count == 0 ? results : throw new AggregateException(failed);
    }
}
