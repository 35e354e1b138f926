// What the explorer knows of a task. The task itself stays the platform's, with its exceptions, its cancellation and its continuations;
// what is added is where others can notice it:
//
//      completing it     a step, after which the platform's task completes in the same breath
//      looking at it     a step: IsCompleted, and the first half of an await
//      waiting for it    a step that can be done once it is completed
//
//   I1  Whoever sees that it is completed comes after all that its completer has done before.
//   I2  A task that its token cancels before it begins is completed by the step that cancels: that is one of its parts.

namespace Workbook.Explorer.Scheduling;

/// <summary>A task as something to wait for.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="canceled">Completes it too, as long as it has not begun; null: nothing does.</param>
internal sealed class TaskState(string name, EventState? canceled = null) : Primitive(name, typeof(Task))
{
    private readonly Resource[]? _parts = canceled is null ? null : [canceled, new TaskState(name)]; // I2; its own end is done on the second

    public override IReadOnlyList<Resource>? Parts => _parts;

    /// <summary>The platform's; set before any other thread can ask.</summary>
    public Task? Task { get; set; }

    public bool IsCompleted => Task?.IsCompleted == true;

    public override bool? IsOpen => IsCompleted;

    public override object? State => Task?.Status;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) => operation.Kind == OperationKind.Wait;

    /// <summary>The step before it is completed.</summary>
    public void Complete()
    {
        var self = _parts is [_, TaskState own] ? own.Step(OperationKind.Signal) : Step(OperationKind.Signal);
        if (!IsCompleted) Publish(self); // and nobody was first
    }

    /// <summary>Whether it is completed.</summary>
    public bool Look()
    {
        var self = Step(OperationKind.Read, isWrite: false);
        if (!IsCompleted) return false;
        Observe(self);
        return true;
    }

    /// <summary>Waits until it is completed.</summary>
    /// <returns>False: the time was up.</returns>
    public bool Wait(Limit limit)
    {
        if (!Block(OperationKind.Wait, isWrite: false, limit)) return false;
        Observe(Self);
        return true;
    }

    /// <summary>The thread has seen that it is completed: I1.</summary>
    public void Observe(ControlledThread thread)
    {
        thread.Clock.Join(Released);
        if (canceled is not null) thread.Clock.Join(canceled.Released);
    }

    protected override bool CanGo(ControlledThread thread) => IsCompleted;
}
