namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>What the parties take turns with.</summary>
public enum Primitive
{
    /// <summary>One after the other, all that follow.</summary>
    All,

    /// <summary>Locks alone: <see cref="LockTurns"/>.</summary>
    Lock,

    /// <summary>A semaphore each: <see cref="SemaphoreTurns"/>.</summary>
    Semaphore,

    /// <summary>An event each: <see cref="EventTurns"/>.</summary>
    Event,

    /// <summary>A mutex and a condition: <see cref="TurnTaking"/>.</summary>
    Condition,
}
