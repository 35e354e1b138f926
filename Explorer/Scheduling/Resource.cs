using Workbook.Explorer.Races;

namespace Workbook.Explorer.Scheduling;

/// <summary>What steps are done on: a lock, an event, a place in memory, a thread.</summary>
/// <remarks>Used by the thread that has the baton only.</remarks>
internal abstract class Resource
{
    /// <summary>What had happened before it was last given up: whoever takes it next comes after all that.</summary>
    public VectorClock Released;

    /// <summary>How often it was changed: a thread that spins waits for another number.</summary>
    public int Version;

    private Execution? _execution; // that Id is of

    /// <summary>Its number in this execution, by order of first use: the same in every execution with the same
    /// beginning.</summary>
    public int Id { get; private set; } = -1;

    /// <summary>How the timeline calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it consists of, for a step on several at once; null: itself alone.</summary>
    public virtual IReadOnlyList<Resource>? Parts => null;

    /// <summary>Whether a step on it overlaps with every other: see <see cref="Everything"/>.</summary>
    public virtual bool IsEverything => false;

    /// <summary>Whether somebody who has not come to it yet could do a step now that may have to wait; null: that depends on
    /// more.</summary>
    public virtual bool? IsOpen => null;

    /// <summary>What a person would say that a thread waits for: of a wait that can be cancelled, what is waited for.</summary>
    public virtual Resource Subject => this;

    /// <summary>What the timeline shows of its state: how many permits it has, for one; null: nothing.</summary>
    public virtual object? State => null;

    /// <summary>What who waits for it lacks, and what somebody else would have to do, in the words of a sentence; null: as of any
    /// other.</summary>
    public virtual (string Lacks, string Remedy)? Want => null;

    /// <summary>Who holds it, for the chain of a deadlock; null where nobody in particular does.</summary>
    public virtual ControlledThread? Holder => null;

    /// <summary>Gives it a number in this execution, unless it has one. What a static field holds comes from an earlier
    /// execution, and its clock with it.</summary>
    public void EnsureNumbered(Execution execution, ref int last)
    {
        if (_execution == execution) return;
        (_execution, Id) = (execution, last++);
        Released.Clear();
        // Those of a step that somebody sleeps before must have the same numbers in the next execution: so they get them now.
        foreach (var part in Parts ?? []) part.EnsureNumbered(execution, ref last);
    }

    /// <summary>Whether the thread could do the step now, without a time-out.</summary>
    public virtual bool IsReady(ControlledThread thread, in Operation operation) => true;

    /// <summary>Whether an interrupt lets the thread go on that waits to do the step.</summary>
    public virtual bool IsInterruptible(ControlledThread thread, in Operation operation) =>
        operation.Kind is OperationKind.Acquire or OperationKind.Wait or OperationKind.Join or OperationKind.Sleep;

    /// <summary>Whether the two are the same or share a part. By number, and not by object: they may be of different
    /// executions with the same beginning.</summary>
    public bool Overlaps(Resource other)
    {
        if (IsEverything || other.IsEverything) return true;
        if (Parts is { } parts) return parts.Any(part => part.Overlaps(other));
        return other.Parts is { } others ? others.Any(Overlaps) : Id == other.Id;
    }

    /// <summary>Whether the thread waits there for a call that somebody has yet to make, a pulse or a Set, and not for what
    /// somebody holds.</summary>
    public virtual bool AwaitsCall(ControlledThread thread, in Operation operation) => false;

    /// <summary>All who hold it.</summary>
    public virtual IEnumerable<ControlledThread> HoldersIn(Execution execution) => Holder is { } holder ? [holder] : [];
}
