// What the explorer knows of a task. The task itself stays the platform's, with its exceptions, its cancellation and its continuations;
// what is added is where others can notice it:
//
//      completing it     a step, after which the platform's task completes in the same breath
//      looking at it     a step: IsCompleted, and the first half of an await
//      waiting for it    a step that can be done once it is completed
//
//   I1  Whoever sees that it is completed comes after all that its completer has done before.

namespace Workbook.Explorer.Scheduling;

/// <summary>A task as something to wait for.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="canceled">Completes it too, as long as it has not begun; null: nothing does.</param>
internal sealed class TaskState(string name, Resource? canceled = null) : Resource
{
    private readonly Resource[]? _parts = canceled is null ? null : [canceled, new TaskState(name)]; // its own completion is done on the second

    public override string Name { get; } = name;

    public override IReadOnlyList<Resource>? Parts => _parts;

    /// <summary>The platform's; set before any other thread can ask.</summary>
    public Task? Task { get; set; }

    public bool IsCompleted => Task?.IsCompleted == true;

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind != OperationKind.Wait || IsCompleted || thread.IsInterrupted;

    /// <summary>The step before it is completed.</summary>
    public void Complete(Execution execution)
    {
        execution.Perform(new Operation(OperationKind.Signal, _parts is null ? this : execution.Number(_parts[1]), IsWrite: true));
        if (IsCompleted) return; // somebody else was first
        var self = Execution.Self;
        Released.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }

    /// <summary>Whether it is completed.</summary>
    public bool Look(Execution execution)
    {
        execution.Perform(new Operation(OperationKind.Read, this, IsWrite: false));
        if (!IsCompleted) return false;
        Observe(Execution.Self);
        return true;
    }

    /// <summary>Waits until it is completed.</summary>
    /// <returns>False: the time was up.</returns>
    public bool Wait(Execution execution, bool canTimeOut = false)
    {
        execution.Perform(new Operation(OperationKind.Wait, this, IsWrite: false, CanTimeOut: canTimeOut));
        var self = Execution.Self;
        if (!IsCompleted)
        {
            self.ThrowIfInterrupted();
            return false;
        }
        Observe(self);
        return true;
    }

    /// <summary>The thread has seen that it is completed: I1.</summary>
    public void Observe(ControlledThread thread)
    {
        thread.Clock.Join(Released);
        if (_parts is not null) thread.Clock.Join(_parts[0].Released);
    }
}
