// fails: a factory holds up nobody who asks another cell
// The lock is static, so all cells share it: a slow factory of one keeps the callers of all others waiting.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private static readonly Lock _lock = new();
    private volatile T? _value;
    private volatile bool _isMaking;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        if (_lock.IsHeldByCurrentThread && _isMaking) throw new LockRecursionException("The factory asks its own cell.");
        lock (_lock)
        {
            if (_value is { } meanwhile) return meanwhile;
            _isMaking = true;
            try { return _value = factory() ?? throw new InvalidOperationException("The factory returned null."); }
            finally { _isMaking = false; }
        }
    }
}
