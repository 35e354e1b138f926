using System.Runtime.CompilerServices;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>The plain merge sort, on the calling thread: what the parallel one does below its cut-off, and is compared
/// with.</summary>
/// <remarks>Compiled for speed at the first call: what is measured shall be the sort, not the compiler at work beside
/// it.</remarks>
public static class MergeSort
{
    private const int ShortEnough = 16; // for sorting by insertion: moving a few items is cheaper than splitting them

    /// <summary>Sorts a piece of <paramref name="items"/>, ascending; equal items keep their order.</summary>
    /// <param name="items">The array.</param>
    /// <param name="space">As long as the array; the same piece of it is overwritten.</param>
    /// <param name="start">The first index of the piece.</param>
    /// <param name="length">Of the piece.</param>
    /// <param name="cancel">Looked at before each long split.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the piece holds the same items in some order.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort<T>(T[] items, T[] space, int start, int length, CancellationToken cancel = default)
        where T : IComparable<T>
    {
        if (length <= ShortEnough)
        {
            Insert(items.AsSpan(start, length));
            return;
        }
        if (length > 10_000) cancel.ThrowIfCancellationRequested();
        var half = length / 2;
        Sort(items, space, start, half, cancel);
        Sort(items, space, start + half, length - half, cancel);
        Merge(items, space, start, half, length);
    }

    /// <summary>Merges two sorted halves of a piece, of which the left one has <paramref name="half"/> items.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Merge<T>(T[] items, T[] space, int start, int half, int length) where T : IComparable<T>
    {
        // Only the left half moves out of the way: what is written never overtakes what is still to be read of the right one.
        var left = space.AsSpan(start, half);
        items.AsSpan(start, half).CopyTo(left);
        var right = items.AsSpan(start + half, length - half);
        var target = items.AsSpan(start, length);
        int next = 0, l = 0, r = 0;
        while (l < left.Length && r < right.Length)
            target[next++] = left[l].CompareTo(right[r]) <= 0 ? left[l++] : right[r++]; // equal: the left one first
        left[l..].CopyTo(target[next..]); // what is left of the right half is in its place
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Insert<T>(Span<T> items) where T : IComparable<T>
    {
        for (var i = 1; i < items.Length; i++)
        {
            var item = items[i];
            var hole = i;
            for (; hole > 0 && items[hole - 1].CompareTo(item) > 0; hole--) items[hole] = items[hole - 1];
            items[hole] = item;
        }
    }
}
