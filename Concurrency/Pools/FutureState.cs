namespace Workbook.Concurrency.Pools;

/// <summary>Where a <see cref="Future"/> is. The order counts: what comes after <see cref="Running"/> is an end.</summary>
public enum FutureState
{
    /// <summary>Nobody has begun with it; it can still be cancelled.</summary>
    Pending,

    /// <summary>Begun; from here on only its producer ends it.</summary>
    Running,

    /// <summary>Ended with a result.</summary>
    Succeeded,

    /// <summary>Ended with an exception.</summary>
    Failed,

    /// <summary>Ended without either: cancelled before it was begun, or by its producer.</summary>
    Canceled,
}
