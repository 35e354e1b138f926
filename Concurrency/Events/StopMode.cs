namespace Workbook.Concurrency.Events;

/// <summary>What becomes of the events that wait when a loop is stopped.</summary>
public enum StopMode
{
    /// <summary>They are dispatched first. What is posted from now on is refused.</summary>
    Drain,

    /// <summary>They are dropped. The event under dispatch still reaches all its handlers.</summary>
    Drop,
}
