namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>How a booking ended.</summary>
public enum BookingOutcome
{
    /// <summary>Paid: everything is reserved, and stays so.</summary>
    Booked,

    /// <summary>The customer cancelled in time: nothing is reserved, nothing is paid.</summary>
    Cancelled,

    /// <summary>The time was over: nothing is reserved, nothing is paid.</summary>
    TimedOut,
}
