// A mutex belongs to the system, and notices when a thread ends without giving it back: the next who takes it is told.
//
//      free -- Take --> held, count 1.. -- as many ReleaseMutex --> free
//                       held -- its thread ends --> abandoned: free, and told to the next

using System.Diagnostics;

namespace Workbook.Explorer.Scheduling;

/// <summary>A mutex: who holds it, and how often.</summary>
internal sealed class MutexState(string name, Type platform) : Waitable(name, platform)
{
    private ControlledThread? _owner;
    private int _count;
    private bool _wasAbandoned;

    public override object? State => _count;

    /// <summary>To its owner it always is.</summary>
    public override bool? IsOpen => IsDisposed || _owner is null ? true : null;

    public override bool IsTaken => true;

    public override ControlledThread? Holder => _owner;

    public override bool CanTake(ControlledThread thread) => _owner is null || _owner == thread;

    public override void Take(ControlledThread self)
    {
        Debug.Assert(CanTake(self), "held by another");
        if (_owner is null) self.Mutexes.Add(this);
        (_owner, _count) = (self, _count + 1);
        base.Take(self);
    }

    public override bool WasAbandoned()
    {
        var was = _wasAbandoned;
        _wasAbandoned = false;
        return was;
    }

    /// <summary>Gives it back once.</summary>
    /// <exception cref="ApplicationException">The caller does not hold it.</exception>
    public override void Give()
    {
        var self = Step(OperationKind.Release);
        ThrowIfGone();
        if (_owner != self) throw new ApplicationException(
            $"{self.Name} does not hold {Name}{(_owner is null ? "" : $", {_owner.Name} does")}.");
        if (--_count == 0) Free(self);
    }

    /// <summary>The thread that holds it ends.</summary>
    public void Abandon()
    {
        var self = Step(OperationKind.Release);
        (_count, _wasAbandoned) = (0, true);
        Free(self);
    }

    private void Free(ControlledThread self)
    {
        _owner = null;
        self.Mutexes.Remove(this);
        Publish(self);
    }
}
