// fails: all who wait for a factory go on
// The value has come for everybody who waits for it, and Pulse wakes one of them: the others sleep for ever.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly object _monitor = new();
    private volatile T? _value;
    private Thread? _maker;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        lock (_monitor)
        {
            if (_maker == Thread.CurrentThread) throw new LockRecursionException("The factory asks its own cell.");
            while (_maker is not null) Monitor.Wait(_monitor);
            if (_value is { } meanwhile) return meanwhile;
            _maker = Thread.CurrentThread;
        }
        T? made = null;
        try { made = factory() ?? throw new InvalidOperationException("The factory returned null."); }
        finally
        {
            lock (_monitor)
            {
                _maker = null;
                if (made is not null) _value = made;
                Monitor.Pulse(_monitor);
            }
        }
        return made;
    }
}
