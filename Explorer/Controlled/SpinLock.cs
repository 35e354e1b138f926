// A struct: who copies it has two locks, each held or not as the one was. The state lies in an object, made at the first use;
// so a copy of an unused one is another lock by itself, and one that is used as a copy on the stack (of a readonly field, say)
// is told by its address.

using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.SpinLock;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public unsafe struct SpinLock
{
    private const int StackSize = 1 << 20; // of a carrier
    private readonly bool _isUntracked;
    private SpinLockState? _state;
    private nint _home; // where it was when its state was made, if that was the stack; 0: elsewhere

    /// <inheritdoc cref="System.Threading.SpinLock.SpinLock(bool)"/>
    public SpinLock(bool enableThreadOwnerTracking) => _isUntracked = !enableThreadOwnerTracking;

    /// <inheritdoc cref="Platform.IsThreadOwnerTrackingEnabled"/>
    public readonly bool IsThreadOwnerTrackingEnabled => !_isUntracked;

    /// <inheritdoc cref="Platform.IsHeld"/>
    public bool IsHeld => State().LookIfHeld();

    /// <inheritdoc cref="Platform.IsHeldByCurrentThread"/>
    public bool IsHeldByCurrentThread =>
        _isUntracked
            ? throw new InvalidOperationException("The lock does not keep who holds it.") : State().IsHeldBy(Primitive.Self);

    /// <inheritdoc cref="Platform.Enter(ref bool)"/>
    public void Enter(ref bool lockTaken) => TryEnter(-1, ref lockTaken);

    /// <inheritdoc cref="Platform.TryEnter(ref bool)"/>
    public void TryEnter(ref bool lockTaken) => TryEnter(0, ref lockTaken);

    /// <inheritdoc cref="Platform.TryEnter(TimeSpan, ref bool)"/>
    public void TryEnter(TimeSpan timeout, ref bool lockTaken) => TryEnter(Milliseconds.Of(timeout), ref lockTaken);

    /// <inheritdoc cref="Platform.TryEnter(int, ref bool)"/>
    public void TryEnter(int millisecondsTimeout, ref bool lockTaken)
    {
        if (lockTaken)
        {
            lockTaken = false;
            throw new ArgumentException("The flag must be false.");
        }
        Milliseconds.Checked(millisecondsTimeout);
        var state = State();
        if (!_isUntracked && state.IsHeldBy(Primitive.Self))
            throw new LockRecursionException("A spin lock is taken by a thread that holds it.");
        lockTaken = state.Acquire(millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.Exit()"/>
    public void Exit() => Exit(true);

    /// <inheritdoc cref="Platform.Exit(bool)"/>
    public void Exit(bool useMemoryBarrier)
    {
        var state = State();
        if (!_isUntracked && !state.IsHeldBy(Primitive.Self))
        {
            if (Execution.Current is { IsAborting: true }) throw new ExecutionAborted();
            throw new SynchronizationLockException($"{Primitive.Self.Name} does not hold the spin lock.");
        }
        state.Release();
    }

    private SpinLockState State()
    {
        byte here;
        var address = (nint)Unsafe.AsPointer(ref this);
        if (address < (nint)(&here) - StackSize || address > (nint)(&here) + StackSize) address = 0;
        if (_state is null) (_state, _home) = (new SpinLockState(tracksOwner: !_isUntracked), address);
        else if (_home != address) (_state, _home) = (_state.Copy(), address);
        return _state;
    }
}
