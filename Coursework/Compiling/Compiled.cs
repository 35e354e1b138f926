namespace Workbook.Coursework.Compiling;

/// <summary>A candidate, compiled with the checks; or why not.</summary>
public sealed class Compiled
{
    /// <summary>Why it does not compile; empty if it does.</summary>
    public IReadOnlyList<CompileError> Errors { get; init; } = [];

    /// <summary>The assembly; the caller's to keep.</summary>
    public byte[] Assembly { get; init; } = [];

    /// <summary>Its symbols, as a portable PDB.</summary>
    public byte[] Symbols { get; init; } = [];

    /// <summary>The checks, in the order in which they are written.</summary>
    public IReadOnlyList<CheckInfo> Checks { get; init; } = [];

    /// <summary>What is broken of the rules on code: the check's name, and what was seen where.</summary>
    public IReadOnlyList<(string Check, string Seen)> Offences { get; init; } = [];

    /// <summary>What the candidate uses that reaches beyond the process, and where: <c>File.Delete, Counter.cs:12</c>.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>What is worth a word although it is no mistake.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
