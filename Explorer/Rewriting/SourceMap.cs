namespace Workbook.Explorer.Rewriting;

/// <summary>Where the marked instructions of a rewritten program stand in its source; a site is a number, from 1 on.</summary>
/// <remarks>Each assembly has a section of the numbers, so that they are the same in whatever order assemblies are
/// rewritten.</remarks>
internal sealed class SourceMap(IReadOnlyList<string> assemblies)
{
    private const int Bits = 22; // of the number are the place in the section: 4 million sites in an assembly, 512 assemblies
    private readonly SiteSection[] _sections = [.. Enumerable.Range(0, assemblies.Count).Select(index =>
        new SiteSection(index << Bits))];

    /// <summary>Whether it is in the first assembly, which is the test's own.</summary>
    public static bool IsOfTheTest(int site) => site >> Bits == 0;

    /// <summary>The name of the assembly that it is in; of 0, which is nowhere, that of the first.</summary>
    public string AssemblyOf(int site) => assemblies[site >> Bits];

    public SiteSection Section(int assembly) => _sections[assembly];

    /// <summary>Null for 0, which is nowhere.</summary>
    public Site? this[int site] => site == 0 ? null : _sections[site >> Bits][site];
}
