namespace Workbook.Explorer;

/// <summary>When a thread's write is seen by the others.</summary>
public enum MemoryModel
{
    /// <summary>At once: each execution is an interleaving of the threads' steps (sequential consistency).</summary>
    Interleaved,

    /// <summary>As on x86-64: a write may stay in its thread's store buffer, where that thread alone sees it, until the thread
    /// comes to a fence, an interlocked operation or a lock, or the processor has time for it (total store order).</summary>
    Tso,
}
