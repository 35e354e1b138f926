namespace Workbook.Concurrency.Coroutines;

/// <summary>A coroutine ended by an exception, or was cancelled; whoever joins it gets that here, as the inner
/// exception.</summary>
public sealed class CoroutineFailedException : Exception
{
    internal CoroutineFailedException(string coroutine, Exception failure)
        : base($"{coroutine} failed: {failure.Message}", failure) => Coroutine = coroutine;

    /// <summary>The name of the coroutine that failed.</summary>
    public string Coroutine { get; }
}
