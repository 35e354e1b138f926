using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Something that a thread did or came to, written down while an execution runs that is to be told.</summary>
internal sealed class Event(int thread, in Operation operation)
{
    /// <summary>Whose step it was; of a write that reaches memory, who wrote.</summary>
    public int Thread { get; } = thread;

    /// <summary>Whose column it is told in: the thread's, or that of the call of an async method that the thread was
    /// in.</summary>
    public int Actor { get; init; } = thread;

    /// <summary>Why it looks at a task, if it does.</summary>
    public Looking Looking { get; init; }

    /// <summary>Whether it comes to an await of what is not completed.</summary>
    public bool Awaits => Looking == Looking.ToAwait && !(Before is TaskStatus and >= TaskStatus.RanToCompletion);

    /// <summary>Who was chosen to do it: the thread, or its store buffer.</summary>
    public int Mover { get; init; } = thread;

    public OperationKind Kind { get; } = operation.Kind;

    public Resource Resource { get; } = operation.Resource.Subject;

    public int Site { get; } = operation.Site;

    public bool IsWrite { get; } = operation.IsWrite;

    /// <summary>The place in memory, if it is an access.</summary>
    public Location? Location => Resource as Location;

    /// <summary>The how-manieth step of the execution it is, from 0 on; -1: none, it came along with the step before.</summary>
    public int Step { get; init; } = -1;

    /// <summary>Of a write into a store buffer, that it reaches memory; null: it has not, or it was never in one.</summary>
    public Event? Reaches { get; set; }

    /// <summary>Of both, whether anybody could tell that it came later.</summary>
    public bool IsDelayed { get; set; }

    /// <summary>Whether it wrote a place in memory, as far as anybody could tell.</summary>
    public bool IsWriteAtOnce => Kind == OperationKind.Write || (Kind == OperationKind.Buffer && !IsDelayed);

    /// <summary>Whether it read what its thread had in its store buffer, and not what memory held.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>Whether the thread before could have gone on.</summary>
    public bool IsPreemption { get; init; }

    /// <summary>Whether it is the first thing told after the thread was let in there, though the one before could have gone
    /// on.</summary>
    public bool IsTurn { get; set; }

    public bool TimedOut { get; init; }

    /// <summary>The thread has come to it, and could not do it: it waits.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>What the thread knew of all threads' times just before.</summary>
    public VectorClock Clock { get; init; }

    /// <summary>Who held the resource then.</summary>
    public ControlledThread? Holder { get; init; }

    /// <summary>What the resource held before and after; <see cref="Values.Unknown"/> if that cannot be seen.</summary>
    public object? Before { get; init; } = Values.Unknown;

    /// <inheritdoc cref="Before"/>
    public object? After { get; set; } = Values.Unknown;

    /// <summary>Who could not move just before, and why; of a step only.</summary>
    public IReadOnlyList<Waiting> Waiting { get; init; } = [];

    /// <summary>Who held the resource afterwards, or each of its parts, by their numbers.</summary>
    public IReadOnlyList<(Resource Resource, IReadOnlyList<int> Holders)> Holders { get; set; } = [];
}
