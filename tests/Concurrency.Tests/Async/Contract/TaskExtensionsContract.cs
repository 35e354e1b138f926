namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class TaskExtensionsContract
{
    private readonly TaskCompletionSource<int> _a = new(), _b = new(), _c = new();

    private Task<int>[] Tasks => [_a.Task, _b.Task, _c.Task];

    private Task[] Plain => [.. Tasks];

    [Fact]
    public async Task WhenAny_gives_the_first_to_complete()
    {
        var (typed, plain) = (Tasks.WhenAny(), Plain.WhenAny());
        Assert.False(typed.IsCompleted || plain.IsCompleted);
        _b.SetException(new NotSupportedException());
        Assert.Same(_b.Task, await typed.InTime());
        Assert.Same(_b.Task, await plain.InTime());
        await _b.Task.Fails<NotSupportedException>();
    }

    [Fact]
    public async Task WhenAny_with_a_token_gives_the_first_to_complete()
    {
        using var source = new CancellationTokenSource();
        var (typed, plain) = (Tasks.WhenAny(source.Token), Plain.WhenAny(source.Token));
        _c.SetResult(1);
        Assert.Same(_c.Task, await typed.InTime());
        Assert.Same(_c.Task, await plain.InTime());
    }

    [Fact]
    public async Task WhenAny_is_canceled_with_its_token()
    {
        using var source = new CancellationTokenSource();
        var (typed, plain) = (Tasks.WhenAny(source.Token), Plain.WhenAny(source.Token));
        await source.CancelAsync();
        await typed.IsCanceledInTime();
        await plain.IsCanceledInTime();
        Assert.True(Tasks.WhenAny(source.Token).IsCanceled); // at once
        Assert.True(Plain.WhenAny(source.Token).IsCanceled);
    }

    [Fact]
    public async Task WhenAll_gives_the_results_in_the_order_of_the_arguments()
    {
        var (typed, plain) = (Tasks.WhenAll(), Plain.WhenAll());
        _c.SetResult(3);
        _a.SetResult(1);
        Assert.False(typed.IsCompleted || plain.IsCompleted);
        _b.SetResult(2);
        var results = await typed.InTime();
        Assert.Equal([1, 2, 3], results);
        await plain.InTime();
    }

    [Fact]
    public async Task WaitAsync_ends_with_the_task_or_the_token()
    {
        using var source = new CancellationTokenSource();
        Task plain = _a.Task;
        var waits = (typed: _a.Task.WaitAsync(source.Token), plain: plain.WaitAsync(source.Token));
        await source.CancelAsync();
        await waits.typed.IsCanceledInTime();
        await waits.plain.IsCanceledInTime();
        Assert.False(_a.Task.IsCompleted);
        Assert.Same(_a.Task, _a.Task.WaitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task OrderByCompletion_gives_results_faults_and_cancellations_as_they_come()
    {
        var ordered = Tasks.OrderByCompletion();
        var plain = Plain.OrderByCompletion();
        Assert.Equal((3, 3), (ordered.Count, plain.Count));

        _c.SetResult(3);
        Assert.Equal(3, await ordered[0].InTime());
        await plain[0].InTime();
        Assert.False(ordered[1].IsCompleted || plain[1].IsCompleted);

        _a.SetException(new NotSupportedException());
        await ordered[1].Fails<NotSupportedException>();
        await plain[1].Fails<NotSupportedException>();

        _b.SetCanceled();
        await ordered[2].IsCanceledInTime();
        await plain[2].IsCanceledInTime();
    }

    [Fact]
    public void Ignore_swallows_the_exception()
    {
        Patience.OnAnotherThread(() => AsyncContext.Run(async () =>
        {
            _a.Task.Ignore();
            ((Task)_a.Task).Ignore();
            _a.SetException(new NotSupportedException());
            await Task.Yield();
        })); // an exception of an async void method would come out here
    }
}
