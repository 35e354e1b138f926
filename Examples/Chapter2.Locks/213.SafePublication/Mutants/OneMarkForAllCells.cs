// fails: a factory holds up nobody who asks another cell
// The mark 'this thread runs a factory' is the thread's, and not the cell's: a factory that asks another cell is refused.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    [ThreadStatic] private static bool _isMaking;
    private readonly object _lock = new();
    private volatile T? _value;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        if (_isMaking) throw new LockRecursionException("The factory asks its own cell.");
        lock (_lock)
        {
            if (_value is { } meanwhile) return meanwhile;
            _isMaking = true;
            try { return _value = factory() ?? throw new InvalidOperationException("The factory returned null."); }
            finally { _isMaking = false; }
        }
    }
}
