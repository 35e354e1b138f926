// A binary heap in an array. The children of slot i are 2i + 1 and 2i + 2:
//
//                    (1, #4)                 slot     0        1        2        3        4
//                   /       \                     (1, #4)  (2, #1)  (1, #5)  (2, #3)  (7, #2)
//             (2, #1)       (1, #5)
//             /     \                        an entry is (priority, number of the put)
//       (2, #3)   (7, #2)
//
//   I1  The entries are _heap[0 .. count - 1]; none goes before its parent.
//   I2  No two entries have the same number, so there is always one that goes first: of equal priorities the one put first.
//
// The comparer is foreign code and may throw. So each change first finds the way through the heap, comparing, and then moves
// the entries along it, without comparing: I1 holds whatever the comparer does.

using System.Diagnostics;

namespace Workbook.Concurrency.Queues;

/// <summary>The item with the smallest priority comes out next; of several, the one that was put first.</summary>
/// <remarks>A put and a take cost O(log n). A large priority waits until all smaller ones are gone, for ever if they never
/// are. Williams, Algorithm 232: Heapsort, CACM 1964.</remarks>
/// <typeparam name="T">What is put and taken.</typeparam>
/// <typeparam name="TPriority">What they are ordered by.</typeparam>
public sealed class BlockingPriorityQueue<T, TPriority> : SingleLockQueue<T>
{
    private readonly Func<T, TPriority> _priorityOf;
    private readonly IComparer<TPriority> _comparer;

    private Entry[] _heap; // guarded by the base's lock, as is:
    private long _puts;

    /// <summary>An empty queue.</summary>
    /// <param name="priorityOf">The priority of an item. Asked once, when there is room for it: what the item becomes later does
    /// not move it. If it throws, so does the put, and the item was not added.</param>
    /// <param name="capacity">In items, at least 1; <see cref="int.MaxValue"/>: it is never full.</param>
    /// <param name="comparer">Which of two priorities is smaller; null for their natural order. If it throws, so does the put or
    /// the take, and nothing has changed.</param>
    /// <remarks>Both are called with the lock held: they must be quick, and must not use this queue.</remarks>
    public BlockingPriorityQueue(
        Func<T, TPriority> priorityOf, int capacity = int.MaxValue, IComparer<TPriority>? comparer = null) : base(capacity)
    {
        ArgumentNullException.ThrowIfNull(priorityOf);
        (_priorityOf, _comparer) = (priorityOf, comparer ?? Comparer<TPriority>.Default);
        _heap = new Entry[Math.Min(capacity, 8)];
    }

    private protected override void Insert(T item, int count)
    {
        if (count == _heap.Length) Array.Resize(ref _heap, LengthAfter(count));
        var entry = new Entry(item, _priorityOf(item), _puts);

        var depth = 0; // of the way up, as far as the parents go behind the new one
        for (var slot = count; slot > 0 && GoesBefore(entry, _heap[Parent(slot)]); slot = Parent(slot)) depth++;

        var hole = count;
        for (; depth > 0; depth--, hole = Parent(hole)) _heap[hole] = _heap[Parent(hole)];
        _heap[hole] = entry;
        _puts++;
        AssertInvariants(count + 1);
    }

    private protected override T Remove(int count)
    {
        var last = _heap[count - 1];

        Span<int> way = stackalloc int[32]; // down from the top, always to the first child, until last may stand there
        var depth = 0;
        way[0] = 0;
        while (FirstChild(way[depth], count - 1) is { } child && GoesBefore(_heap[child], last)) way[++depth] = child;

        var item = _heap[0].Item;
        for (var step = 0; step < depth; step++) _heap[way[step]] = _heap[way[step + 1]];
        _heap[way[depth]] = last;
        _heap[count - 1] = default; // let the collector have what we gave away
        AssertInvariants(count - 1);
        return item;
    }

    // The child that goes before the other; null if there is none among the first count slots.
    private int? FirstChild(int slot, int count)
    {
        var left = 2L * slot + 1;
        if (left >= count) return null;
        return (int)(left + 1 < count && GoesBefore(_heap[left + 1], _heap[left]) ? left + 1 : left);
    }

    private bool GoesBefore(in Entry a, in Entry b) =>
        _comparer.Compare(a.Priority, b.Priority) is var order && (order < 0 || (order == 0 && a.Number < b.Number)); // I2

    private static int Parent(int slot) => (slot - 1) / 2;

    [Conditional("DEBUG")]
    private void AssertInvariants(int count)
    {
        // Not the order: to compare would be to call foreign code once more.
        Debug.Assert(count == 0 || _heap[0].Number < _puts, "I2");
        Debug.Assert(count == _heap.Length || _heap[count].Number == 0, "I1");
    }

    private readonly record struct Entry(T Item, TPriority Priority, long Number);
}
