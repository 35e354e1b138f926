// Split, sort both halves at the same time, merge. 8 numbers, cut-off 2:
//
//                        7 3 8 1 6 2 5 4                         [split]
//                7 3 8 1                 6 2 5 4                 the right half may be stolen, and is a tree like this one
//             7 3       8 1           6 2       5 4              at the cut-off: no more branches
//             3 7       1 8           2 6       4 5
//                1 3 7 8                 2 4 5 6                 [merge]
//                        1 2 3 4 5 6 7 8
//
//   I1  Two pieces that are sorted at the same time have no index in common, in _items and in _space.
//   I2  A piece is merged after both its halves are sorted: Invoke returns when both have ended.
//
// So there is nothing to lock. The merges near the root are long, and each runs on one worker: the last one goes over
// everything, whatever the number of workers.

using System.Diagnostics;
using Workbook.Concurrency.Pools;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>Sorts arrays by the workers of a pool. Equal items keep their order.</summary>
/// <remarks>Any thread may call any member, for different arrays also at the same time.</remarks>
[DebuggerDisplay("CutOff = {CutOff}")] // takes no lock
public sealed class ParallelMergeSort<T> where T : IComparable<T>
{
    private readonly WorkStealingPool _pool;

    /// <param name="pool">Whose workers sort; the caller disposes it.</param>
    /// <param name="cutOff">A piece of at most so many items is sorted without further branches; at least 1.</param>
    public ParallelMergeSort(WorkStealingPool pool, int cutOff)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(cutOff, 1);
        (_pool, CutOff) = (pool, cutOff);
    }

    /// <summary>Pieces up to this length are sorted by one worker.</summary>
    public int CutOff { get; }

    /// <summary>Sorts the array in place, ascending. Blocks until that is done.</summary>
    /// <param name="items">Nobody else may read or write them meanwhile.</param>
    /// <param name="cancel">Looked at before each split.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the array holds the same items in some order, and no worker
    /// touches it any more.</exception>
    /// <exception cref="Exception">What a comparison threw; some items may be there twice then and others not at all.</exception>
    public void Sort(T[] items, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var all = new Piece(this, items, new T[items.Length], 0, items.Length);
        _pool.Run(() => Sort(all), cancel);
    }

    private static void Sort(Piece piece)
    {
        if (piece.Length <= piece.Sort.CutOff)
        {
            MergeSort.Sort(piece.Items, piece.Space, piece.Start, piece.Length);
            return;
        }
        var half = piece.Length / 2;
        piece.Sort._pool.Invoke(Sort,                                                      // [split]
            piece with { Length = half },
            piece with { Start = piece.Start + half, Length = piece.Length - half });
        MergeSort.Merge(piece.Items, piece.Space, piece.Start, half, piece.Length);        // [merge]
    }

    private readonly record struct Piece(ParallelMergeSort<T> Sort, T[] Items, T[] Space, int Start, int Length);
}
