namespace Workbook.Explorer.Scheduling;

/// <summary>What a thread is about to do when it stands at a scheduling point.</summary>
internal enum OperationKind : byte
{
    /// <summary>Its first step.</summary>
    Begin,

    /// <summary>Its last.</summary>
    End,

    /// <summary>Starting another thread.</summary>
    Spawn,

    /// <summary>Waiting for another thread's end.</summary>
    Join,

    /// <summary>Taking a lock, waiting for it.</summary>
    Acquire,

    /// <summary>Taking a lock if it is free.</summary>
    TryAcquire,

    /// <summary>Giving a lock up.</summary>
    Release,

    /// <summary>Waiting until something is signalled.</summary>
    Wait,

    /// <summary>Signalling.</summary>
    Signal,

    /// <summary>Reading shared memory.</summary>
    Read,

    /// <summary>Writing shared memory.</summary>
    Write,

    /// <summary>Reading and writing it in one step.</summary>
    Atomic,

    /// <summary>Letting others go first.</summary>
    Yield,

    /// <summary>Sleeping.</summary>
    Sleep,

    /// <summary>Undoing a signal.</summary>
    Reset,

    /// <summary>Looking at what another thread does.</summary>
    Watch,

    /// <summary>Interrupting another thread.</summary>
    Interrupt,

    /// <summary>Giving a primitive back to the system.</summary>
    Dispose,

    /// <summary>Going round a loop until something that it reads is changed.</summary>
    Spin,

    /// <summary>Writing shared memory, but only into the thread's own store buffer as yet.</summary>
    Buffer,

    /// <summary>What was written leaves a store buffer, and reaches memory.</summary>
    Flush,

    /// <summary>Waiting until the thread's own store buffer is empty.</summary>
    Fence,
}
