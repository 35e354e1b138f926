// passes: a monitor, which knows whether the calling thread is inside, and the keyword volatile in place of the calls
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly object _door = new();
    private volatile T? _value;

    public bool IsCreated => _value != null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var value = _value;
        if (value != null) return value;
        if (Monitor.IsEntered(_door)) throw new LockRecursionException("The factory asks its own cell.");
        Monitor.Enter(_door);
        try
        {
            if (_value == null)
            {
                value = factory();
                if (value == null) throw new InvalidOperationException("A factory must not return null.");
                _value = value;
            }
            return _value;
        }
        finally { Monitor.Exit(_door); }
    }
}
