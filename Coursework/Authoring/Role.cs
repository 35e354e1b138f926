namespace Workbook.Coursework.Authoring;

/// <summary>What a candidate of the corpus is there for.</summary>
public enum Role
{
    /// <summary>Passes.</summary>
    Solution,

    /// <summary>Fails.</summary>
    Starter,

    /// <summary>Passes.</summary>
    Variant,

    /// <summary>Fails the check that it names.</summary>
    Mutant,
}
