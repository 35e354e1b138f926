namespace Workbook.Explorer.Scheduling;

/// <summary>What a program has set of its pool, and asks again; each execution begins with what the platform has.</summary>
internal sealed class PoolLimits : Resource
{
    private static readonly object _owner = new();

    /// <summary>Those of the execution that runs.</summary>
    public static PoolLimits OfExecution =>
        Execution.Current is { } execution ? execution.ResourceOf(_owner, static _ => new PoolLimits()) : new PoolLimits();

    public override string Name => "the limits of the pool";

    /// <summary>For work, and for input and output.</summary>
    public (int, int) Least { get; set; } = (Controlled.Machine.ProcessorCount, 1);

    /// <inheritdoc cref="Least"/>
    public (int, int) Most { get; set; } = (short.MaxValue, 1000);

    /// <summary>Before they are read: a step.</summary>
    public void Look() => Step(OperationKind.Read, isWrite: false);

    /// <summary>Before they are changed: a step.</summary>
    public void Change() => Step(OperationKind.Atomic, isWrite: true);

    private void Step(OperationKind kind, bool isWrite)
    {
        if (Execution.Current is not { } execution) return;
        execution.Perform(new Operation(kind, this, isWrite));
    }
}
