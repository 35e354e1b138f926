using Workbook.Explorer.Races;

namespace Workbook.Explorer.Scheduling;

/// <summary>What steps are done on: a lock, an event, a place in memory, a thread.</summary>
/// <remarks>Used by the thread that has the baton only.</remarks>
internal abstract class Resource
{
    /// <summary>Its number in this execution, by order of first use: the same in every execution with the same beginning.</summary>
    public int Id { get; internal set; } = -1;

    /// <summary>What had happened before it was last given up: whoever takes it next comes after all that.</summary>
    public VectorClock Released;

    /// <summary>How the timeline calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the thread could do the step now, without a time-out.</summary>
    public virtual bool IsReady(ControlledThread thread, in Operation operation) => true;

    /// <summary>Who holds it, for the chain of a deadlock; null where nobody in particular does.</summary>
    public virtual ControlledThread? Holder => null;
}
