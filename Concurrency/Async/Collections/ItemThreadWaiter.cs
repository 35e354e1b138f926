namespace Workbook.Concurrency.Async;

/// <inheritdoc cref="IItemWaiter{TResult}"/>
internal sealed class ItemThreadWaiter<TResult>(AsyncWaitQueue origin, TResult result)
    : ThreadWaiter(origin), IItemWaiter<TResult>
{
    public TResult Result { get; set; } = result;

    public Exception? Failure { get; set; }
}
