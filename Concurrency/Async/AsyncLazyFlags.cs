namespace Workbook.Concurrency.Async;

/// <summary>How an <see cref="AsyncLazy{T}"/> runs its factory.</summary>
[Flags]
public enum AsyncLazyFlags
{
    /// <summary>Once, on a thread of the pool; a failure is kept.</summary>
    None = 0,

    /// <summary>On the thread that first asks, as far as the factory's first wait.</summary>
    ExecuteOnCallingThread = 1,

    /// <summary>A failure is told to those who wait for it, and forgotten: the next to ask starts the factory again.</summary>
    RetryOnFailure = 2,
}
