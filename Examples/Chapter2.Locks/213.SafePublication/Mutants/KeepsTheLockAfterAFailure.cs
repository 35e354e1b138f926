// fails: when a factory throws, the next caller tries
// Gives the semaphore back at the end and not on the way out by an exception: after a failure everybody waits for ever.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly SemaphoreSlim _free = new(1, 1);
    private volatile T? _value;
    private volatile int _maker;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        if (_maker == Environment.CurrentManagedThreadId) throw new LockRecursionException("The factory asks its own cell.");
        _free.Wait();
        if (_value is null)
        {
            _maker = Environment.CurrentManagedThreadId;
            _value = factory() ?? throw new InvalidOperationException("The factory returned null.");
            _maker = 0;
        }
        _free.Release();
        return _value;
    }
}
