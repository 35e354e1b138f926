namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncContextThreadContract
{
    [Fact]
    public async Task It_is_a_thread_of_its_own_and_not_of_the_pool()
    {
        var thread = new AsyncContextThread();
        var (id, isPool) = await thread.Factory.Run(
            () => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread)).InTime();
        Assert.NotEqual(Environment.CurrentManagedThreadId, id);
        Assert.False(isPool);
        await thread.JoinAsync().InTime();
    }

    [Fact]
    public async Task Asynchronous_code_is_resumed_on_it()
    {
        using var thread = new AsyncContextThread();
        var (before, after) = await thread.Factory.Run(async () =>
        {
            var before = Environment.CurrentManagedThreadId;
            await Task.Run(() => { });
            return (before, Environment.CurrentManagedThreadId);
        }).InTime();
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Its_work_sees_its_context()
    {
        using var thread = new AsyncContextThread();
        Assert.Same(thread.Context, await thread.Factory.Run(() => AsyncContext.Current).InTime());
        Assert.Same(thread.Context.Scheduler, thread.Factory.Scheduler);
    }

    [Fact]
    public async Task JoinAsync_lets_what_is_queued_and_outstanding_finish()
    {
        var thread = new AsyncContextThread();
        var go = new TaskCompletionSource();
        var steps = new List<string>();
        async void Void()
        {
            await go.Task;
            steps.Add("void");
        }
        await thread.Factory.Run(Void).InTime();
        var queued = thread.Factory.Run(() => steps.Add("queued"));
        var joined = thread.JoinAsync();
        await queued.InTime();
        Assert.False(joined.IsCompleted);
        go.SetResult();
        await joined.InTime();
        Assert.Equal(["queued", "void"], steps);
    }

    [Fact]
    public async Task Join_blocks_until_the_thread_has_ended()
    {
        var thread = new AsyncContextThread();
        var itself = await thread.Factory.Run(() => Thread.CurrentThread).InTime();
        Patience.OnAnotherThread(thread.Join);
        Assert.True(itself.Join(Patience.Long));
    }

    [Fact]
    public async Task It_may_be_joined_and_disposed_again()
    {
        var thread = new AsyncContextThread();
        Assert.False(thread.IsDisposeStarted || thread.IsDisposing || thread.IsDisposed);
        thread.Dispose();
        thread.Dispose();
        Assert.True(thread.IsDisposeStarted && thread.IsDisposed);
        await thread.JoinAsync().InTime();
        Patience.OnAnotherThread(thread.Join);
    }

    [Fact]
    public async Task Work_queued_after_its_end_never_runs()
    {
        var thread = new AsyncContextThread();
        await thread.JoinAsync().InTime();
        var ran = false;
        var late = thread.Factory.Run(() => { ran = true; });
        Assert.False(late.IsCompleted || ran);
    }

    [Fact]
    public async Task Send_from_another_thread_runs_there_and_blocks_until_done()
    {
        using var thread = new AsyncContextThread();
        var itself = await thread.Factory.Run(() => Environment.CurrentManagedThreadId).InTime();
        var seen = 0;
        Patience.OnAnotherThread(
            () => thread.Context.SynchronizationContext.Send(_ => seen = Environment.CurrentManagedThreadId, null));
        Assert.Equal(itself, seen);
    }

    [Fact]
    public async Task An_exception_of_a_task_is_the_task_s_and_the_thread_goes_on()
    {
        using var thread = new AsyncContextThread();
        await thread.Factory.Run((Action)(() => throw new NotSupportedException())).Fails<NotSupportedException>();
        Assert.Equal(5, await thread.Factory.Run(() => 5).InTime());
    }
}
