namespace Workbook.Concurrency.Queues;

/// <summary>How an attempt to put or to take has ended.</summary>
internal enum Outcome
{
    /// <summary>The item went in, or came out.</summary>
    Done,

    /// <summary>Put: the queue is closed. Take: it is closed and drained.</summary>
    Closed,

    /// <summary>It was not possible before the deadline.</summary>
    TimeOver,

    /// <summary>It was not possible before the token fired.</summary>
    Cancelled,
}
