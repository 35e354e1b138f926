namespace Workbook.Explorer.Rewriting;

/// <summary>What a test can reach in the assemblies of its program.</summary>
/// <param name="Uses">Of what is not controlled, each with its place, in the order of their text.</param>
/// <param name="Assemblies">In which it runs, in the order of their names.</param>
/// <param name="Initialized">The types whose static constructors it may run, in the order in which they were come upon: assembly
/// and type, as reflection names it.</param>
internal sealed record Reach(IReadOnlyList<string> Uses, IReadOnlyList<string> Assemblies,
    IReadOnlyList<(string Assembly, string Type)> Initialized);
