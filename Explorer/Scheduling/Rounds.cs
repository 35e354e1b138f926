namespace Workbook.Explorer.Scheduling;

/// <summary>One round of a thread that looks at a condition again and again, for a limited time: the next one makes sense
/// once another thread has done a step.</summary>
internal sealed class Rounds : Resource
{
    private readonly Execution _execution;
    private readonly int _steps;

    private Rounds(Execution execution) => (_execution, _steps) = (execution, execution.Steps.Count);

    public override string Name => "a condition";

    public override bool IsReady(ControlledThread thread, in Operation operation) => _execution.Steps.Count > _steps;

    /// <summary>Waits for the next round.</summary>
    /// <returns>False: the time is up.</returns>
    public static bool Next(int milliseconds)
    {
        if (Execution.Current is not { } execution) return false;
        execution.Perform(new Operation(OperationKind.Wait, execution.Number(new Rounds(execution)), IsWrite: false,
            CanTimeOut: true, Timeout: milliseconds));
        Execution.Self.ThrowIfInterrupted();
        return !Execution.Self.TimedOut;
    }
}
