namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>Whom a put or a take wakes.</summary>
public enum WakeStyle
{
    /// <summary>Producers and consumers wait apart; one of the other kind is woken.</summary>
    TwoConditionsSignal,

    /// <summary>All wait in one queue; all are woken.</summary>
    OneConditionBroadcast,

    /// <summary>All wait in one queue; the first in it is woken, of whatever kind. The mistake.</summary>
    OneConditionSignal,
}
