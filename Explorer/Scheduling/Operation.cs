namespace Workbook.Explorer.Scheduling;

/// <summary>One step of a thread, as it is announced before it is done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Resource">On what. Steps on different resources never depend on each other.</param>
/// <param name="IsWrite">Whether its order against a read of the same resource matters too; that against a write always
/// does.</param>
/// <param name="Site">Where in the source: a number of <see cref="Rewriting.SourceMap"/>; 0 unknown.</param>
/// <param name="CanTimeOut">Whether it may go on though the resource is not ready.</param>
/// <param name="Timeout">After how many milliseconds of virtual time.</param>
/// <param name="Patience">Until the execution has so many steps, its time is up only when nobody else can move, however short it
/// is.</param>
internal readonly record struct Operation(
    OperationKind Kind, Resource Resource, bool IsWrite, int Site = 0, bool CanTimeOut = false, long Timeout = 0,
    int Patience = 0)
{
    /// <summary>Whether the order of the two can be seen by anybody.</summary>
    public bool DependsOn(in Operation other) => (IsWrite || other.IsWrite) && Resource.Overlaps(other.Resource);
}
