using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>What <see cref="CancellationToken.WaitHandle"/> gives under the explorer.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class CancellationWaitHandle(EventState canceled) : WaitHandle(canceled);
