using Workbook.Concurrency.Pools;

namespace Workbook.Concurrency.Tests.Explored.Pools;

public sealed class ExploredWorkerPool
{
    [Fact]
    public void A_job_runs_and_its_result_comes_back() => Explored.Holds(() =>
    {
        var data = 0;
        using var pool = new WorkerPool(1);
        Assert.Equal(1, pool.Submit(() => ++data).Result());
        Assert.Equal(1, data);
    });

    [Fact]
    public void What_was_queued_runs_before_Dispose_returns() => Explored.Holds(() =>
    {
        var ran = 0;
        using (var pool = new WorkerPool(1))
        {
            pool.Post(() => ran++);
            pool.Post(() => ran++);
        }
        Assert.Equal(2, ran);
    });

    [Fact]
    public void A_job_that_throws_ends_its_future_and_not_the_worker() => Explored.Holds(() =>
    {
        using var pool = new WorkerPool(1);
        var failed = pool.Submit(() => throw new InvalidTimeZoneException());
        var next = pool.Submit(() => 1);
        failed.Wait();
        Assert.IsType<InvalidTimeZoneException>(failed.Failure);
        Assert.Equal(1, next.Result());
    }, bound: 1);

    [Fact]
    public void Two_workers_run_two_jobs_that_wait_for_each_other() => Explored.Holds(() =>
    {
        using var met = new CountdownEvent(2);
        using var pool = new WorkerPool(2);
        pool.Post(Meet);
        pool.Post(Meet);
        pool.Close();
        pool.Join();

        void Meet()
        {
            met.Signal();
            met.Wait(); // for ever, if a worker slept beside a queued job
        }
    }, bound: 0);

    [Fact]
    public void Terminate_drops_a_job_or_it_runs() => Explored.Holds(() =>
    {
        var ran = 0;
        var pool = new WorkerPool(1);
        pool.Post(() => ran++);
        var dropped = pool.Terminate();
        pool.Join();
        Assert.Equal(1, ran + dropped);
    });

    [Fact]
    public void A_job_that_meets_Close_is_refused_or_runs() => Explored.Holds(() =>
    {
        var (ran, accepted) = (0, false);
        var pool = new WorkerPool(1);
        Together.Run(() => accepted = pool.TryPost(() => ran++), pool.Close);
        pool.Join();
        Assert.Equal(accepted ? 1 : 0, ran);
    }, bound: 0);
}
