// What threads wait for and others give: events, semaphores, a count that reaches zero. Its value is a number:
//
//      event        0 not set, 1 set          a waiter takes 0 of it (manual reset) or 1 (auto reset)
//      semaphore    the permits               a waiter takes 1
//      countdown    -                         set when the count is 0

namespace Workbook.Explorer.Scheduling;

/// <summary>A number of permits that threads wait for.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="permits">At the beginning.</param>
/// <param name="taken">By each who goes through: 0 for a gate that stays open, 1 for a permit.</param>
internal sealed class Signal(string name, int permits, int taken) : Resource
{
    public override string Name { get; } = name;

    /// <summary>A thread can go through while this is more than 0.</summary>
    public int Permits { get; private set; } = permits;

    public override object? State => Permits;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) =>
        operation.Kind == OperationKind.Wait && (Name.Contains("ResetEvent", StringComparison.Ordinal) || Name.Contains("EventWaitHandle", StringComparison.Ordinal));

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind != OperationKind.Wait || Permits > 0 || thread.IsInterrupted;

    public override bool? IsOpen => Permits > 0;

    /// <summary>Goes through, waiting for a permit.</summary>
    /// <returns>False: the time was up, or it was not to wait and there was none.</returns>
    /// <exception cref="ThreadInterruptedException">Somebody interrupted the wait.</exception>
    public bool Wait(Execution execution, bool mayWait, bool canTimeOut)
    {
        execution.Number(this);
        execution.Perform(new Operation(mayWait ? OperationKind.Wait : OperationKind.TryAcquire, this, IsWrite: true, CanTimeOut: canTimeOut));
        var self = Execution.Self;
        if (Permits > 0)
        {
            Take(self);
            if (taken == 0) execution.ChangedNothing();
            return true;
        }
        execution.ChangedNothing();
        self.ThrowIfInterrupted();
        return false;
    }

    /// <summary>Whether there is a permit now, without taking it.</summary>
    public bool Look(Execution execution)
    {
        execution.Number(this);
        execution.Perform(new Operation(OperationKind.Read, this, IsWrite: false));
        Execution.Self.Clock.Join(Released);
        return Permits > 0;
    }

    /// <summary>Sets the permits to what <paramref name="change"/> makes of them.</summary>
    public void Change(Execution execution, Func<int, int> change)
    {
        execution.Number(this);
        execution.Perform(new Operation(OperationKind.Signal, this, IsWrite: true));
        Permits = change(Permits);
        var self = Execution.Self;
        Released.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }

    /// <summary>Opens it, as a part of a step that was announced.</summary>
    public void Set() => Permits = 1;

    /// <summary>What a wait does when it goes through.</summary>
    public void Take(ControlledThread self)
    {
        Permits -= taken;
        self.Clock.Join(Released);
    }
}
