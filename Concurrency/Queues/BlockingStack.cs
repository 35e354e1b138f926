// An array that grows at its end, and gives back from there:
//
//                       next in, and the last one in is the next out
//                             v
//     +-----+-----+-----+-----+-----+
//     |  a  |  b  |  c  |     |     |     Take removes c
//     +-----+-----+-----+-----+-----+
//
//   I1  The items are _items[0 .. count - 1], the newest last; all other slots are empty.

namespace Workbook.Concurrency.Queues;

/// <summary>Last in, first out: the newest item comes out next.</summary>
/// <remarks>The oldest item waits until all newer ones are gone, for ever if they never are. Good where any item will do and the
/// newest is still in the cache, as with a pool of buffers.</remarks>
public sealed class BlockingStack<T> : SingleLockQueue<T>
{
    private T[] _items; // guarded by the base's lock

    /// <param name="capacity">In items, at least 1; <see cref="int.MaxValue"/>: it is never full.</param>
    public BlockingStack(int capacity = int.MaxValue) : base(capacity) => _items = new T[Math.Min(capacity, 8)];

    private protected override void Insert(T item, int count)
    {
        if (count == _items.Length) Array.Resize(ref _items, LengthAfter(count));
        _items[count] = item;
    }

    private protected override T Remove(int count)
    {
        var item = _items[count - 1];
        _items[count - 1] = default!; // let the collector have what we gave away
        return item;
    }
}
