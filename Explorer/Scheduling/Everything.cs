namespace Workbook.Explorer.Scheduling;

/// <summary>What a step is done on whose order against every step of the others matters, such as looking at what another
/// thread does, or interrupting it.</summary>
/// <param name="name">As the timeline calls it.</param>
internal sealed class Everything(string name) : Resource
{
    public override string Name { get; } = name;

    public override bool IsEverything => true;

    /// <summary>Does such a step, when it is the caller's turn; nothing outside of an execution.</summary>
    public static void Step(OperationKind kind, string name)
    {
        if (Execution.Current is { } execution) execution.Perform(new Operation(kind, execution.Number(new Everything(name)),
            IsWrite: true));
    }
}
