namespace Workbook.Ipc.Synchronization;

/// <summary>What stands in a region of this folder; the number is in its file.</summary>
internal enum SharedKind : uint
{
    /// <summary>Its creator has not finished it.</summary>
    Unfinished,

    /// <summary>A <see cref="SharedMutex"/>, and so on.</summary>
    Mutex,
    ReentrantMutex,
    Semaphore,
    Event,
    AutoEvent,
    Condition,
    Barrier,
}
