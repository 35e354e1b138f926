namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Right and simple: every call takes the lock, also the millionth.</summary>
public sealed class LocksEveryTime<T> where T : class
{
    private readonly Lock _lock = new(); // guards:
    private T? _value;

    public T GetOrCreate(Func<T> factory) { lock (_lock) return _value ??= factory(); }
}
