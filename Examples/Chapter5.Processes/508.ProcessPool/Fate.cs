namespace Workbook.Examples.Processes.Pools;

/// <summary>How an errand is to end.</summary>
public enum Fate
{
    /// <summary>It returns.</summary>
    Returns,

    /// <summary>It throws.</summary>
    Throws,

    /// <summary>It never ends by itself: somebody kills its worker.</summary>
    IsKilled,
}
