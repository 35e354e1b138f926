namespace Workbook.Ipc.Synchronization;

/// <summary>Why a <see cref="SharedBarrier"/> broke; the number is in its memory.</summary>
internal enum BreakReason
{
    None,
    TimedOut,
    Cancelled,
    Aborted,
    WasReset,
    Died,
    ActionFailed,
}
