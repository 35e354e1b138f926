using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncMonitorContract : KeyedLockContract
{
    private AsyncMonitor _monitor = new();

    private protected override Task<IDisposable> LockAsync() => _monitor.EnterAsync();

    private protected override Task<IDisposable> LockAsync(CancellationToken cancel) => _monitor.EnterAsync(cancel);

    private protected override IDisposable Lock() => _monitor.Enter();

    private protected override IDisposable Lock(CancellationToken cancel) => _monitor.Enter(cancel);

    private protected override void Renew() => _monitor = new();

    [Fact]
    public async Task Pulse_wakes_one_and_PulseAll_the_rest()
    {
        Task[] waits = [await StartWaiting(), await StartWaiting(), await StartWaiting()];
        using (await _monitor.EnterAsync()) _monitor.Pulse();
        await waits[0].InTime();
        Assert.False(waits[1].IsCompleted || waits[2].IsCompleted);
        using (await _monitor.EnterAsync()) _monitor.PulseAll();
        await Task.WhenAll(waits).InTime();
    }

    [Fact]
    public async Task A_cancelled_wait_completes_only_inside_the_monitor()
    {
        using var source = new CancellationTokenSource();
        var key = await _monitor.EnterAsync();
        var wait = _monitor.WaitAsync(source.Token);
        var other = await _monitor.EnterAsync();
        await source.CancelAsync();
        Assert.False(wait.IsCompleted);
        other.Dispose();
        await wait.IsCanceledInTime();
        Assert.False(LockAsync().IsCompleted);
        key.Dispose();
    }

    [Fact]
    public async Task A_thread_waits_for_the_pulse_of_a_task()
    {
        var ready = false;
        var thread = WorkerThread.Start("waiter", () =>
        {
            using (_monitor.Enter())
                while (!ready) _monitor.Wait(CancellationToken.None);
        }, background: true);
        Patience.UntilAsleep(thread);
        using (await _monitor.EnterAsync())
        {
            ready = true;
            _monitor.Pulse();
        }
        thread.Ends();
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() => Ids.AreDistinct(() => new AsyncMonitor().Id, _monitor.Id, _monitor.Id);

    private async Task<Task> StartWaiting()
    {
        var key = await _monitor.EnterAsync().AsTask().InTime();
        var wait = _monitor.WaitAsync();
        return Finish();

        async Task Finish()
        {
            using (key) await wait;
        }
    }
}
