// fails: who finds the value finds it complete
// The flag that says 'there' goes up before the value is stored: who comes in between is let through, and gets null.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly Lock _lock = new();
    private volatile T? _value;
    private volatile bool _isCreated;

    public bool IsCreated => _isCreated;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_isCreated) return _value!;
        if (_lock.IsHeldByCurrentThread) throw new LockRecursionException("The factory asks its own cell.");
        lock (_lock)
        {
            if (_isCreated) return _value!;
            var made = factory() ?? throw new InvalidOperationException("The factory returned null.");
            _isCreated = true;
            _value = made;
            return made;
        }
    }
}
