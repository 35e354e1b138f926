// A ring of messages in memory that two processes see, one of which writes and the other reads:
//
//      0          128        256
//      +----------+----------+----+---------+----+-------+---- - - ---+
//      |   tail   |   head   | 12 | message |  5 | mess. |    free    |     positions: bytes since the beginning,
//      +----------+----------+----+---------+----+-------+---- - - ---+     place: 256 + position modulo Capacity
//                              ^                          ^
//                            head (reader)              tail (writer)
//
//   I1  0 <= tail - head <= Capacity. The writer alone writes tail, the reader alone head.
//   I2  What lies in [head, tail) is complete: tail is written last [publish], and read first [look].
//   I3  The reader is done with what lies before head: head is written last [free], and read first [room].
//   I4  A message lies in one piece. One that does not fit before the end begins at the start; -1 for its length says so.

using System.Numerics;

namespace Workbook.Examples.Ipc.RingBeside;

/// <summary>A first-in-first-out ring of messages between one writer and one reader, in memory that belongs to somebody
/// else.</summary>
/// <remarks>The write is for one thread, the read for one other, in the same process or not. Neither ever waits.</remarks>
public sealed unsafe class MessageRing
{
    private const int TailAt = 0, HeadAt = 128, DataAt = 256; // a pair of cache lines each: two cores write them
    private const int LengthSize = 8, Skip = -1;

    private readonly long* _tail, _head;
    private readonly byte* _data;
    private long _seenHead, _seenTail; // what the writer, the reader last saw of the other: old, never ahead

    /// <param name="memory">All zero at first; at an address that 8 divides.</param>
    /// <param name="size">In bytes: 256, and a power of two from 64 on.</param>
    public MessageRing(byte* memory, int size)
    {
        Capacity = size - DataAt;
        if (Capacity < 64 || !BitOperations.IsPow2(Capacity))
            throw new ArgumentException($"{size} bytes are not 256 and a power of two from 64 on.", nameof(size));
        _tail = (long*)(memory + TailAt);
        _head = (long*)(memory + HeadAt);
        _data = memory + DataAt;
    }

    /// <summary>In bytes; a message takes 8 more than it has, rounded up to a multiple of 8.</summary>
    public int Capacity { get; }

    /// <summary>The longest message: it fits wherever the end of the ring is.</summary>
    public int MaxLength => (Capacity / 2) - LengthSize;

    /// <summary>Appends a message if there is room. For the writer.</summary>
    /// <returns>False when there is none; nothing was written.</returns>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, MaxLength, nameof(message));
        var tail = *_tail; // ours
        var size = SizeOf(message.Length);
        var toEnd = Capacity - (int)(tail & (Capacity - 1));
        var start = size <= toEnd ? tail : tail + toEnd; // I4
        if (start + size - _seenHead > Capacity)
        {
            _seenHead = Volatile.Read(ref *_head);                     // [room] pairs with [free]
            if (start + size - _seenHead > Capacity) return false;
        }
        if (start != tail) *(int*)PlaceOf(tail) = Skip;
        *(int*)PlaceOf(start) = message.Length;
        message.CopyTo(new Span<byte>(PlaceOf(start) + LengthSize, message.Length));
        Volatile.Write(ref *_tail, start + size);                      // [publish]
        return true;
    }

    /// <summary>Removes the oldest message if there is one. For the reader.</summary>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes, or as many as the messages have.</param>
    /// <param name="length">How many bytes it had.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="ArgumentException">The buffer is too small; the message stays.</exception>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        length = 0;
        var head = *_head; // ours
        if (head == _seenTail)
        {
            _seenTail = Volatile.Read(ref *_tail);                     // [look] pairs with [publish]
            if (head == _seenTail) return false;
        }
        if (*(int*)PlaceOf(head) == Skip) head += Capacity - (head & (Capacity - 1));
        length = *(int*)PlaceOf(head);
        new ReadOnlySpan<byte>(PlaceOf(head) + LengthSize, length).CopyTo(buffer);
        Volatile.Write(ref *_head, head + SizeOf(length));             // [free]
        return true;
    }

    private static int SizeOf(int length) => (length + LengthSize + 7) & ~7;

    private byte* PlaceOf(long position) => _data + (position & (Capacity - 1));
}
