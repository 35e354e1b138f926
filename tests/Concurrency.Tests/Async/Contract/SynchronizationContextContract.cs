namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class SynchronizationContextContract : IDisposable
{
    private readonly AsyncContextThread _thread = new();

    private SynchronizationContext Context => _thread.Context.SynchronizationContext;

    public void Dispose() => _thread.Dispose();

    private static bool IsThere => AsyncContext.Current is not null;

    [Fact]
    public void Send_runs_in_the_context_and_returns_what_the_function_returned()
    {
        var there = false;
        Patience.OnAnotherThread(() => Context.Send(() => { there = IsThere; }));
        Assert.True(there);
        Assert.Equal((true, 7), Bounded.Here(() => Context.Send(() => (IsThere, 7))));
    }

    [Fact]
    public void Send_throws_what_the_function_threw()
    {
        var plain = new SynchronizationContext(); // sends by a call
        Assert.Throws<NotSupportedException>(() => plain.Send((Action)(() => throw new NotSupportedException())));
        Assert.Throws<NotSupportedException>(() => { plain.Send((Func<int>)(() => throw new NotSupportedException())); });
    }

    [Fact]
    public async Task PostAsync_runs_in_the_context_and_gives_the_result()
    {
        var there = false;
        await Context.PostAsync(() => { there = IsThere; }).InTime();
        Assert.True(there);
        Assert.Equal((true, 7), await Context.PostAsync(() => (IsThere, 7)).InTime());
    }

    [Fact]
    public async Task PostAsync_resumes_asynchronous_code_in_the_context()
    {
        var there = false;
        await Context.PostAsync(async () =>
        {
            await Task.Run(() => { });
            there = IsThere;
        }).InTime();
        Assert.True(there);
        Assert.Equal((true, 7), await Context.PostAsync(async () =>
        {
            await Task.Run(() => { });
            return (IsThere, 7);
        }).InTime());
    }

    [Fact]
    public async Task An_exception_of_posted_code_is_the_task_s()
    {
        await Context.PostAsync((Action)(() => throw new NotSupportedException())).Fails<NotSupportedException>();
        await Context.PostAsync((Func<int>)(() => throw new NotSupportedException())).Fails<NotSupportedException>();
        await Context.PostAsync(async () =>
        {
            await Task.Yield();
            throw new NotSupportedException();
        }).Fails<NotSupportedException>();
        await Context.PostAsync(async () =>
        {
            await Task.Yield();
            return IsThere ? throw new NotSupportedException() : 1;
        }).Fails<NotSupportedException>();
        Assert.Equal(1, await Context.PostAsync(() => 1).InTime()); // the context lives on
        await _thread.JoinAsync().InTime();
    }

    [Fact]
    public async Task A_cancellation_of_posted_code_is_told()
    {
        var canceled = new CancellationToken(true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Context.PostAsync(() => Task.FromCanceled(canceled)).InTime());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Context.PostAsync(() => Task.FromCanceled<int>(canceled)).InTime());
    }
}
