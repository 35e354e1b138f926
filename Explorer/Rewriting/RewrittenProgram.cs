// A rewritten program, loaded beside the original one:
//
//      default context                          a context of its own, collectible
//        the explorer   <---------------------    Shop.Tests', Shop', Workbook.Concurrency'   each loaded when first needed
//        xunit, the platform   <--------------
//
// Each exploration loads it anew, from the same bytes: static fields of one are never those of another, so that two may run at
// once.

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Rewriting;

/// <summary>A rewritten program, loaded; given back when nobody refers to it any more.</summary>
internal sealed class RewrittenProgram
{
    private readonly ProgramImage _image;
    private readonly ProgramContext _context;

    public RewrittenProgram(byte[] assembly, byte[]? symbols, string? directory, (string Type, string Method)? test)
        : this(new ProgramImage(assembly, symbols, directory), directory, test) { }

    private RewrittenProgram(ProgramImage image, string? directory, (string Type, string Method)? test)
    {
        _image = image;
        var reach = test is { } start ? image.ReachOf(start.Type, start.Method) : null;
        _context = new ProgramContext(image, directory);
        Assembly = _context.Load(image.Name);
        foreach (var name in reach?.Assemblies ?? []) _context.Load(name);
        InitializeTypes(reach?.Initialized ?? []);
    }

    /// <summary>The program whose first assembly is in that file, with the symbols beside it if they are there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="test">Where the test begins, by type and method; null: whatever is in the program is taken to be
    /// controlled.</param>
    /// <exception cref="RefusedException">The test reaches what is not controlled.</exception>
    public static RewrittenProgram FromFile(string path, (string Type, string Method)? test) =>
        new(ProgramImage.FromFile(path), Path.GetDirectoryName(Path.GetFullPath(path)), test);

    /// <summary>Of which assemblies source lines are missing, and why: a sentence each.</summary>
    /// <param name="among">No others are asked about; null: all.</param>
    public IReadOnlyList<string> Notes(IReadOnlySet<string>? among = null) => _image.Notes(among);

    /// <inheritdoc cref="ProgramImage.NotExplored"/>
    public IReadOnlyList<string> NotExplored => _image.NotExplored;

    public SourceMap Sites => _image.Sites;

    /// <summary>The one that the program begins with.</summary>
    public Assembly Assembly { get; }

    // Static fields get their first values now, and not in the middle of the first execution, which would be unlike all others
    // then.
    private void InitializeTypes(IReadOnlyList<(string Assembly, string Type)> types)
    {
        foreach (var (assembly, name) in types)
        {
            if (_context.Load(assembly).GetType(name) is not { ContainsGenericParameters: false } type) continue;
            try { RuntimeHelpers.RunClassConstructor(type.TypeHandle); }
            catch (TypeInitializationException) { } // it will be thrown again at the first use, where it belongs
        }
    }
}
