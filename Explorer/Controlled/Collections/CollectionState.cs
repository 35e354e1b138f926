// A concurrent collection is a plain one of which each operation is one step, as it promises. Who sees what another has put
// in comes after all that this one has done before; we do not tell items apart, and order a little more than the platform
// does.
//
//      Look                     an operation that only looks: two of them commute
//      Change ... Ends          one that may change something; if it turns out that it did not, it was a look
//      Change Found ... Ends    one that has to ask the program's own code first, an Equals or a comparer, which may do steps:
//                               then others come in between, and what it does is done in a step behind them

using System.Diagnostics;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>What the explorer knows of a concurrent collection.</summary>
/// <param name="name">As the timeline calls it.</param>
[DebuggerStepThrough]
internal sealed class CollectionState(string name) : Resource
{
    public override string Name { get; } = name;

    private static int StepsSoFar => Execution.Current?.Steps.Count ?? 0;

    /// <summary>The step of an operation that only looks.</summary>
    public void Look() => Step(OperationKind.Read, isWrite: false);

    /// <summary>The step of an operation that may change something; <see cref="Ends"/> is said in the same step.</summary>
    public void Change() => Step(OperationKind.Atomic, isWrite: true);

    /// <summary>What the program's own code says, within a step on this: in the one before the call, if that code does none of
    /// its own, and otherwise in another one behind them. Asked again if the collection was changed meanwhile.</summary>
    /// <param name="ask">Calls that code.</param>
    /// <param name="version">Another number after each change of what it is asked of.</param>
    public T Found<T>(Func<T> ask, Func<int> version)
    {
        while (true)
        {
            var (steps, before) = (StepsSoFar, version());
            var found = ask();
            if (StepsSoFar == steps) return found;
            Change();
            if (version() == before) return found;
        }
    }

    /// <summary>Whether the step that was announced as a change was one.</summary>
    /// <returns>The same.</returns>
    public bool Ends(bool changed = true)
    {
        if (Execution.Current is not { } execution) return changed;
        if (changed) Publish(Execution.Self);
        else execution.ChangedNothing();
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
