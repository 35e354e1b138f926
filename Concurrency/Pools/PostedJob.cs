namespace Workbook.Concurrency.Pools;

/// <summary>A job that nobody waits for.</summary>
internal sealed class PostedJob(WorkerPool pool, Action body) : Job
{
    public override void Run()
    {
        try { body(); }
        catch (Exception e) { StrayFailures.Report($"a job posted to {pool.Name}", e); }
    }

    public override void Drop() { }
}
