// An exercise as coursework knows it. A folder holds
//
//      Starter.cs      what a learner gets           Given/*.cs      types that it uses, and nobody changes
//      Solution.cs     the reference                 Mutants/*.cs    wrong answers:  // fails: NAME OF A CHECK
//      Check.cs        what is asserted of it        Variants/*.cs   right answers:  // passes: WHAT IS DIFFERENT
//      after.md        two lines for who has solved it
//
// A candidate is Starter.cs, Solution.cs, a mutant, a variant, or what a learner made of the first. It is compiled together with
// Check.cs, Given/ and what all checks share (Support), and with nothing else.

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Workbook.Coursework.Catalogue;

/// <summary>An exercise that can be assigned: what a learner gets, what is asserted of their answer, and the answers that prove
/// that the assertions are right.</summary>
[DebuggerDisplay("{Number} {Slug,nq}")]
public sealed partial record Assignment
{
    /// <summary>The number in the catalogue.</summary>
    public required int Number { get; init; }

    /// <summary>The name in a command line and in a folder name.</summary>
    public required string Slug { get; init; }

    /// <summary>The name in a table.</summary>
    public required string Title { get; init; }

    /// <summary>What all its checks are worth together.</summary>
    public required int Points { get; init; }

    /// <summary>What a learner begins with.</summary>
    public required SourceFile Starter { get; init; }

    /// <summary>The reference solution.</summary>
    public required SourceFile Solution { get; init; }

    /// <summary>The checks.</summary>
    public required SourceFile Check { get; init; }

    /// <summary>Types that a candidate uses and does not declare itself.</summary>
    public IReadOnlyList<SourceFile> Given { get; init; } = [];

    /// <summary>What all checks use: the attribute, and how to assert.</summary>
    public IReadOnlyList<SourceFile> Support { get; init; } = [];

    /// <summary>Wrong answers.</summary>
    public IReadOnlyList<SourceFile> Mutants { get; init; } = [];

    /// <summary>Right answers that look different.</summary>
    public IReadOnlyList<SourceFile> Variants { get; init; } = [];

    /// <summary>What the reference does differently and why, for those who have solved it; empty: nothing was written.</summary>
    public string After { get; init; } = "";

    /// <summary>The statement, in Markdown; empty: there is none.</summary>
    public string Statement { get; init; } = "";

    /// <summary>The hints, in Markdown; empty: there are none.</summary>
    public string Hints { get; init; } = "";

    /// <summary>The type that a learner writes: <c>TicketOffice</c>.</summary>
    public string TypeName => FirstType().Match(Starter.Text) is { Success: true } type ? type.Groups["name"].Value : "Answer";

    /// <summary>The file that a learner writes: <c>TicketOffice.cs</c>.</summary>
    public string FileName => $"{TypeName}.cs";

    /// <summary><c>205-ticket-selling</c>.</summary>
    public string FolderName => $"{Number}-{Slug}";

    /// <summary>Puts together the files of an exercise's folder.</summary>
    /// <param name="number">The number in the catalogue.</param>
    /// <param name="slug">Its name.</param>
    /// <param name="title">Its title.</param>
    /// <param name="points">What it is worth.</param>
    /// <param name="files">The files, with paths that end as in the folder: <c>.../Mutants/NoLock.cs</c>.</param>
    /// <param name="support">What all checks use.</param>
    /// <exception cref="InvalidDataException">Starter.cs, Solution.cs or Check.cs is missing.</exception>
    public static Assignment From(int number, string slug, string title, int points, IReadOnlyCollection<SourceFile> files,
        IReadOnlyList<SourceFile> support)
    {
        SourceFile Single(string name) =>
            files.FirstOrDefault(file => file.Name == name && FolderOf(file) is not ("Given" or "Mutants" or "Variants"))
            ?? throw new InvalidDataException($"{number} {slug} has no {name}");
        IReadOnlyList<SourceFile> In(string folder) => [.. files
            .Where(file => FolderOf(file) == folder && file.Name.EndsWith(".cs", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)];
        string Text(string name) => files.FirstOrDefault(file => file.Name == name)?.Text.Trim() ?? "";
        return new Assignment
        {
            Number = number,
            Slug = slug,
            Title = title,
            Points = points,
            Starter = Single("Starter.cs"),
            Solution = Single("Solution.cs"),
            Check = Single("Check.cs"),
            Given = In("Given"),
            Mutants = In("Mutants"),
            Variants = In("Variants"),
            Support = support,
            After = Text("after.md"),
            Statement = Text("README.md"),
            Hints = Text("hints.md"),
        };
    }

    private static string FolderOf(SourceFile file) =>
        file.Path.Split('/', '\\') is { Length: > 1 } parts ? parts[^2] : "";

    [GeneratedRegex(@"^public\s+(?:(?:sealed|static|abstract|partial|readonly)\s+)*(?:class|struct|record(?:\s+struct)?)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex FirstType();
}
