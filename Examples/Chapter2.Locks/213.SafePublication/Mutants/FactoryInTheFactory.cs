// fails: null is refused, and so is asking one's own cell
// A monitor lets its holder in again: a factory that asks its own cell runs a second factory inside the first, unnoticed.
namespace Workbook.Examples.Locks.SafePublication;

public sealed class OnceCell<T> where T : class
{
    private readonly object _lock = new();
    private volatile T? _value;

    public bool IsCreated => _value is not null;

    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (_value is { } there) return there;
        lock (_lock)
        {
            if (_value is { } meanwhile) return meanwhile;
            var made = factory() ?? throw new InvalidOperationException("The factory returned null.");
            _value = made;
            return made;
        }
    }
}
