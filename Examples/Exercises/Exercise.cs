using System.Diagnostics;
using System.Reflection;
using Workbook.Coursework.Catalogue;

namespace Workbook.Examples.Exercises;

/// <summary>A numbered exercise: its demo, its statement and its hints.</summary>
[DebuggerDisplay("{Name,nq}")]
internal sealed class Exercise(Type demo, ExerciseAttribute attribute)
{
    private string? _folder;
    private MethodInfo? _run;
    private IReadOnlyList<DemoOption>? _options;

    public int Number => attribute.Number;

    public string Slug => attribute.Slug;

    public string Title => attribute.Title;

    /// <summary>What the coursework is worth; 0 for a demonstration.</summary>
    public int Points => attribute.Points;

    public bool IsCoursework => Points > 0;

    public int Chapter => Number / 100;

    /// <summary>Options with which the demo is quick, as they are written.</summary>
    public string Small => attribute.Small;

    /// <summary>What it needs, and what all of its chapter do.</summary>
    public Needs Needs => attribute.Needs | (Chapter is 5 or 6 ? Needs.ChildProcesses : Needs.Nothing);

    /// <summary><c>205 ticket-selling</c>.</summary>
    public string Name => $"{Number} {Slug}";

    /// <summary>The statement, in Markdown; null if the exercise came without one.</summary>
    public string? Statement => Resource("README.md");

    public IReadOnlyList<Hint> Hints => Resource("hints.md") is { } markdown ? Hint.Split(markdown) : [];

    /// <summary>What follows the stage in the demo's <c>Run</c>.</summary>
    public IReadOnlyList<DemoOption> Options => _options ??=
        [.. RunMethod.GetParameters().Skip(1).Select(parameter => new DemoOption(parameter))];

    /// <summary>Runs the demo on the calling thread.</summary>
    /// <param name="stage">Where it is shown.</param>
    /// <param name="arguments">A value for each of <see cref="Options"/>, in their order.</param>
    public void Run(Stage stage, IReadOnlyList<object?> arguments) =>
        RunMethod.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [stage, .. arguments], null);

    /// <summary>What <c>workbook explore</c> runs, in the order in which it is written: see
    /// <see cref="ScenarioAttribute"/>.</summary>
    public IReadOnlyList<Scenario> Scenarios =>
    [
        .. (demo.Assembly.GetType($"{demo.Namespace}.Scenarios")?.GetMethods(BindingFlags.Static | BindingFlags.Public) ?? [])
            .Where(method => method.IsDefined(typeof(ScenarioAttribute)))
            .OrderBy(method => method.MetadataToken)
            .Select(method => new Scenario(method, method.GetCustomAttribute<ScenarioAttribute>()!)),
    ];

    /// <summary>Why there is nothing to explore, as the end of a sentence; empty if there is.</summary>
    public string Unexplored => attribute.Unexplored.Length > 0 ? attribute.Unexplored
        : Needs.HasFlag(Needs.ChildProcesses) && Scenarios is []
            ? "it is about several processes, and the explorer controls one" : "";

    private MethodInfo RunMethod => _run ??= demo.GetMethod("Run", BindingFlags.Static | BindingFlags.Public)
        ?? throw new NotSupportedException($"{demo} has no public static Run(Stage stage, ...).");

    /// <summary>All sources of its folder, and the texts beside them, as they were when the program was built.</summary>
    public IReadOnlyList<SourceFile> Files => Folder is not { } folder ? [] :
    [
        .. demo.Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => new SourceFile(name.Replace('\\', '/'), Read(name))),
    ];

    // Resources are called like the file: Chapter2.Locks/205.TicketSelling/README.md, with the separators of the machine that
    // built the program. The number is enough to find the folder.
    private string? Folder => _folder ??= demo.Assembly.GetManifestResourceNames()
        .Select(name => (Name: name, Start: name.Replace('\\', '/').IndexOf($"/{Number}.", StringComparison.Ordinal)))
        .Where(name => name.Start >= 0)
        .Select(name => name.Name[..(name.Name.IndexOfAny(['/', '\\'], name.Start + 1) + 1)])
        .FirstOrDefault();

    private string? Resource(string file) =>
        Folder is { } folder && demo.Assembly.GetManifestResourceInfo(folder + file) is not null ? Read(folder + file) : null;

    private string Read(string resource)
    {
        using var reader = new StreamReader(demo.Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
