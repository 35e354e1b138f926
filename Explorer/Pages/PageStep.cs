namespace Workbook.Explorer.Pages;

/// <summary>One step of the page, and what it changes.</summary>
/// <param name="Thread">Whose it is: the number of a lane; -1: nobody's.</param>
/// <param name="What">What happens: <c>reads left, which is 1</c>.</param>
/// <param name="Kind"><c>done</c>; <c>waits</c>: the thread has come to it, and cannot do it; <c>left-out</c>: many, told in one;
/// <c>failure</c>: the end.</param>
internal sealed record PageStep(int Thread, string What, string Kind)
{
    /// <summary>The source it stands in: a number of <see cref="PageModel.Sources"/>; -1: its file cannot be read, or it stands
    /// nowhere.</summary>
    public int Source { get; init; } = -1;

    /// <summary>The line, from 1 on; 0: not known.</summary>
    public int Line { get; init; }

    /// <summary><c>Shop.cs:12</c>, without symbols the method; null: nowhere.</summary>
    public string? Place { get; init; }

    /// <summary>Whether the thread was let in here, though the one before could have gone on.</summary>
    public bool IsPreemption { get; init; }

    /// <summary>The variable or the lock that it is about; null: none that is shown.</summary>
    public int? Variable { get; init; }

    /// <inheritdoc cref="Variable"/>
    public int? Lock { get; init; }

    /// <summary>Variables that hold something else afterwards.</summary>
    public Dictionary<int, string?>? Values { get; init; }

    /// <summary>Locks that are otherwise afterwards.</summary>
    public Dictionary<int, PageLockState>? Locks { get; init; }

    /// <summary>Threads that are about something else afterwards.</summary>
    public Dictionary<int, PageStand>? Threads { get; init; }
}
