namespace Workbook.Concurrency.Async;

/// <summary>Who waits for an <see cref="ItemBuffer{T, TStore}"/>, and how.</summary>
internal enum ItemWait
{
    /// <summary>Nobody: only what can be done at once is done.</summary>
    None,

    /// <summary>A task.</summary>
    Task,

    /// <summary>The calling thread.</summary>
    Thread,
}
