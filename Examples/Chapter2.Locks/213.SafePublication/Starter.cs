namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Holds a value that is made when it is first asked for, once for all threads.</summary>
public sealed class OnceCell<T> where T : class
{
    private T? _value;

    /// <summary>Whether the value is there. Once true it stays true.</summary>
    public bool IsCreated => _value is not null;

    /// <summary>The value, made by <paramref name="factory"/> if it is not there yet. All get the same instance.</summary>
    /// <remarks>While a factory runs, other callers block until it has ended. If it throws, its caller gets the exception and
    /// the cell stays empty: the next caller tries its own factory.</remarks>
    /// <exception cref="InvalidOperationException">The factory returned null; the cell stays empty.</exception>
    /// <exception cref="LockRecursionException">The factory asked its own cell; the cell stays empty.</exception>
    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        // TODO: two threads may look before either has made one. And what orders the reading after the making?
        if (_value is null)
        {
            var made = factory() ?? throw new InvalidOperationException("The factory returned null.");
            _value = made;
        }
        return _value;
    }
}
