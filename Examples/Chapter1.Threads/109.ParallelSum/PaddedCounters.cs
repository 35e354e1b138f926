// One counter, and then nothing for two cache lines: two, because some processors fetch lines in pairs.
//
//      | 0 |   |   |   |   |   |   |   |   |   ...   | 1 |   |   |   |   ...

using System.Runtime.InteropServices;

namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>Counters far apart: a core keeps the line of its counter for as long as it likes.</summary>
public sealed class PaddedCounters : ICounters
{
    private readonly Padded[] _memory;

    /// <param name="threads">How many counters, at least 1.</param>
    public PaddedCounters(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _memory = new Padded[threads];
    }

    /// <inheritdoc/>
    public int BytesApart => Marshal.SizeOf<Padded>();

    /// <inheritdoc/>
    public ref long this[int thread] => ref _memory[thread].Value;

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Padded
    {
        [FieldOffset(0)] public long Value;
    }
}
