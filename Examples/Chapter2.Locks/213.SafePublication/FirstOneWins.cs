namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Right without any lock: all may make one, the first to be published is kept, the others are thrown away.</summary>
/// <remarks>For values that are cheap to make and harmless to make twice. Nobody waits for anybody.</remarks>
public sealed class FirstOneWins<T> where T : class
{
    private T? _value; // null -> the value, once, by CompareExchange (a full fence), which pairs with Volatile.Read

    public T GetOrCreate(Func<T> factory)
    {
        if (Volatile.Read(ref _value) is { } there) return there;
        var mine = factory();
        return Interlocked.CompareExchange(ref _value, mine, null) ?? mine; // [win or lose]
    }
}
