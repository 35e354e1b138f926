namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AwaitableDisposableContract
{
    [Fact]
    public async Task It_is_awaited_as_its_task_is()
    {
        var stream = new MemoryStream();
        var task = Task.FromResult(stream);
        var awaitable = new AwaitableDisposable<MemoryStream>(task);
        Assert.Same(task, awaitable.AsTask());
        Task<MemoryStream> converted = awaitable;
        Assert.Same(task, converted);
        Assert.Same(stream, await awaitable);
        Assert.Same(stream, await awaitable.ConfigureAwait(false));
    }

    [Fact]
    public void It_is_not_disposable_so_that_a_forgotten_await_does_not_compile() =>
        Assert.False(typeof(IDisposable).IsAssignableFrom(typeof(AwaitableDisposable<MemoryStream>)));
}
