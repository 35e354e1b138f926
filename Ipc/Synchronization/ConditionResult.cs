namespace Workbook.Ipc.Synchronization;

/// <summary>How a wait on a <see cref="SharedCondition"/> ended. The mutex is held in every case.</summary>
/// <param name="IsWoken">Whether it was notified, or the predicate became true; false when the time was over first, or when
/// the mutex turned out to be abandoned.</param>
/// <param name="PreviousOwner">The pid of the process that died with the mutex in the meantime, 0 if none did. What the mutex
/// guards is the caller's to repair then.</param>
public readonly record struct ConditionResult(bool IsWoken, int PreviousOwner = 0)
{
    /// <summary>Whether the mutex came back abandoned.</summary>
    public bool IsAbandoned => PreviousOwner != 0;
}
