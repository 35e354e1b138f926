namespace Workbook.Examples.Ipc.PoliteEnds;

/// <summary>How a worker goes about a piece of work when it has been asked to stop.</summary>
public enum Habit
{
    /// <summary>Finishes the piece that it has begun, and begins no other.</summary>
    FinishesThePiece,

    /// <summary>Has a piece that never ends, so that asking is not enough.</summary>
    NeverFinishes,
}
