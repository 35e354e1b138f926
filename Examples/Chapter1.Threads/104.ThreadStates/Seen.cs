namespace Workbook.Examples.Threads.ThreadStates;

/// <summary>What a look at a thread found.</summary>
public enum Seen
{
    /// <summary>Made, not started.</summary>
    New,

    /// <summary>Could go on, but has had no core since the look before.</summary>
    Ready,

    /// <summary>Could go on, and has been on a core since the look before.</summary>
    Running,

    /// <summary>Ready or running; nobody here can tell which.</summary>
    Runnable,

    /// <summary>Cannot go on before something happens.</summary>
    Waiting,

    /// <summary>Over.</summary>
    Ended,
}
