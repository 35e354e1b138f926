namespace Workbook.Concurrency.Scheduling;

/// <summary>Why a job stands in front of the CPU.</summary>
public enum ReadyReason
{
    /// <summary>It is new.</summary>
    Arrived,

    /// <summary>Its wait for input or output is over.</summary>
    Returned,

    /// <summary>It ran for as many ticks as its turn allowed, and needs more.</summary>
    SliceEnded,

    /// <summary>The policy took the CPU away from it within its turn: see <see cref="ISchedulingPolicy.Preempts"/>.</summary>
    Preempted,
}
