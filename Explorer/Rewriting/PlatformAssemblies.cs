using System.Collections.Concurrent;
using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Assemblies that run as they are: the platform's, and those of test frameworks, compilers and this explorer.</summary>
/// <remarks>Any thread may ask for one; what is read stays read, since every program refers to the same.</remarks>
internal static class PlatformAssemblies
{
    private static readonly string[] _families =
    [
        "System", "Microsoft", "mscorlib", "netstandard", "WindowsBase",
        "xunit", "Xunit", "nunit", "testhost", "Verify", "DiffPlex", "DiffEngine", "BenchmarkDotNet",
        "Spectre.Console", "Mono.Cecil",
    ];

    private static readonly ConcurrentDictionary<string, AssemblyDefinition?> _read = new();
    private static readonly PlatformResolver _resolver = new();

    private static readonly Dictionary<string, string> _paths = FindPaths();

    /// <summary>Whether an assembly of that name is left as it is.</summary>
    public static bool Contains(string name) => name == typeof(PlatformAssemblies).Assembly.GetName().Name
        || Array.Exists(_families, family => name == family || name.StartsWith($"{family}.", StringComparison.Ordinal));

    /// <summary>Its metadata; null if it is neither the platform's nor beside the program.</summary>
    /// <param name="name">Its simple name.</param>
    /// <param name="directory">Where the program is; null: nowhere.</param>
    public static AssemblyDefinition? Find(string name, string? directory)
    {
        if (_paths.TryGetValue(name, out var path)) return Read(path);
        var beside = directory is null ? null : Path.Combine(directory, $"{name}.dll");
        return beside is not null && File.Exists(beside) ? Read(beside) : null;
    }

    private static AssemblyDefinition? Read(string path) => _read.GetOrAdd(path, static path =>
    {
        var reading = new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = _resolver };
        try { return AssemblyDefinition.ReadAssembly(path, reading); }
        catch (BadImageFormatException) { return null; }
    });

    // Of the platform, and of whoever runs the explorer: a test's frameworks are usually there too.
    private static Dictionary<string, string> FindPaths()
    {
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var all = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        foreach (var path in all.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (Contains(name)) paths.TryAdd(name, path);
        }
        return paths;
    }

    private sealed class PlatformResolver : IAssemblyResolver
    {
        public AssemblyDefinition? Resolve(AssemblyNameReference name) => Find(name.Name, null);

        public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

        public void Dispose() { }
    }
}
