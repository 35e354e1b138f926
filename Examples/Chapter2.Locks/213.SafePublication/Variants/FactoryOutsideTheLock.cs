// passes: the lock guards only who is the maker; the factory runs outside it, and the others wait to be told how it ended
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly object _monitor = new();
    private T? _value;
    private Thread? _maker;

    public bool IsCreated => Volatile.Read(ref _value) is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (Volatile.Read(ref _value) is { } there) return there;
        lock (_monitor)
        {
            if (_maker == Thread.CurrentThread) throw new LockRecursionException("The factory asks its own cell.");
            while (_maker is not null) Monitor.Wait(_monitor);
            if (_value is not null) return _value;
            _maker = Thread.CurrentThread;
        }
        T? made = null;
        try { made = factory() ?? throw new InvalidOperationException("The factory returned null."); }
        finally
        {
            lock (_monitor)
            {
                _maker = null;
                if (made is not null) Volatile.Write(ref _value, made);
                Monitor.PulseAll(_monitor);
            }
        }
        return made;
    }
}
