namespace Workbook.Concurrency.Async;

/// <summary>Waits that end after a time: a cancellation that the caller is not told of.</summary>
internal static class TimeLimit
{
    /// <returns>Null when the time was over first.</returns>
    public static async ValueTask<AsyncKey?> Apply(
        Func<CancellationToken, AwaitableKey> take, TimeSpan timeout, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (timeout == TimeSpan.Zero) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try { return await take(limit.Token).ConfigureAwait(false); }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <returns>False when the time was over first.</returns>
    public static async ValueTask<bool> Apply(Func<CancellationToken, Task> wait, TimeSpan timeout, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (timeout == TimeSpan.Zero) return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            await wait(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }
}
