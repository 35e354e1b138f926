using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>The wait handle of something that is no wait handle itself.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class ViewWaitHandle : WaitHandle
{
    public ViewWaitHandle(Waitable state) : base(state) { }
}
