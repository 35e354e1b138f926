//      no value  --- the factory returns --->  created: never changes
//                --- it throws ---->           failed: every Value throws the same again
//
//      None                      one thread at most; two are a race
//      PublicationOnly           each thread that finds no value makes one, the first is kept; what throws is not kept
//      ExecutionAndPublication   under a lock
//
// Without a factory the constructor of T makes the value, and an exception of it is not kept in any mode.

using System.Runtime.ExceptionServices;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Lazy{T}"/> under the explorer.</summary>
[Replaces(typeof(System.Lazy<>))]
[System.Diagnostics.DebuggerStepThrough]
public class Lazy<T>
{
    private readonly LazyThreadSafetyMode _mode;
    private readonly Cell _cell = new("a Lazy"); // the order of what follows
    private readonly object _lock = new(); // held while the factory runs, in the third mode. It guards:
    private readonly bool _hasFactory;
    private Func<T>? _factory; // null while it runs, and after
    private bool _isCreated;
    private ExceptionDispatchInfo? _thrown;
    private T _value = default!;

    /// <summary>A value that the constructor of T makes, once.</summary>
    public Lazy() : this(LazyThreadSafetyMode.ExecutionAndPublication) { }

    /// <summary>A value that is there.</summary>
    public Lazy(T value) => (_isCreated, _value) = (true, value);

    /// <summary>A value that <paramref name="valueFactory"/> makes, once.</summary>
    public Lazy(Func<T> valueFactory) : this(valueFactory, LazyThreadSafetyMode.ExecutionAndPublication) { }

    /// <summary>A value that the constructor of T makes, once, or for one thread only.</summary>
    public Lazy(bool isThreadSafe) : this(ModeOf(isThreadSafe)) { }

    /// <summary>A value that the constructor of T makes.</summary>
    public Lazy(LazyThreadSafetyMode mode) => _mode = Checked(mode);

    /// <summary>A value that <paramref name="valueFactory"/> makes, once, or for one thread only.</summary>
    public Lazy(Func<T> valueFactory, bool isThreadSafe) : this(valueFactory, ModeOf(isThreadSafe)) { }

    /// <summary>A value that <paramref name="valueFactory"/> makes.</summary>
    public Lazy(Func<T> valueFactory, LazyThreadSafetyMode mode)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        (_factory, _hasFactory, _mode) = (valueFactory, true, Checked(mode));
    }

    /// <summary>Whether there is a value.</summary>
    public bool IsValueCreated
    {
        get
        {
            Look();
            return _isCreated;
        }
    }

    /// <summary>The value; made now if there is none.</summary>
    /// <exception cref="InvalidOperationException">The factory asked for the value that it is to make.</exception>
    /// <exception cref="MissingMemberException">T has no constructor without parameters.</exception>
    public T Value
    {
        get
        {
            Look();
            if (_isCreated) return _value;
            _thrown?.Throw();
            switch (_mode)
            {
                case LazyThreadSafetyMode.None: Make(); break;
                case LazyThreadSafetyMode.PublicationOnly: Publish(Another()); break;
                default: MakeUnderLock(); break;
            }
            return _value;
        }
    }

    /// <summary>The value's text, once there is one.</summary>
    public override string? ToString() => IsValueCreated ? Value!.ToString() : "Value is not created.";

    private void MakeUnderLock()
    {
        Monitor.Enter(_lock);
        try
        {
            if (_isCreated) return;
            _thrown?.Throw();
            Make();
        }
        finally { Monitor.Exit(_lock); }
    }

    private void Make()
    {
        if (!_hasFactory)
        {
            var made = Construct();
            Change();
            (_isCreated, _value) = (true, made);
            return;
        }
        try
        {
            var factory = _factory ?? throw new InvalidOperationException(
                "ValueFactory attempted to access the Value property of this instance.");
            _factory = null;
            var made = factory();
            Change();
            (_isCreated, _value) = (true, made);
        }
        catch (Exception e) when (e is not ExecutionAborted)
        {
            Change();
            _thrown = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    // Another thread may have published since the caller looked: then there is no factory any more.
    private T Another() => !_hasFactory ? Construct() : _factory is { } factory ? factory() : _value;

    private void Publish(T made)
    {
        _cell.Exchange();
        if (_isCreated) return;
        (_isCreated, _value, _factory) = (true, made, null);
    }

    private static T Construct()
    {
        try { return Activator.CreateInstance<T>(); }
        catch (MissingMethodException)
        {
            throw new MissingMemberException("The lazily-initialized type does not have a public, parameterless constructor.");
        }
    }

    private void Look()
    {
        if (_mode != LazyThreadSafetyMode.None) _cell.Read();
        else if (Execution.Current is not null) Marks.Read(this, FieldMap.LazyState, Execution.Self.Site);
    }

    private void Change()
    {
        if (_mode != LazyThreadSafetyMode.None) _cell.Write();
        else if (Execution.Current is not null) Marks.Write(this, FieldMap.LazyState, Execution.Self.Site);
    }

    private static LazyThreadSafetyMode ModeOf(bool isThreadSafe) =>
        isThreadSafe ? LazyThreadSafetyMode.ExecutionAndPublication : LazyThreadSafetyMode.None;

    private static LazyThreadSafetyMode Checked(LazyThreadSafetyMode mode) =>
        mode is >= LazyThreadSafetyMode.None and <= LazyThreadSafetyMode.ExecutionAndPublication
        ? mode
        : throw new ArgumentOutOfRangeException(nameof(mode), "The mode argument specifies an invalid value.");
}
