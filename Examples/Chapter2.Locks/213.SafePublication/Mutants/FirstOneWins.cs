// fails: one factory runs, and all get its value
// Everybody gets the same one, but two may be made and one of them thrown away: not what was asked for.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    [ThreadStatic] private static List<OnceCell<T>>? _making;
    private T? _value;

    public bool IsCreated => Volatile.Read(ref _value) is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (Volatile.Read(ref _value) is { } there) return there;
        _making ??= [];
        if (_making.Contains(this)) throw new LockRecursionException("The factory asks its own cell.");
        _making.Add(this);
        try
        {
            var mine = factory() ?? throw new InvalidOperationException("The factory returned null.");
            return Interlocked.CompareExchange(ref _value, mine, null) ?? mine;
        }
        finally { _making.Remove(this); }
    }
}
