namespace Workbook.Explorer.Scheduling;

/// <summary>Several resources that one step changes at once.</summary>
internal sealed class Together(string name, IReadOnlyList<Resource> parts) : Resource
{
    public override string Name { get; } = name;

    public override IReadOnlyList<Resource> Parts => parts;

    /// <summary>Announces the step, and returns when it may be done.</summary>
    public void Perform(Execution execution)
    {
        foreach (var part in parts) execution.Number(part);
        execution.Number(this);
        execution.Perform(new Operation(OperationKind.Signal, this, IsWrite: true));
        var self = Execution.Self;
        foreach (var part in parts) self.Clock.Join(part.Released);
        foreach (var part in parts) part.Released.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }
}
