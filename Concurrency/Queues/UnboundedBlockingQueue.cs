// A ring buffer that doubles when it is full, so producers never wait. Six slots used of eight:
//
//            _head                          (_head + count) % 8
//              v                                     v
//     +-----+-----+-----+-----+-----+-----+-----+-----+
//     |     |  a  |  b  |  c  |  d  |  e  |  f  |     |      when full: a ring of 16, with a in slot 0
//     +-----+-----+-----+-----+-----+-----+-----+-----+
//
//   I1  The items are _ring[_head], ..., count of them, around the end; all other slots are empty.

namespace Workbook.Concurrency.Queues;

/// <summary>First in, first out, without a limit: a put never waits.</summary>
/// <remarks>Nothing slows down producers that are faster than the consumers, until the memory is used up: use
/// <see cref="BoundedBlockingQueue{T}"/> unless something else limits them. The memory of the largest crowd is kept.</remarks>
public sealed class UnboundedBlockingQueue<T>() : SingleLockQueue<T>(int.MaxValue)
{
    private T[] _ring = new T[8]; // guarded by the base's lock, as is:
    private int _head;

    private protected override void Insert(T item, int count)
    {
        if (count == _ring.Length) Grow();
        _ring[(int)(((uint)_head + (uint)count) % (uint)_ring.Length)] = item;
    }

    private protected override T Remove(int count)
    {
        var item = _ring[_head];
        _ring[_head] = default!; // let the collector have what we gave away
        _head = _head + 1 == _ring.Length ? 0 : _head + 1;
        return item;
    }

    private void Grow()
    {
        var larger = new T[LengthAfter(_ring.Length)];
        var untilTheEnd = _ring.Length - _head;
        Array.Copy(_ring, _head, larger, 0, untilTheEnd);
        Array.Copy(_ring, 0, larger, untilTheEnd, _head);
        (_ring, _head) = (larger, 0); // I1
    }
}
