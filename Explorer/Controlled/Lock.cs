using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.Lock"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.Lock))]
public sealed class Lock
{
    private static LockState StateOf(Execution execution, Lock target) => execution.ResourceOf(target, static _ => new LockState("a Lock"));

    /// <summary>Whether the caller holds it.</summary>
    public bool IsHeldByCurrentThread => Execution.Current is { } execution && StateOf(execution, this).IsHeldBy(Execution.Self);

    /// <summary>Takes it.</summary>
    public void Enter()
    {
        if (Execution.Current is { } execution) StateOf(execution, this).Acquire(execution);
    }

    /// <summary>Takes it, and gives it up when the scope is disposed of.</summary>
    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    /// <summary>Takes it if it is free.</summary>
    public bool TryEnter() => TryEnter(0);

    /// <summary>Takes it within a time.</summary>
    public bool TryEnter(TimeSpan timeout) => TryEnter(Milliseconds.Of(timeout));

    /// <summary>Takes it within a time.</summary>
    public bool TryEnter(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (Execution.Current is not { } execution) return true;
        if (millisecondsTimeout != -1) return StateOf(execution, this).TryAcquire(execution, mayWait: millisecondsTimeout > 0);
        Enter();
        return true;
    }

    /// <summary>Gives it up.</summary>
    public void Exit()
    {
        if (Execution.Current is { } execution) StateOf(execution, this).Release(execution);
    }

    /// <summary>Gives the lock up at its end.</summary>
    public ref struct Scope
    {
        private Lock? _target;

        internal Scope(Lock target) => _target = target;

        /// <summary>Gives the lock up; nothing the second time.</summary>
        public void Dispose()
        {
            var target = _target;
            _target = null;
            target?.Exit();
        }
    }
}
