namespace Bench.Programs;

/// <summary>A benchmark that starts processes of its own: found by its type, run by <c>--programs</c>.</summary>
/// <remarks>Functions for children are static methods, as everywhere. The children are daemons, and no wait for one is without
/// end.</remarks>
internal interface IProgramBenchmark
{
    /// <summary>Measures, a line of the table each.</summary>
    void Run(FigureTable figures);
}
