using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.EventWaitHandle"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.EventWaitHandle))]
public class EventWaitHandle : WaitHandle
{
    /// <summary>An event.</summary>
    public EventWaitHandle(bool initialState, EventResetMode mode) : this(initialState, mode, "an EventWaitHandle") { }

    private protected EventWaitHandle(bool initialState, EventResetMode mode, string name)
        : base(new Signal(name, initialState ? 1 : 0, taken: mode == EventResetMode.AutoReset ? 1 : 0)) { }

    /// <summary>Lets one or all go on.</summary>
    public bool Set()
    {
        ThrowIfDisposed();
        if (Execution.Current is { } execution) State.Change(execution, static _ => 1);
        return true;
    }

    /// <summary>Makes the next ones wait.</summary>
    public bool Reset()
    {
        ThrowIfDisposed();
        if (Execution.Current is { } execution) State.Change(execution, static _ => 0);
        return true;
    }
}
