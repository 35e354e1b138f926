// passes: a small object for each job has the thread, the result and the failure
namespace Workbook.Examples.Threads.StartAndJoin;

public static class AllAtOnce
{
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        if (jobs is null) throw new ArgumentNullException(nameof(jobs));
        foreach (var job in jobs)
        {
            if (job is null) throw new ArgumentException("There is a job that is none.", nameof(jobs));
        }

        var runs = new List<OneRun<T>>();
        foreach (var job in jobs) runs.Add(new OneRun<T>(job));

        var failures = new List<Exception>();
        var results = new List<T>();
        foreach (var run in runs)
        {
            run.Thread.Join();
            if (run.Failure is not null) failures.Add(run.Failure);
            else results.Add(run.Result!);
        }
        if (failures.Count > 0) throw new AggregateException(failures);
        return results;
    }

    private sealed class OneRun<T>
    {
        private readonly Job<T> _job;

        public OneRun(Job<T> job)
        {
            _job = job;
            Thread = new Thread(Do) { Name = job.Name };
            Thread.Start();
        }

        public Thread Thread { get; }
        public T? Result { get; private set; }
        public JobFailedException? Failure { get; private set; }

        private void Do()
        {
            try { Result = _job.Work(); }
            catch (Exception e) { Failure = new JobFailedException(_job.Name, e); }
        }
    }
}
