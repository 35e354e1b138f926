// Eight counters in one cache line, the 64 bytes that cores hand to each other:
//
//      | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
//
// Nobody shares a counter, but whoever writes one needs the line for itself, and takes it from the core that writes the next.

using System.Runtime.InteropServices;

namespace Workbook.Examples.Threads.ParallelSums;

/// <summary>Counters side by side: correct, and slow when several cores write.</summary>
public sealed class PackedCounters : ICounters
{
    private const int Line = 64; // bytes

    private readonly long[] _memory;
    private readonly int _first; // the first element that begins a line; else two counters could lie in two lines by luck

    /// <param name="threads">How many counters, at least 1.</param>
    public PackedCounters(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _memory = GC.AllocateArray<long>(threads + (Line / sizeof(long)), pinned: true); // it must not move off its line
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _first = (int)((Line - (address % Line)) % Line / sizeof(long));
    }

    /// <inheritdoc/>
    public int BytesApart => sizeof(long);

    /// <inheritdoc/>
    public ref long this[int thread] => ref _memory[_first + thread];
}
