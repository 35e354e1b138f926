// fails: who finds the value finds it complete
// Double-checked, but the look outside the lock is a plain read: nothing orders it after what the maker wrote.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly Lock _lock = new();
    private T? _value;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is not null) return _value;
        if (_lock.IsHeldByCurrentThread) throw new LockRecursionException("The factory asks its own cell.");
        lock (_lock)
        {
            _value ??= factory() ?? throw new InvalidOperationException("The factory returned null.");
            return _value;
        }
    }
}
