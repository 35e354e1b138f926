using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>A task that is canceled when a token is: a token to await.</summary>
[DebuggerDisplay("{Task.Status}")] // takes no lock
public sealed class CancellationTokenTaskSource<T> : IDisposable
{
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Watches <paramref name="cancellationToken"/>. If it is cancelled already, so is <see cref="Task"/>.</summary>
    public CancellationTokenTaskSource(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Task = System.Threading.Tasks.Task.FromCanceled<T>(cancellationToken);
            return;
        }
        var source = TaskCompletionSourceExtensions.CreateAsyncTaskSource<T>(); // or continuations would run inside Cancel
        _registration = cancellationToken.UnsafeRegister(
            static (source, token) => ((TaskCompletionSource<T>)source!).TrySetCanceled(token), source);
        Task = source.Task;
    }

    /// <summary>Canceled with the token, and never completed otherwise.</summary>
    public Task<T> Task { get; }

    /// <summary>Ends the watching. If the token was not cancelled until now, <see cref="Task"/> never completes.</summary>
    public void Dispose() => _registration.Dispose();
}
