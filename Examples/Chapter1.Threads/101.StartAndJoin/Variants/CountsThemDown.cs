// passes: waits for a count of the jobs that are not done yet, in place of the threads, and looks the results up by number
using System.Collections.Concurrent;

namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Any(job => job is null)) throw new ArgumentException("A job is null.", nameof(jobs));

        var results = new ConcurrentDictionary<int, T>();
        var failures = new ConcurrentDictionary<int, JobFailedException>();
        var left = new CountdownEvent(jobs.Count);
        for (var number = 0; number < jobs.Count; number++) Start(number, jobs[number]);
        left.Wait();

        if (!failures.IsEmpty) throw new AggregateException(failures.OrderBy(pair => pair.Key).Select(pair => pair.Value));
        return results.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();

        void Start(int number, Job<T> job)
        {
            var thread = new Thread(() =>
            {
                try { results[number] = job.Work(); }
                catch (Exception e) { failures[number] = new JobFailedException(job.Name, e); }
                finally { left.Signal(); }
            });
            thread.Name = job.Name;
            thread.Start();
        }
    }
}
