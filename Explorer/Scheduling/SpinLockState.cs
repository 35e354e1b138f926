// A spin lock waits by going round; here whoever cannot have it waits until it can, which is the same to everybody who sees
// only what comes of it.

namespace Workbook.Explorer.Scheduling;

/// <summary>Whether a spin lock is held, and by whom if it keeps that.</summary>
/// <param name="tracksOwner">Whether it knows who holds it.</param>
internal sealed class SpinLockState(bool tracksOwner) : Primitive("a SpinLock", typeof(SpinLock))
{
    private ControlledThread? _owner;

    public bool TracksOwner { get; } = tracksOwner;

    public override ControlledThread? Holder => TracksOwner ? _owner : null;

    /// <summary>The same, held or not, in another place.</summary>
    public SpinLockState Copy() => new(TracksOwner) { _owner = _owner };

    public override bool? IsOpen => _owner is null;

    public bool IsHeldBy(ControlledThread thread) => _owner == thread;

    public bool LookIfHeld()
    {
        Step(OperationKind.Read, isWrite: false);
        return _owner is not null;
    }

    public bool Acquire(Limit limit)
    {
        if (!Block(OperationKind.Acquire, isWrite: true, limit)) return InVain();
        _owner = Self;
        Self.Clock.Join(Released);
        return true;
    }

    public void Release()
    {
        var self = Step(OperationKind.Release);
        _owner = null;
        Publish(self);
    }

    protected override bool CanGo(ControlledThread thread) => _owner is null;
}
