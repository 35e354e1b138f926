using Workbook.Explorer.Scheduling;
using Platform = System.Threading.EventWaitHandle;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer. One with a name is of the whole system: that is refused.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class EventWaitHandle : WaitHandle
{
    private readonly EventState _state;

    /// <inheritdoc cref="System.Threading.EventWaitHandle.EventWaitHandle(bool, EventResetMode)"/>
    public EventWaitHandle(bool initialState, EventResetMode mode)
        : this(initialState, mode, "an EventWaitHandle", typeof(Platform)) { }

    /// <inheritdoc cref="System.Threading.EventWaitHandle.EventWaitHandle(bool, EventResetMode, string)"/>
    /// <exception cref="NotSupportedException">It has a name.</exception>
    public EventWaitHandle(bool initialState, EventResetMode mode, string? name)
        : this(initialState, mode) => Named.Refuse(name, nameof(EventWaitHandle));

    /// <inheritdoc cref="EventWaitHandle(bool, EventResetMode, string)"/>
    public EventWaitHandle(bool initialState, EventResetMode mode, string? name, out bool createdNew)
        : this(initialState, mode, name) => createdNew = true;

    /// <inheritdoc cref="EventWaitHandle(bool, EventResetMode, string)"/>
    public EventWaitHandle(bool initialState, EventResetMode mode, string? name, NamedWaitHandleOptions options)
        : this(initialState, mode, name) { }

    /// <inheritdoc cref="EventWaitHandle(bool, EventResetMode, string)"/>
    public EventWaitHandle(bool initialState, EventResetMode mode, string? name, NamedWaitHandleOptions options,
        out bool createdNew)
        : this(initialState, mode, name) => createdNew = true;

    private protected EventWaitHandle(bool initialState, EventResetMode mode, string name, Type platform)
        : this(StateOf(initialState, mode, name, platform)) { }

    private EventWaitHandle(EventState state) : base(state) => _state = state;

    /// <inheritdoc cref="Platform.Set"/>
    public bool Set()
    {
        _state.ThrowIfDisposed();
        _state.Set();
        return true;
    }

    /// <inheritdoc cref="Platform.Reset"/>
    public bool Reset()
    {
        _state.ThrowIfDisposed();
        _state.Reset();
        return true;
    }

    /// <summary>Refused.</summary>
    /// <exception cref="NotSupportedException">It has a name.</exception>
    public static EventWaitHandle OpenExisting(string name) => throw Named.Refusal(name, nameof(EventWaitHandle));

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static EventWaitHandle OpenExisting(string name, NamedWaitHandleOptions options) => OpenExisting(name);

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static bool TryOpenExisting(string name, out EventWaitHandle? result) =>
        throw Named.Refusal(name, nameof(EventWaitHandle));

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static bool TryOpenExisting(string name, NamedWaitHandleOptions options, out EventWaitHandle? result) =>
        TryOpenExisting(name, out result);

    private static EventState StateOf(bool initialState, EventResetMode mode, string name, Type platform)
    {
        if (mode is not (EventResetMode.AutoReset or EventResetMode.ManualReset))
            throw new ArgumentException($"{mode} is no mode.", nameof(mode));
        return new EventState(name, platform, initialState, isAuto: mode == EventResetMode.AutoReset);
    }
}
