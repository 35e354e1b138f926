namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.AutoResetEvent"/> under the explorer.</summary>
/// <param name="initialState">Whether it is set.</param>
[Replaces(typeof(System.Threading.AutoResetEvent))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class AutoResetEvent(bool initialState)
    : EventWaitHandle(initialState, EventResetMode.AutoReset, "an AutoResetEvent", typeof(System.Threading.AutoResetEvent));
