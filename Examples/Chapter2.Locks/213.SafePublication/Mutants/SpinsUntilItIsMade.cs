// fails: who has to wait for a factory sleeps neither nor spins
// One makes it, and the others look again and again: right, but for as long as a factory takes they use up a core each.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private volatile T? _value;
    private int _maker;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var me = Environment.CurrentManagedThreadId;
        if (Volatile.Read(ref _maker) == me) throw new LockRecursionException("The factory asks its own cell.");
        while (true)
        {
            if (_value is { } there) return there;
            if (Interlocked.CompareExchange(ref _maker, me, 0) != 0) continue;
            try { return _value ??= factory() ?? throw new InvalidOperationException("The factory returned null."); }
            finally { Volatile.Write(ref _maker, 0); }
        }
    }
}
