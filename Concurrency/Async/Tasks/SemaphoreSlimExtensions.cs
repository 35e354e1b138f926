namespace Workbook.Concurrency.Async;

/// <summary>The <c>using</c> forms of the platform's <see cref="SemaphoreSlim"/>.</summary>
/// <remarks>An already cancelled token is refused even when a permit is there: so the semaphore wants it, other than the
/// types of this library. To dispose what is returned gives the permit back, once.</remarks>
public static class SemaphoreSlimExtensions
{
    /// <summary>Takes a permit, as soon as there is one. Never blocks.</summary>
    public static AwaitableDisposable<IDisposable> LockAsync(this SemaphoreSlim @this) => @this.LockAsync(CancellationToken.None);

    /// <summary>Takes a permit, as soon as there is one. Never blocks.</summary>
    /// <param name="this">The semaphore.</param>
    /// <param name="cancellationToken">Ends the wait; the task is canceled, no permit taken.</param>
    public static AwaitableDisposable<IDisposable> LockAsync(this SemaphoreSlim @this, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(@this);
        return new AwaitableDisposable<IDisposable>(Take());

        async Task<IDisposable> Take()
        {
            await @this.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Permit(@this);
        }
    }

    /// <summary>Takes a permit; blocks until there is one.</summary>
    public static IDisposable Lock(this SemaphoreSlim @this) => @this.Lock(CancellationToken.None);

    /// <summary>Takes a permit; blocks until there is one.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; no permit was taken.</exception>
    public static IDisposable Lock(this SemaphoreSlim @this, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(@this);
        @this.Wait(cancellationToken);
        return new Permit(@this);
    }

    private sealed class Permit(SemaphoreSlim semaphore) : IDisposable
    {
        private SemaphoreSlim? _semaphore = semaphore; // taken away by the first Dispose

        public void Dispose() => Interlocked.Exchange(ref _semaphore, null)?.Release();
    }
}
