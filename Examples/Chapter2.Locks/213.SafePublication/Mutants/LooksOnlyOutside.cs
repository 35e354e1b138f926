// fails: one factory runs, and all get its value
// What was seen outside the lock is not looked at again inside it: two threads that looked at once make two, one after the other.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly Lock _lock = new();
    private volatile T? _value;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        if (_lock.IsHeldByCurrentThread) throw new LockRecursionException("The factory asks its own cell.");
        lock (_lock)
        {
            var made = factory() ?? throw new InvalidOperationException("The factory returned null.");
            _value = made;
            return made;
        }
    }
}
