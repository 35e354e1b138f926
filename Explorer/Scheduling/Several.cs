namespace Workbook.Explorer.Scheduling;

/// <summary>Several signals that one thread waits for at once: any of them, or all.</summary>
internal sealed class Several(IReadOnlyList<Signal> signals, bool all) : Resource
{
    public override string Name { get; } = $"{(all ? "all" : "any")} of {string.Join(", ", signals.Select(signal => signal.Name))}";

    public override IReadOnlyList<Resource> Parts => signals;

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind != OperationKind.Wait || thread.IsInterrupted || (all ? signals.All(signal => signal.Permits > 0) : signals.Any(signal => signal.Permits > 0));

    /// <summary>Waits, and takes what it waited for.</summary>
    /// <returns>Which one it was (0 for all); -1: the time was up.</returns>
    public int Wait(Execution execution, bool mayWait, bool canTimeOut)
    {
        foreach (var signal in signals) execution.Number(signal);
        execution.Number(this);
        var operation = new Operation(mayWait ? OperationKind.Wait : OperationKind.TryAcquire, this, IsWrite: true, CanTimeOut: canTimeOut);
        execution.Perform(operation);
        var self = Execution.Self;
        for (var i = 0; i < signals.Count; i++)
        {
            if (all ? signals.Any(signal => signal.Permits == 0) : signals[i].Permits == 0) continue;
            if (!all)
            {
                signals[i].Take(self);
                return i;
            }
            foreach (var signal in signals) signal.Take(self);
            return 0;
        }
        execution.ChangedNothing();
        self.ThrowIfInterrupted();
        return -1;
    }
}
