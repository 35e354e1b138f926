namespace Workbook.Explorer.Scheduling;

/// <summary>What was registered with a source of cancellation. As a resource it is what is waited for until it has been
/// called.</summary>
internal sealed class Callback(Callbacks list, Action call) : Resource
{
    public override string Name => "a callback of a CancellationToken";

    public override IReadOnlyList<Resource> Parts { get; } = [list];

    public override ControlledThread? Holder => list.Runner;

    public Callbacks List => list;

    public void Call() => call();

    public override bool IsReady(ControlledThread thread, in Operation operation) => list.Running != this;

    /// <summary>Whether another thread is calling it now; asked in the step in which it was found to be taken out.</summary>
    public bool MustWait => list.Running == this && Execution.Current is not null && list.Runner != Execution.Self;

    /// <summary>Waits while another thread is calling it; who calls it does not wait for itself.</summary>
    public void AwaitEnd()
    {
        if (Execution.Current is not { } execution || list.Runner == Execution.Self) return;
        execution.Number(list);
        execution.Number(this);
        execution.Perform(new Operation(OperationKind.Wait, this, IsWrite: false));
        Execution.Self.Clock.Join(list.Released);
    }
}
