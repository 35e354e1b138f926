namespace Workbook.Explorer.Verdicts;

/// <summary>What was wrong with an execution.</summary>
public enum FailureKind
{
    /// <summary>The test said so.</summary>
    Assertion,

    /// <summary>An exception left a thread.</summary>
    Exception,

    /// <summary>All wait for each other.</summary>
    Deadlock,

    /// <summary>Some wait for ever, while others have ended.</summary>
    PartialDeadlock,

    /// <summary>A wait that nobody will end, because its signal came before it.</summary>
    LostWakeup,

    /// <summary>Threads run, and nothing comes of it.</summary>
    Livelock,

    /// <summary>A primitive was used against its rules.</summary>
    Misuse,
}
