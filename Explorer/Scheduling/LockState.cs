// A lock and its waiting room, which is also a Monitor's:
//
//      Enter: pending until _owner is null      Wait: gives up, joins the room, pending until pulsed and _owner is null
//
//   I1  _owner is null exactly when _count is 0.
//   I2  Who comes back from a Wait has the lock, whatever ended the wait: a pulse, the time, an interrupt.

using System.Diagnostics;

namespace Workbook.Explorer.Scheduling;

/// <summary>What the explorer knows of a lock: who holds it, how often, who waits for a pulse.</summary>
internal sealed class LockState(string name) : Primitive(name, typeof(Lock))
{
    private readonly List<ControlledThread> _room = []; // waiting for a pulse, first come first
    private readonly List<ControlledThread> _late = []; // of these, whose time was up before the lock was free
    private ControlledThread? _owner;
    private int _count;

    public override ControlledThread? Holder => _owner;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) =>
        operation.Kind == OperationKind.Wait && _room.Contains(thread);

    public override object? State => _room.Count;

    public override bool? IsOpen => _owner is null;

    public bool IsHeldBy(ControlledThread thread) => _owner == thread;

    public override bool IsReady(ControlledThread thread, in Operation operation) => operation.Kind switch
    {
        OperationKind.Acquire => _owner is null,
        OperationKind.Wait => _owner is null && (!_room.Contains(thread) || thread.IsInterrupted),
        _ => true,
    };

    /// <summary>Who waits for a pulse must have the lock to go on, even to be told of the interrupt.</summary>
    public override bool IsInterruptible(ControlledThread thread, in Operation operation) =>
        operation.Kind == OperationKind.Acquire && !_late.Contains(thread);

    /// <summary>Takes the lock within a time.</summary>
    /// <returns>False: the time was up, or it was not to wait and the lock is not free.</returns>
    /// <exception cref="ThreadInterruptedException">Somebody interrupted the wait.</exception>
    public bool Acquire(Limit limit)
    {
        var self = Self;
        if (_owner == self)
        {
            _count++;
            return true;
        }
        if (_owner is not null && limit.MayWait) Contended();
        if (!Block(OperationKind.Acquire, isWrite: true, limit)) return InVain();
        Own(self, 1);
        return true;
    }

    /// <summary>Gives the lock up once; it is free when it was given up as often as it was taken.</summary>
    /// <exception cref="SynchronizationLockException">The caller does not hold it.</exception>
    public void Release()
    {
        var self = RequireOwner();
        if (_count > 1)
        {
            _count--;
            return;
        }
        Step(OperationKind.Release);
        Disown(self);
    }

    /// <summary>Gives the lock up, sleeps until a pulse, takes it again.</summary>
    /// <returns>False: the time was up before a pulse came.</returns>
    /// <exception cref="SynchronizationLockException">The caller does not hold it.</exception>
    /// <exception cref="ThreadInterruptedException">Somebody interrupted the wait; the caller has the lock.</exception>
    public bool Wait(Execution execution, Limit limit)
    {
        var self = RequireOwner();
        var count = _count;
        Step(OperationKind.Release);
        Disown(self);
        _room.Add(self);
        execution.Perform(new Operation(OperationKind.Wait, this, IsWrite: true, CanTimeOut: limit.Milliseconds >= 0,
            Timeout: limit.Milliseconds));
        if (_owner is not null)
        {
            _late.Add(self);
            execution.Perform(new Operation(OperationKind.Acquire, this, IsWrite: true));
            _late.Remove(self);
        }
        var wasPulsed = !_room.Remove(self);
        Own(self, count); // I2; a pulse that came after the time was up counts
        if (!wasPulsed) self.ThrowIfInterrupted();
        return wasPulsed;
    }

    /// <summary>Lets one who waits, or all, go on once the lock is free.</summary>
    /// <exception cref="SynchronizationLockException">The caller does not hold it.</exception>
    public void Pulse(bool all)
    {
        RequireOwner();
        Step(OperationKind.Signal);
        if (all) _room.Clear();
        else if (_room.Count > 0) _room.RemoveAt(0);
    }

    protected override bool CanGo(ControlledThread thread) => _owner is null;

    private ControlledThread RequireOwner()
    {
        var self = Self;
        if (_owner != self) ThrowIfOver();
        if (_owner != self) throw new SynchronizationLockException(
            $"{self.Name} does not hold {Name}{(_owner is null ? "" : $", {_owner.Name} does")}.");
        return self;
    }

    private void Own(ControlledThread self, int count)
    {
        Debug.Assert(_owner is null && _count == 0 && count > 0, "I1");
        (_owner, _count) = (self, count);
        self.Clock.Join(Released);
    }

    private void Disown(ControlledThread self)
    {
        Debug.Assert(_owner == self && _count > 0, "I1");
        (_owner, _count) = (null, 0);
        Publish(self);
    }

    // A thread that is unwound has given the lock up, perhaps, in a wait that did not end, and must not be told that it was
    // wrong to.
    private static void ThrowIfOver()
    {
        if (Execution.Current is { IsAborting: true }) throw new ExecutionAborted();
    }

    private static void Contended()
    {
        if (Execution.Current is { } execution) execution.Contentions++;
    }
}
