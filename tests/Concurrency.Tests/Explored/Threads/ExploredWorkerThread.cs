using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Explored.Threads;

public sealed class ExploredWorkerThread
{
    [Fact]
    public void Whoever_joined_sees_what_the_worker_wrote() => Explored.Proves(() =>
    {
        var data = 0;
        var worker = WorkerThread.Start("worker", () => data = 1);
        worker.Join();
        Assert.Equal(1, data);
    });

    [Fact]
    public void Both_joiners_are_told_the_failure() => Explored.Holds(() =>
    {
        var worker = WorkerThread.Start("worker", () => throw new InvalidTimeZoneException());
        Together.Run(Join, Join);

        void Join()
        {
            try
            {
                worker.Join();
                Assert.Fail("nothing was thrown");
            }
            catch (WorkerFailedException failure) { Assert.IsType<InvalidTimeZoneException>(failure.InnerException); }
        }
    });

    [Fact]
    public void A_join_that_times_out_can_be_repeated() => Explored.Holds(() =>
    {
        var data = 0;
        var worker = WorkerThread.Start("worker", () => data = 1);
        if (!worker.Join(TimeSpan.FromMilliseconds(1))) worker.Join();
        Assert.Equal(1, data);
    });

    [Fact]
    public void A_cancelled_join_leaves_the_worker_alone() => Explored.Holds(() =>
    {
        var data = 0;
        var source = new CancellationTokenSource();
        var worker = WorkerThread.Start("worker", () => data = 1);
        var canceller = Together.Start("canceller", source.Cancel);
        try { worker.Join(source.Token); }
        catch (OperationCanceledException) { worker.Join(); }
        Assert.Equal(1, data);
        canceller.Join();
    });

    [Fact]
    public void One_of_two_starts_it() => Explored.Proves(() =>
    {
        var (runs, refused) = (0, 0);
        var worker = new WorkerThread("worker", () => runs++);
        Together.Run(Start, Start);
        worker.Join();
        Assert.Equal((1, 1), (runs, refused));

        void Start()
        {
            try { worker.Start(); }
            catch (InvalidOperationException) { Interlocked.Increment(ref refused); }
        }
    });

    [Fact]
    public void A_group_joins_what_its_workers_start_too() => Explored.Holds(() =>
    {
        var (group, runs) = (new ThreadGroup(), 0);
        group.Start("parent", () =>
        {
            group.Start("child", () => Interlocked.Increment(ref runs));
            Interlocked.Increment(ref runs);
        });
        group.Join();
        Assert.Equal(2, runs);
    });
}
