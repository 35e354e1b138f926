namespace Workbook.Explorer.Scheduling;

/// <summary>A volatile variable within a controlled type: which order its accesses have can be seen.</summary>
/// <param name="name">As the timeline calls it.</param>
internal sealed class Cell(string name) : Resource
{
    public override string Name { get; } = name;

    /// <summary>Whether it stands nowhere in the program, and a timeline need not show it.</summary>
    public bool IsOfMachinery { get; init; }

    /// <summary>Before it is read: the caller comes after those who wrote it.</summary>
    public void Read()
    {
        if (Step(OperationKind.Read, isWrite: false) is { } self) self.Clock.Join(Released);
    }

    /// <summary>Before it is written: who reads it then comes after the caller.</summary>
    public void Write()
    {
        if (Step(OperationKind.Write, isWrite: true) is { } self) Publish(self);
    }

    /// <summary>Before it is read and written in one step.</summary>
    public void Exchange()
    {
        if (Step(OperationKind.Atomic, isWrite: true) is not { } self) return;
        self.Clock.Join(Released);
        Publish(self);
    }

    private ControlledThread? Step(OperationKind kind, bool isWrite)
    {
        if (Execution.Current is not { } execution) return null;
        execution.Number(this);
        execution.Perform(new Operation(kind, this, isWrite));
        return Execution.Self;
    }

    private void Publish(ControlledThread self)
    {
        Released.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }
}
