// A concurrent collection is a plain one of which each operation is one step, as it promises. Who sees what another has put in comes after
// all that this one has done before; we do not tell items apart, and order a little more than the platform does.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>What the explorer knows of a concurrent collection.</summary>
internal sealed class CollectionState(string name) : Resource
{
    public override string Name { get; } = name;

    /// <summary>The step of an operation that only looks.</summary>
    public void Look() => Step(OperationKind.Read, isWrite: false);

    /// <summary>The step of an operation that may change something.</summary>
    public void Change()
    {
        if (Step(OperationKind.Atomic, isWrite: true) is not { } self) return;
        Released.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }

    /// <summary>The step that was announced as a change was none.</summary>
    public static void ChangedNothing() => Execution.Current?.ChangedNothing();

    private ControlledThread? Step(OperationKind kind, bool isWrite)
    {
        if (Execution.Current is not { } execution) return null;
        execution.Number(this);
        execution.Perform(new Operation(kind, this, isWrite));
        var self = Execution.Self;
        self.Clock.Join(Released);
        return self;
    }
}
