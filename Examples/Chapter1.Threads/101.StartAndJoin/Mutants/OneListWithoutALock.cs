// fails: the results stand in the order of the jobs
// The threads add to one list that nobody guards: of two that add at the same time, one result is lost, sorted or not.
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Contains(null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new List<(int Place, T Result)>();
        var failures = new JobFailedException?[jobs.Count];
        var threads = jobs.Select((job, i) => new Thread(() =>
        {
            try { results.Add((i, job.Work())); }
            catch (Exception e) { failures[i] = new JobFailedException(job.Name, e); }
        })
        { Name = job.Name }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        var failed = failures.OfType<JobFailedException>().ToList();
        if (failed.Count > 0) throw new AggregateException(failed);
        return results.OrderBy(one => one.Place).Select(one => one.Result).ToList();
    }
}
