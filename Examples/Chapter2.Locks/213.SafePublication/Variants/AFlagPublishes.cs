// passes: a plain value and a flag that goes up behind it: whoever sees the flag sees the value
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly SemaphoreSlim _free = new(1, 1);
    private int _maker;
    private bool _ready;
    private T _value = null!;

    public bool IsCreated => Volatile.Read(ref _ready);

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (Volatile.Read(ref _ready)) return _value;
        var me = Environment.CurrentManagedThreadId;
        if (Volatile.Read(ref _maker) == me) throw new LockRecursionException("The factory asks its own cell.");
        _free.Wait();
        try
        {
            Volatile.Write(ref _maker, me);
            if (!_ready)
            {
                _value = factory() ?? throw new InvalidOperationException("The factory returned null.");
                Volatile.Write(ref _ready, true);
            }
            return _value;
        }
        finally
        {
            Volatile.Write(ref _maker, 0);
            _free.Release();
        }
    }
}
