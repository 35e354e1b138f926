using System.Diagnostics;
using System.Reflection;

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

    /// <summary>What <c>workbook explore</c> runs, in the order in which it is written: see <see cref="ScenarioAttribute"/>.</summary>
    public IReadOnlyList<Scenario> Scenarios =>
    [
        .. (demo.Assembly.GetType($"{demo.Namespace}.Scenarios")?.GetMethods(BindingFlags.Static | BindingFlags.Public) ?? [])
            .Where(method => method.IsDefined(typeof(ScenarioAttribute)))
            .OrderBy(method => method.MetadataToken)
            .Select(method => new Scenario(method, method.GetCustomAttribute<ScenarioAttribute>()!)),
    ];

    /// <summary>Why there is nothing to explore, as the end of a sentence; empty if there is.</summary>
    public string Unexplored => attribute.Unexplored.Length > 0 ? attribute.Unexplored
        : Needs.HasFlag(Needs.ChildProcesses) && Scenarios is [] ? "it is about several processes, and the explorer controls one" : "";

    private MethodInfo RunMethod => _run ??= demo.GetMethod("Run", BindingFlags.Static | BindingFlags.Public)
        ?? throw new NotSupportedException($"{demo} has no public static Run(Stage stage, ...).");

    // Resources are called like the file: Chapter2.Locks/205.TicketSelling/README.md, with the separators of the machine that
    // built the program. The number is enough to find the folder.
    private string? Resource(string file)
    {
        _folder ??= demo.Assembly.GetManifestResourceNames()
            .FirstOrDefault(name => name.Replace('\\', '/').Contains($"/{Number}.", StringComparison.Ordinal));
        if (_folder is null) return null;
        using var stream = demo.Assembly.GetManifestResourceStream(_folder[..(_folder.LastIndexOfAny(['/', '\\']) + 1)] + file);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
