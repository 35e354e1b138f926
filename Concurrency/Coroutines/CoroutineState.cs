namespace Workbook.Concurrency.Coroutines;

/// <summary>Where a coroutine is in its life; the picture is at <see cref="Coroutine"/>.</summary>
public enum CoroutineState
{
    /// <summary>It stands in the queue for its turn.</summary>
    Ready,

    /// <summary>It has the turn.</summary>
    Running,

    /// <summary>It waits for an item, or for the end of others.</summary>
    Waiting,

    /// <summary>It waits for a time.</summary>
    Sleeping,

    /// <summary>Its body came to its end.</summary>
    Ended,

    /// <summary>An exception ended it.</summary>
    Failed,

    /// <summary>It was told to end, and has.</summary>
    Cancelled,
}
