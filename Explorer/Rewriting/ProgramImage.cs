// A program on disk: the test's assembly, and every assembly beside it that it refers to, directly or through others. What the
// platform, a test framework or the explorer brings is left as it is.
//
//      Shop.Tests.dll ---> Shop.dll ---> Workbook.Concurrency.dll        rewritten, when they are first needed
//             |               |                     |
//             v               v                     v
//           xunit           System.Runtime, System.Threading, ...        run as they are
//
//   I1  The number of an assembly depends on the program alone: the test's is 0, the others follow by name. So do the
//       numbers of sites.
//   I2  What was rewritten once is not rewritten again: explorations load the same bytes, each into a context of its own.

using System.Collections.Concurrent;
using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>The assemblies of one program, as they are and rewritten. Any thread may use it.</summary>
internal sealed class ProgramImage : IAssemblyResolver
{
    private static readonly ConcurrentDictionary<string, ProgramImage> _byPath = new();

    private readonly string? _directory;
    private readonly List<(string Path, DateTime Written)> _files = [];

    // One for all programs, since Cecil reads the platform's assemblies on demand. It guards:
    private static readonly Lock _lock = new();
    private readonly Dictionary<string, ProgramAssembly> _assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Assembly, byte[]? Symbols)> _rewritten = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), Reach> _reaches = [];

    public ProgramImage(byte[] assembly, byte[]? symbols, string? directory)
    {
        _directory = directory;
        var main = new ProgramAssembly(0, assembly, symbols, this);
        if (main.Original.Assembly is null)
            throw new ProgramException($"{main.Original.Name} is a module without an assembly, and cannot be loaded.");
        Name = main.Original.Assembly.Name.Name;
        _assemblies.Add(Name, main);
        var others = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(main.Original, others);
        foreach (var (name, path) in others) _assemblies.Add(name,
            new ProgramAssembly(_assemblies.Count, File.ReadAllBytes(path), SymbolsOf(path), this));
        Sites = new SourceMap([.. _assemblies.OrderBy(pair => pair.Value.Index).Select(pair => pair.Key)]);
    }

    /// <summary>The name of the test's assembly.</summary>
    public string Name { get; }

    public SourceMap Sites { get; }

    /// <summary>The program whose first assembly is in that file; the one that was read before, as long as no file of it has
    /// changed.</summary>
    public static ProgramImage FromFile(string path)
    {
        path = Path.GetFullPath(path);
        if (_byPath.TryGetValue(path, out var known) && known.IsCurrent) return known;
        var written = File.GetLastWriteTimeUtc(path);
        var image = new ProgramImage(File.ReadAllBytes(path), SymbolsOf(path), Path.GetDirectoryName(path));
        image._files.Add((path, written));
        return _byPath[path] = image;
    }

    /// <summary>Of which assemblies source lines are missing, and why: a sentence each.</summary>
    /// <param name="among">No others are asked about; null: all.</param>
    public IReadOnlyList<string> Notes(IReadOnlySet<string>? among)
    {
        lock (_lock) return [.. _assemblies.Where(pair => pair.Value.WhyNoLines is not null && among?.Contains(pair.Key) != false)
            .Select(pair => $"{pair.Key}: {pair.Value.WhyNoLines}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The methods of the test's assembly that are not to be explored.</summary>
    public IReadOnlyList<string> NotExplored
    {
        get { lock (_lock) return _assemblies[Name].NotExplored; }
    }

    private bool IsCurrent => _files.TrueForAll(file => File.GetLastWriteTimeUtc(file.Path) == file.Written);

    /// <summary>Whether an assembly of that name is rewritten.</summary>
    public bool Contains(string name) => _assemblies.ContainsKey(name);

    /// <summary>The rewritten assembly and its symbols.</summary>
    public (byte[] Assembly, byte[]? Symbols) Rewritten(string name)
    {
        lock (_lock)
        {
            if (_rewritten.TryGetValue(name, out var rewritten)) return rewritten;
            var assembly = _assemblies[name];
            using var module = assembly.Read();
            rewritten = AssemblyRewriter.Rewrite(module, Sites.Section(assembly.Index));
            _rewritten.Add(name, rewritten);
            return rewritten;
        }
    }

    /// <summary>What can be reached from a method.</summary>
    /// <param name="type">Its type, as reflection names it.</param>
    /// <param name="method">Its name.</param>
    /// <exception cref="RefusedException">Something is reached that is not controlled.</exception>
    public Reach ReachOf(string type, string method)
    {
        lock (_lock)
        {
            if (!_reaches.TryGetValue((type, method), out var reach))
            {
                var found = _assemblies[Name].Original.GetTypes().FirstOrDefault(candidate =>
                    candidate.FullName.Replace('/', '+') == type)
                    ?? throw new ProgramException($"{Name} has no type {type}.");
                var start = found.Methods.OrderBy(candidate => candidate.Parameters.Count).FirstOrDefault(candidate =>
                    candidate.Name == method)
                    ?? throw new ProgramException($"{type} has no method {method}.");
                reach = new Refusals(this).ReachedFrom(start);
                _reaches.Add((type, method), reach);
            }
            return reach.Uses.Count == 0 ? reach : throw new RefusedException(reach.Uses);
        }
    }

    /// <summary>Whether an assembly that something refers to is there.</summary>
    public bool CanResolve(IMetadataScope scope) => scope is not AssemblyNameReference name || Resolve(name) is not null;

    /// <summary>Says that it is not.</summary>
    public ProgramException Missing(ModuleDefinition module, IMetadataScope scope) =>
        new($"{module.Assembly.Name.Name} refers to {scope.Name}, "
        + $"which is neither beside it nor the platform's: copy {scope.Name}.dll to {_directory ?? "where it is"}.");

    public AssemblyDefinition? Resolve(AssemblyNameReference name) => _assemblies.TryGetValue(name.Name, out var assembly)
        ? assembly.Original.Assembly
        : PlatformAssemblies.Find(name.Name, _directory);

    public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    public void Dispose() { }

    private void Collect(ModuleDefinition module, SortedDictionary<string, string> found)
    {
        foreach (var reference in module.AssemblyReferences)
        {
            if (_directory is null || reference.Name == Name || found.ContainsKey(reference.Name)
                || PlatformAssemblies.Contains(reference.Name)) continue;
            var path = Path.Combine(_directory, $"{reference.Name}.dll");
            if (!File.Exists(path)) continue;
            found.Add(reference.Name, path);
            _files.Add((path, File.GetLastWriteTimeUtc(path)));
            using var next = ModuleDefinition.ReadModule(path, new ReaderParameters(ReadingMode.Deferred));
            Collect(next, found);
        }
    }

    private static byte[]? SymbolsOf(string path) =>
        Path.ChangeExtension(path, ".pdb") is var symbols && File.Exists(symbols) ? File.ReadAllBytes(symbols) : null;
}
