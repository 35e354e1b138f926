using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Queues;
using Workbook.Explorer.Rewriting;

namespace Bench;

/// <summary>Rewrites an assembly and loads it, warm. Wanted: 30 ms for one of the size of a learner's file, 150 ms for one of 100
/// kB.</summary>
public class RewritingPrograms
{
    private static readonly byte[] _small = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory,
        "Mono.Cecil.Rocks.dll")); // 27 kB
    private static readonly byte[] _middle = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory,
        "Mono.Cecil.Pdb.dll")); // 90 kB
    private static readonly string _library = typeof(MpmcRing<int>).Assembly.Location; // 270 kB, with symbols
    private static readonly byte[] _large = File.ReadAllBytes(_library),
        _symbols = File.ReadAllBytes(Path.ChangeExtension(_library, ".pdb"));

    [Benchmark]
    public object A_learners_file() => new RewrittenProgram(_small, null, null, null);

    [Benchmark]
    public object An_assembly_of_90_kB() => new RewrittenProgram(_middle, null, null, null);

    [Benchmark]
    public object The_library_of_this_course() => new RewrittenProgram(_large, _symbols, null, null);
}
