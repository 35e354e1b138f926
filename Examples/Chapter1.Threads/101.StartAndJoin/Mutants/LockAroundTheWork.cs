// fails: the jobs run all at the same time
// Has the lock for the list of the results while the job works: all threads are there, and one of them works.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new SortedList<int, T>();
        var failures = new SortedList<int, JobFailedException>();
        var threads = jobs.Select((job, i) => new Thread(() =>
        {
            lock (results)
            {
                try { results.Add(i, job.Work()); }
                catch (Exception e) { failures.Add(i, new JobFailedException(job.Name, e)); }
            }
        })
        { Name = job.Name }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failures.Count == 0 ? results.Values.ToList() : throw new AggregateException(failures.Values);
    }
}
