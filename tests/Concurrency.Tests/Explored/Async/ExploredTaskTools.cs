namespace Workbook.Concurrency.Tests.Explored.Async;

public sealed class ExploredTaskTools
{
    [Fact]
    public void The_raiser_waits_for_two_deferrals() => Explored.Proves(async () =>
    {
        var (deferrals, first, second) = (new DeferralManager(), 0, 0);
        var (one, other) = (deferrals.DeferralSource.GetDeferral(), deferrals.DeferralSource.GetDeferral());
        var work = Task.Run(() =>
        {
            first = 1;
            one.Dispose();
        });
        var more = Task.Run(() =>
        {
            second = 1;
            other.Dispose();
        });
        await deferrals.WaitForDeferralsAsync();
        Assert.Equal((1, 1), (first, second));
        await work;
        await more;
    });

    [Fact]
    public void Two_who_dispose_do_it_once_and_both_find_it_done() => Explored.Proves(async () =>
    {
        var disposable = new Once();
        var other = Task.Run(Dispose);
        Dispose();
        await other;
        Assert.Equal(1, disposable.Times);

        void Dispose()
        {
            disposable.Dispose();
            Assert.True(disposable.IsDisposed);
            Assert.Equal(1, disposable.Times);
        }
    });

    [Fact]
    public void The_first_to_complete_comes_first() => Explored.Proves(async () =>
    {
        var (one, two) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var order = new[] { one.Task, two.Task }.OrderByCompletion();
        await Together.RunAsync(Together.Now(() => one.SetResult(1)), Together.Now(() => two.SetResult(2)));
        var last = await order[1];
        Assert.True(order[0].IsCompleted);
        Assert.Equal(3, await order[0] + last);
    });

    [Fact]
    public void A_wait_for_a_task_ends_with_it_or_with_the_token() => Explored.Proves(async () =>
    {
        var (work, cancel) = (new TaskCompletionSource<int>(), new CancellationTokenSource());
        var wait = work.Task.WaitAsync(cancel.Token);
        await Together.RunAsync(Together.Now(() => work.SetResult(1)), Together.Now(cancel.Cancel));
        if (await Together.Ends(wait)) Assert.Equal(1, await wait);
        Assert.Equal(1, await work.Task);
    });

    [Fact]
    public void The_task_of_a_token_is_canceled_with_it_or_never() => Explored.Proves(async () =>
    {
        var cancel = new CancellationTokenSource();
        using var source = new CancellationTokenTaskSource<int>(cancel.Token);
        await Together.RunAsync(Together.Now(cancel.Cancel), async () => Assert.False(await Together.Ends(source.Task)));
    });

    [Fact]
    public void A_normalized_token_fires_with_either() => Explored.Proves(async () =>
    {
        var (one, two) = (new CancellationTokenSource(), new CancellationTokenSource());
        using var either = NormalizedCancellationToken.Normalize(one.Token, two.Token);
        await Together.RunAsync(Together.Now(one.Cancel), Together.Now(two.Cancel));
        Assert.True(either.Token.IsCancellationRequested);
    });

    [Fact]
    public void The_platforms_semaphore_is_given_back_by_its_key() => Explored.Proves(async () =>
    {
        var (permits, entries) = (new SemaphoreSlim(1), 0); // plain: the semaphore orders the entries
        await Together.RunAsync(Enter, Enter);
        Assert.Equal((2, 1), (entries, permits.CurrentCount));

        async Task Enter()
        {
            using (await permits.LockAsync()) entries++;
        }
    });

    [Fact]
    public void A_wait_handle_is_awaited_and_loses_no_signal_when_cancelled() => Explored.Proves(async () =>
    {
        var (handle, source) = (new AutoResetEvent(false), new CancellationTokenSource());
        var wait = WaitHandleAsyncFactory.FromWaitHandle(handle, source.Token);
        var cancel = Task.Run(source.Cancel);
        handle.Set();
        var got = await Together.Ends(wait);
        await cancel;
        Assert.NotEqual(got, handle.WaitOne(0));
    });

    [Fact]
    public void An_event_that_is_raised_while_it_is_cancelled_ends_the_wait_once() => Explored.Proves(async () =>
    {
        var cancel = new CancellationTokenSource();
        Action? raised = null;
        var wait = EventAsyncFactory.FromActionEvent(handler => raised += handler, handler => raised -= handler, cancel.Token);
        await Together.RunAsync(Together.Now(cancel.Cancel), Together.Now(raised!));
        await Together.Ends(wait);
        Assert.Null(raised);
    });

    private sealed class Once() : SingleDisposable<int>(0)
    {
        public int Times { get; private set; }

        protected override void Dispose(int context) => Times++;
    }
}
