namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredAsyncContext
{
    [Fact]
    public void What_is_awaited_goes_on_in_the_context() => Explored.Proves(() =>
    {
        var value = AsyncContext.Run(async () =>
        {
            var (thread, left) = (Environment.CurrentManagedThreadId, 0);
            var work = Task.Run(() => left = 1);
            await Task.Yield();
            await work;
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            return left;
        });
        Assert.Equal(1, value);
        Assert.Null(SynchronizationContext.Current);
    });

    [Fact]
    public void Two_async_methods_of_a_context_need_no_lock() => Explored.Proves(() =>
    {
        var count = 0;
        AsyncContext.Run(() => Task.WhenAll(Add(), Add()));
        Assert.Equal(2, count);

        async Task Add()
        {
            var before = count;
            count = before + 1;
            await Task.Yield();
        }
    });

    [Fact]
    public void It_waits_for_an_async_void_method() => Explored.Proves(() =>
    {
        var done = false;
        AsyncContext.Run(() => Begin());
        Assert.True(done);

        async void Begin()
        {
            await Task.Run(() => { });
            done = true;
        }
    });

    [Fact]
    public void A_failure_comes_out_of_Run() => Explored.Proves(() =>
    {
        Assert.Throws<InvalidTimeZoneException>(() => AsyncContext.Run(Fail));

        static async Task Fail()
        {
            await Task.Yield();
            throw new InvalidTimeZoneException();
        }
    });

    [Fact]
    public void A_context_thread_runs_all_that_it_was_given_before_it_ends() => Explored.Holds(async () =>
    {
        var (thread, ran) = (new AsyncContextThread(), 0); // plain: one thread
        await Together.RunAsync(Add, Add);
        await thread.JoinAsync();
        Assert.Equal(2, ran);

        Task Add() => thread.Factory.Run(() => ran++);
    }, bound: 1);

    [Fact]
    public void A_context_thread_finishes_an_async_function() => Explored.Holds(async () =>
    {
        var thread = new AsyncContextThread();
        var number = await thread.Factory.Run(async () =>
        {
            await Task.Yield();
            return thread.Context == AsyncContext.Current ? 1 : 0;
        });
        thread.Join();
        Assert.Equal(1, number);
    }, bound: 1);

    [Fact]
    public void What_is_sent_has_run_and_what_is_posted_runs() => Explored.Holds(async () =>
    {
        var (thread, posted, sent) = (new AsyncContextThread(), 0, 0);
        var post = thread.Context.SynchronizationContext.PostAsync(() => posted = 1);
        thread.Context.SynchronizationContext.Send(() => sent = 1);
        Assert.Equal(1, sent);
        Assert.Equal(1, await post);
        await thread.JoinAsync();
        Assert.Equal(1, posted);
    }, bound: 1);

    [Fact]
    public void Two_may_join() => Explored.Holds(async () =>
    {
        var thread = new AsyncContextThread();
        await Together.RunAsync(thread.JoinAsync, thread.JoinAsync);
    }, bound: 1);
}
