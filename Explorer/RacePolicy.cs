namespace Workbook.Explorer;

/// <summary>What a data race makes of a test that holds otherwise.</summary>
public enum RacePolicy
{
    /// <summary>It fails: what a race may do is more than any interleaving shows.</summary>
    Fail,

    /// <summary>It is told beside the verdict.</summary>
    Report,
}
