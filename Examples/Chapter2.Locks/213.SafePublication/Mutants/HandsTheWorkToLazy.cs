// fails: is built without Lazy
// Lazy of the platform does nearly all of it; what it does, and how, was the exercise.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly Lock _lock = new();
    private volatile Lazy<T>? _made;

    public bool IsCreated => _made is { IsValueCreated: true };

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_made is { } there) return there.Value;
        if (_lock.IsHeldByCurrentThread) throw new LockRecursionException("The factory asks its own cell.");
        lock (_lock)
        {
            if (_made is { } meanwhile) return meanwhile.Value;
            var lazy = new Lazy<T>(factory);
            if (lazy.Value is null) throw new InvalidOperationException("The factory returned null.");
            _made = lazy;
            return lazy.Value;
        }
    }
}
