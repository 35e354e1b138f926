// What the explorer knows of a task. The task itself stays the platform's, with its exceptions, its cancellation and its
// continuations; what is added is where others can notice it:
//
//      completing it     a step, after which the platform's task completes in the same breath
//      looking at it     a step: IsCompleted, and the first half of an await
//      waiting for it    a step that can be done once it is completed
//
//   I1  Whoever sees that it is completed comes after all that its completer has done before; and its attached children's.
//   I2  A task that its token cancels before it begins is completed by the step that cancels: that is one of its parts.
//   I3  The last of its children to end completes it too, in the same step: so that step is one on it as well.
//
// In parts:
//
//      TaskState.cs          the steps
//      TaskState.Story.cs    where it comes from, and who would have to complete it: for whoever reads

using System.Diagnostics;

namespace Workbook.Explorer.Scheduling;

/// <summary>A task as something to wait for.</summary>
/// <param name="name">As the timeline calls it, if nothing more is known.</param>
/// <param name="canceled">Completes it too, as long as it has not begun; null: nothing does.</param>
internal sealed partial class TaskState(string name, EventState? canceled = null) : Primitive(name, typeof(Task))
{
    private readonly Resource[]? _parts = canceled is null
        ? null : [canceled, new TaskState(name)]; // I2; its own end is done on the second
    private List<TaskState>? _children;
    private TaskState? _parent;
    private Races.VectorClock _taken;
    private int _lookedAt;

    public override IReadOnlyList<Resource>? Parts => _parts;

    /// <summary>The platform's; set before any other thread can ask.</summary>
    public Task? Task { get; set; }

    /// <summary>Cancels it if it is cancelled when it begins.</summary>
    public CancellationToken Token { get; init; }

    public bool IsCompleted => Task?.IsCompleted == true;

    public override bool? IsOpen => IsCompleted;

    public override object? State => Task?.Status;

    private TaskState Own => _parts is [_, TaskState own] ? own : this;

    /// <summary>The parent is completed only once this is, too.</summary>
    public void AttachTo(TaskState parent)
    {
        _parent = parent;
        (parent._children ??= []).Add(this);
    }

    /// <summary>The step before it is completed.</summary>
    public void Complete()
    {
        var self = Own.CompletingStep(_parent);
        if (!IsCompleted) Publish(self); // and nobody was first
    }

    /// <summary>The step in which somebody starts it, or takes it to run it.</summary>
    public void Take()
    {
        var self = Own.Step(OperationKind.Atomic);
        self.Clock.Join(Own._taken);
        Own._taken.Set(self.Clock);
        if (self.Index >= 0) self.Clock.Tick(self.Index);
    }

    /// <summary>Looks at it, to be called later if it is not completed, unless the caller has in this very step.</summary>
    public void LookOnce(Execution execution)
    {
        if (_lookedAt != execution.Steps.Count) LookToFollow();
    }

    /// <summary>Whether it is completed; if not, the caller wants to be called. A write, unless it is: those who are called come
    /// in the order in which they asked.</summary>
    public bool LookToFollow()
    {
        var self = Step(OperationKind.Read);
        _lookedAt = Execution.Current?.Steps.Count ?? 0;
        if (!IsCompleted) return false;
        Execution.Current?.ChangedNothing();
        Observe(self);
        return true;
    }

    /// <summary>Whether it is completed.</summary>
    public bool Look()
    {
        var self = Step(OperationKind.Read, isWrite: false);
        if (!IsCompleted) return false;
        Observe(self);
        return true;
    }

    /// <summary>Whether it is completed, and whatever the thread has done since comes after that: to ask so is no step.</summary>
    public bool IsKnownToBeCompleted(ControlledThread thread) =>
        IsCompleted && thread.Clock.Knows(Released) && canceled is not { IsSet: true };

    /// <summary>Waits until it is completed.</summary>
    /// <returns>False: the time was up.</returns>
    public bool Wait(Limit limit)
    {
        if (limit.Token.CanBeCanceled && Look()) return true; // then nobody asks the token
        if (!Block(OperationKind.Wait, isWrite: false, limit)) return false;
        Observe(Self);
        return true;
    }

    /// <summary>The thread has seen that it is completed.</summary>
    public void Observe(ControlledThread thread)
    {
        Debug.Assert(IsCompleted, "I1");
        thread.Clock.Join(Released);
        if (canceled is not null) thread.Clock.Join(canceled.Released);
        foreach (var child in _children ?? []) child.Observe(thread);
    }

    protected override bool CanGo(ControlledThread thread) => IsCompleted;

    private ControlledThread CompletingStep(TaskState? parent)
    {
        if (parent is null || Execution.Current is not { } execution) return Step(OperationKind.Signal);
        var several = new List<Resource> { this };
        for (; parent is not null; parent = parent._parent) several.Add(parent.Own); // I3
        foreach (var one in several) execution.Number(one);
        execution.Perform(new Operation(OperationKind.Signal, execution.Number(new Together(Name, several)), IsWrite: true));
        return Execution.Self;
    }
}
