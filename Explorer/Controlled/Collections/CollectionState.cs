// A concurrent collection is a plain one of which each operation is one step, as it promises. Who sees what another has put
// in comes after all that this one has done before; we do not tell items apart, and order a little more than the platform
// does.
//
//      Look                     an operation that only looks: two of them commute
//      Change ... Ends          one that may change something; if it turns out that it did not, it was a look

using System.Diagnostics;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>What the explorer knows of a concurrent collection.</summary>
/// <param name="name">As the timeline calls it.</param>
[DebuggerStepThrough]
internal sealed class CollectionState(string name) : Resource
{
    public override string Name { get; } = name;

    /// <summary>The step of an operation that only looks.</summary>
    public void Look() => Step(OperationKind.Read, isWrite: false);

    /// <summary>The step of an operation that may change something; <see cref="Ends"/> is said in the same step.</summary>
    public void Change() => Step(OperationKind.Atomic, isWrite: true);

    /// <summary>Whether the step that was announced as a change was one.</summary>
    /// <returns>The same.</returns>
    public bool Ends(bool changed = true)
    {
        if (Execution.Current is not { } execution) return changed;
        if (changed) Publish(Execution.Self);
        // An Equals or a comparer of the program's may have done steps since, which are none of ours.
        else if (execution.Steps[^1].Operation.Resource == this) execution.ChangedNothing();
        return changed;
    }

    /// <summary>What the thread has done so far comes before what they do who use it next.</summary>
    public void Publish(ControlledThread self)
    {
        Released.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }

    private void Step(OperationKind kind, bool isWrite)
    {
        if (Execution.Current is not { } execution) return;
        execution.Number(this);
        execution.Perform(new Operation(kind, this, isWrite));
        Execution.Self.Clock.Join(Released);
    }
}
