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

    /// <summary>Two accesses to the same memory that nothing orders, though no schedule of the test fails.</summary>
    Race,

    /// <summary>A thread was still at work when the test had ended.</summary>
    ThreadLeft,

    /// <summary>It holds only as long as a sleep is long enough.</summary>
    Sleep,

    /// <summary>A thread spins for what another will do, and nothing lets it wait.</summary>
    BusyWait,
}
