// main                          the pool                      worker 1 ... worker n
//   submits jobs 1 to n           queues them                   take one, run it, take the next
//   submits a roll call           for each worker               "here", and wait for the others
//   closes the pool               refuses from now on           run what is queued
//   submits one more: refused
//   joins                                                       go home when nothing is left
//   audits the log

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Pools;

[Exercise(403, "thread-pool", "Thread pool", Points = 10, Small = "--jobs 6 --delay 1ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads in the pool", 1, 50)] int workers = 3,
        [Option("jobs to run", 1, 10_000)] int jobs = 12,
        [Option("how long a job takes, when its number is odd; an even one takes twice as long", 0, 10_000)] int delayMs = 100,
        [Option("the job that throws, 0 for none", 0, 10_000)] int fail = 4,
        [Option("use a pool that does not catch what a job throws")] bool broken = false)
    {
        if (fail > jobs) throw new BadOptionException("--fail", $"there are only {jobs} jobs; --fail 0 for none");

        var rollCall = new RollCall(workers);
        IPool pool = broken ? new FragilePool(workers, jobs + workers, rollCall.Died) : new SmallPool(workers);
        stage.WriteLine($"{pool.Size} workers; a pool without a number would have {SmallPool.DefaultSize} on this machine");

        var log = new JobLog(stage, workers);
        log.Head();
        for (var number = 1; number <= jobs; number++)
        {
            var job = number;
            pool.Submit(() => // [submit]
            {
                if (stage.Cancel.IsCancellationRequested) return; // after Ctrl+C: drain, and say nothing
                log.Add(job, JobStep.Begins);
                stage.Sleep(job % 2 == 0 ? 2 * delayMs : delayMs); // [work]
                log.Add(job, job == fail ? JobStep.Throws : JobStep.Done);
                if (job == fail) throw new InvalidOperationException($"job {job} was told to fail"); // [throw]
            });
        }
        for (var i = 0; i < workers; i++) pool.Submit(() => rollCall.Answer(stage.Cancel));

        pool.Close(); // [close]
        var begun = log.Entries.Count(entry => entry.Step == JobStep.Begins);
        var late = Refusal(() => pool.Submit(() => log.Add(jobs + 1, JobStep.Begins)));
        pool.Join(); // [join] without the token: after Ctrl+C the jobs end at once, and then so do the workers
        stage.Cancel.ThrowIfCancellationRequested();

        var audit = new Audit(log.Entries, jobs);
        var tickMs = Math.Max(1, delayMs / 5);
        stage.WriteLine();
        stage.Gantt("who ran which job", audit.Spans(tickMs), $"last digit of the job, ! = threw; a tick is {tickMs} ms");
        stage.Table("jobs per worker", ["worker", "jobs", "which"], audit.PerWorker);
        stage.WriteLine($"closed when {begun} of {jobs} jobs had begun; one more submit was {late}");
        foreach (var line in audit.Findings) stage.WriteLine(line);
        stage.WriteLine($"roll call: {rollCall.Alive.Count} of {workers} workers came" +
            (rollCall.Dead.Count == 0 ? "" : $"; DEAD: {string.Join(", ", rollCall.Dead)}"));
    }

    private static string Refusal(Action submit)
    {
        try { submit(); }
        catch (InvalidOperationException e) { return $"refused: {e.Message}"; }
        return "TAKEN";
    }
}
