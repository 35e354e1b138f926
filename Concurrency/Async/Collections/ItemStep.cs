namespace Workbook.Concurrency.Async;

/// <summary>How far a call to an <see cref="ItemBuffer{T, TStore}"/> came without waiting.</summary>
internal enum ItemStep
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Not done, and never possible: no more items are added, and for a take none is left.</summary>
    Ended,

    /// <summary>Not possible now. A waiter stands in the queue, unless the caller wanted none.</summary>
    MustWait,

    /// <summary>Not possible now, and the token is cancelled already.</summary>
    Canceled,
}
