// fails: when a factory throws, the next caller tries
// The factory runs outside the lock, others wait for its end; when it throws, nobody tells those who wait.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly object _monitor = new();
    private volatile T? _value;
    private int _maker;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        var me = Environment.CurrentManagedThreadId;
        lock (_monitor)
        {
            if (_maker == me) throw new LockRecursionException("The factory asks its own cell.");
            while (_maker != 0) Monitor.Wait(_monitor);
            if (_value is { } meanwhile) return meanwhile;
            _maker = me;
        }
        try
        {
            var made = factory() ?? throw new InvalidOperationException("The factory returned null.");
            lock (_monitor)
            {
                _value = made;
                _maker = 0;
                Monitor.PulseAll(_monitor);
            }
            return made;
        }
        catch
        {
            lock (_monitor) _maker = 0;
            throw;
        }
    }
}
