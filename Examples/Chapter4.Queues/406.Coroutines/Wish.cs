namespace Workbook.Examples.Queues.CooperativeTasks;

/// <summary>What a coroutine yields: what it gives up its turn for.</summary>
public enum Wish
{
    /// <summary>Only a later turn: let the others go first.</summary>
    Turn,

    /// <summary>A value that somebody sends; its next turn comes with it.</summary>
    Value,
}
