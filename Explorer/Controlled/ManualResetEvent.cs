namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.ManualResetEvent"/> under the explorer.</summary>
/// <param name="initialState">Whether it is set.</param>
[Replaces(typeof(System.Threading.ManualResetEvent))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class ManualResetEvent(bool initialState)
    : EventWaitHandle(initialState, EventResetMode.ManualReset, "a ManualResetEvent", typeof(System.Threading.ManualResetEvent));
