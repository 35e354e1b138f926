// Double-checked: a look without the lock, and if that finds nothing, another one under it.
//
//      _value      who comes                            what happens
//      null        the first                            makes the value inside the lock
//      null        others meanwhile                     wait for the lock, look again [recheck], find it
//      the value   everybody later                      one read [look], no lock
//
//   I1  _value goes from null to the value once, inside the lock, and never changes again.
//   I2  A factory runs only inside the lock while _value is null: two never run at once, and none after one has succeeded.
//   I3  Who sees the value sees it complete: [publish] is a release and comes after the factory, [look] is an acquire.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Holds a value that is made when it is first asked for, once for all threads.</summary>
/// <remarks>Any thread may call any member. Schmidt and Harrison, Double-Checked Locking, PLoP 1996.</remarks>
[DebuggerDisplay("Value = {_value}")] // takes no lock
public sealed class OnceCell<T> where T : class
{
    private readonly ParkingMutex _mutex = new(); // guards the writes of:
    private T? _value;                            // Volatile.Write at [publish] pairs with Volatile.Read at [look]

    /// <summary>Whether the value is there. True stays true; a false may be stale by the time it returns.</summary>
    public bool IsCreated => Volatile.Read(ref _value) is not null;

    /// <summary>The value, made by <paramref name="factory"/> if it is not there yet. All get the same instance.</summary>
    /// <remarks>While a factory runs, other callers block until it has ended. If it throws, its caller gets the exception and
    /// the cell stays empty: the next caller, perhaps one that waited, tries again with its own factory.</remarks>
    /// <exception cref="InvalidOperationException">The factory returned null; the cell stays empty.</exception>
    /// <exception cref="LockRecursionException">The factory asked its own cell; the cell stays empty.</exception>
    public T GetOrCreate(Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (Volatile.Read(ref _value) is { } there) return there;   // [look]
        using (_mutex.Hold())
        {
            if (_value is { } meanwhile) return meanwhile;          // [recheck] another was faster; the lock makes it visible
            var made = factory()
                ?? throw new InvalidOperationException("The factory returned null, which stands for 'empty'; return an object.");
            Volatile.Write(ref _value, made);                       // [publish]
            return made;
        }
    }
}
