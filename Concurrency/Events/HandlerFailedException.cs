namespace Workbook.Concurrency.Events;

/// <summary>A handler or a timer of an event loop threw; its exception is the inner one.</summary>
public sealed class HandlerFailedException : Exception
{
    internal HandlerFailedException(string source, Exception failure)
        : base($"A handler of {source} failed: {failure.Message}", failure) => Origin = source;

    /// <summary>The name of the event type, or "timer".</summary>
    public string Origin { get; }
}
