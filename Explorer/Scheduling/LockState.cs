// A lock and its waiting room, which is also a Monitor's:
//
//      Enter: pending until _owner is null      Wait: gives up, joins the room, pending until pulsed and _owner is null

namespace Workbook.Explorer.Scheduling;

/// <summary>What the explorer knows of a lock: who holds it, how often, who waits for a pulse.</summary>
internal sealed class LockState(string name) : Resource
{
    private readonly List<ControlledThread> _room = []; // waiting for a pulse, first come first
    private ControlledThread? _owner;
    private int _count;

    public override string Name { get; } = name;

    public override ControlledThread? Holder => _owner;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) => operation.Kind == OperationKind.Wait && _room.Contains(thread);

    public override object? State => _room.Count;

    public override bool? IsOpen => _owner is null;

    public bool IsHeldBy(ControlledThread thread) => _owner == thread;

    public override bool IsReady(ControlledThread thread, in Operation operation) => operation.Kind switch
    {
        OperationKind.Acquire => _owner is null,
        OperationKind.Wait => _owner is null && (!_room.Contains(thread) || thread.IsInterrupted),
        _ => true,
    };

    /// <summary>Takes the lock, waiting for it.</summary>
    public void Acquire(Execution execution, int site = 0)
    {
        var self = Execution.Self;
        if (_owner != self)
        {
            execution.Perform(new Operation(OperationKind.Acquire, this, IsWrite: true, site));
            Own(self, 1);
        }
        else _count++;
    }

    /// <summary>Takes the lock; with a time limit if <paramref name="mayWait"/>, and otherwise only if it is free now.</summary>
    public bool TryAcquire(Execution execution, bool mayWait)
    {
        var self = Execution.Self;
        if (_owner == self)
        {
            _count++;
            return true;
        }
        execution.Perform(new Operation(mayWait ? OperationKind.Acquire : OperationKind.TryAcquire, this, IsWrite: true, CanTimeOut: mayWait));
        if (_owner is not null)
        {
            execution.ChangedNothing();
            return false;
        }
        Own(self, 1);
        return true;
    }

    /// <summary>Gives the lock up once; it is free when it was given up as often as it was taken.</summary>
    /// <exception cref="SynchronizationLockException">The caller does not hold it.</exception>
    public void Release(Execution execution)
    {
        var self = Execution.Self;
        RequireOwner(self);
        if (_count > 1)
        {
            _count--;
            return;
        }
        execution.Perform(new Operation(OperationKind.Release, this, IsWrite: true));
        Disown(self);
    }

    /// <summary>Gives the lock up, sleeps until a pulse, takes it again.</summary>
    /// <returns>False: the time was up before a pulse came.</returns>
    public bool Wait(Execution execution, bool canTimeOut)
    {
        var self = Execution.Self;
        RequireOwner(self);
        var count = _count;
        execution.Perform(new Operation(OperationKind.Release, this, IsWrite: true));
        Disown(self);
        _room.Add(self);
        execution.Perform(new Operation(OperationKind.Wait, this, IsWrite: true, CanTimeOut: canTimeOut));
        while (_owner is not null) execution.Perform(new Operation(OperationKind.Acquire, this, IsWrite: true)); // the time was up, the lock is not free
        var wasPulsed = !_room.Remove(self);
        Own(self, count);
        if (wasPulsed || !self.IsInterrupted) return wasPulsed;
        self.IsInterrupted = false;
        throw new ThreadInterruptedException();
    }

    /// <summary>Lets one who waits, or all, go on once the lock is free.</summary>
    public void Pulse(Execution execution, bool all)
    {
        RequireOwner(Execution.Self);
        execution.Perform(new Operation(OperationKind.Signal, this, IsWrite: true));
        if (all) _room.Clear();
        else if (_room.Count > 0) _room.RemoveAt(0);
    }

    private void RequireOwner(ControlledThread self)
    {
        if (_owner != self) throw new SynchronizationLockException($"{self.Name} does not hold {Name}{(_owner is null ? "" : $", {_owner.Name} does")}.");
    }

    private void Own(ControlledThread self, int count)
    {
        (_owner, _count) = (self, count);
        self.Clock.Join(Released);
    }

    private void Disown(ControlledThread self)
    {
        (_owner, _count) = (null, 0);
        Released.Set(self.Clock);
        self.Clock.Tick(self.Index);
    }
}
