using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.ThreadLocal{T}"/> under the explorer.</summary>
/// <remarks>A thread's own value is nobody else's business: reading and writing it is no step, unless all values are
/// tracked.</remarks>
[Replaces(typeof(System.Threading.ThreadLocal<>))]
[System.Diagnostics.DebuggerStepThrough]
public class ThreadLocal<T> : IDisposable
{
    private static readonly object _outside = new(); // stands for the one thread that there is outside of an execution

    private readonly Dictionary<object, Slot> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly List<Slot> _inOrder = []; // the same, for Values
    private readonly Cell? _all; // null: they are not tracked
    private readonly Func<T>? _factory;
    private readonly Disposal _disposal;

    /// <summary>Values that begin with the default of T.</summary>
    public ThreadLocal() : this(trackAllValues: false) { }

    /// <summary>The same, and <see cref="Values"/> tells those of all threads.</summary>
    public ThreadLocal(bool trackAllValues)
    {
        _all = trackAllValues ? new Cell("the values of a ThreadLocal") : null;
        _disposal = new Disposal(this, typeof(System.Threading.ThreadLocal<T>).FullName, FieldMap.LocalDisposed);
    }

    /// <summary>Values that <paramref name="valueFactory"/> makes, one for each thread that asks.</summary>
    public ThreadLocal(Func<T> valueFactory) : this(valueFactory, trackAllValues: false) { }

    /// <summary>The same, and <see cref="Values"/> tells those of all threads.</summary>
    public ThreadLocal(Func<T> valueFactory, bool trackAllValues) : this(trackAllValues)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        _factory = valueFactory;
    }

    /// <summary>Nothing to give back.</summary>
    ~ThreadLocal() => Dispose(false);

    /// <summary>The calling thread's value.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    /// <exception cref="InvalidOperationException">The factory asked for the value that it is to make.</exception>
    public T Value
    {
        get
        {
            _disposal.ThrowIfDisposed();
            if (_slots.TryGetValue(Key, out var slot)) return slot.Value;
            var made = _factory is null ? default! : _factory();
            if (IsValueCreated && _factory is not null)
                throw new InvalidOperationException("ValueFactory attempted to access the Value property of this instance.");
            Value = made;
            return made;
        }
        set
        {
            _disposal.ThrowIfDisposed();
            _all?.Exchange();
            if (!_slots.TryGetValue(Key, out var slot))
            {
                _slots.Add(Key, slot = new Slot());
                if (_all is not null) _inOrder.Add(slot);
            }
            slot.Value = value;
        }
    }

    /// <summary>The values of all threads that have one, those that have ended included, the latest first.</summary>
    /// <exception cref="InvalidOperationException">They are not tracked.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public IList<T> Values
    {
        get
        {
            if (_all is null)
                throw new InvalidOperationException("The ThreadLocal object is not tracking values. To use the Values property, "
                + "use a ThreadLocal constructor that accepts the trackAllValues parameter and set the parameter to true.");
            _disposal.ThrowIfDisposed();
            _all.Read();
            return [.. _inOrder.AsEnumerable().Reverse().Select(slot => slot.Value)];
        }
    }

    /// <summary>Whether the calling thread has a value.</summary>
    public bool IsValueCreated
    {
        get
        {
            _disposal.ThrowIfDisposed();
            return _slots.ContainsKey(Key);
        }
    }

    private static object Key => Execution.Current is null ? _outside : Execution.Self;

    /// <summary>The text of the calling thread's value.</summary>
    public override string? ToString() => Value!.ToString();

    /// <summary>No more use of it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>No more use of it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || !_disposal.Dispose()) return;
        _slots.Clear();
        _inOrder.Clear();
    }

    private sealed class Slot
    {
        public T Value = default!;
    }
}
