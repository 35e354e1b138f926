using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Lock;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class Lock
{
    private readonly LockState _state = new("a Lock");

    /// <inheritdoc cref="Platform.IsHeldByCurrentThread"/>
    public bool IsHeldByCurrentThread => _state.IsHeldBy(Primitive.Self);

    /// <inheritdoc cref="Platform.Enter"/>
    public void Enter() => _state.Acquire(Limit.None);

    /// <inheritdoc cref="Platform.EnterScope"/>
    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    /// <inheritdoc cref="Platform.TryEnter()"/>
    public bool TryEnter() => _state.Acquire(0);

    /// <inheritdoc cref="Platform.TryEnter(int)"/>
    public bool TryEnter(int millisecondsTimeout) => _state.Acquire(Milliseconds.Checked(millisecondsTimeout));

    /// <inheritdoc cref="Platform.TryEnter(TimeSpan)"/>
    public bool TryEnter(TimeSpan timeout) => _state.Acquire(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.Exit"/>
    public void Exit() => _state.Release();

    /// <summary>Gives the lock up at its end.</summary>
    public ref struct Scope
    {
        private Lock? _target;

        internal Scope(Lock target) => _target = target;

        /// <summary>Gives the lock up; nothing the second time.</summary>
        public void Dispose()
        {
            var target = _target;
            if (target is null) return;
            _target = null;
            target.Exit();
        }
    }
}
