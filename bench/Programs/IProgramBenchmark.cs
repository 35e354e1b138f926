namespace Bench.Programs;

/// <summary>A benchmark that starts processes of its own: found by its type, run by <c>--programs</c>.</summary>
/// <remarks>Functions for children are static methods, as everywhere. It measures several times and reports the median.</remarks>
internal interface IProgramBenchmark
{
    /// <summary>Measures, and reports each figure.</summary>
    void Run(FigureTable figures);
}
