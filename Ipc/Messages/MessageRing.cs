// Messages of any length in a ring of bytes. Each begins at a multiple of 8 with its length, and lies in one piece; what does not
// fit before the end of the ring begins at its start, and a mark says so. Here 16 units of 8 bytes, and three messages:
//
//      c begins here,
//      one round later        tail: the         head: the
//      v                      v producers'      v consumers'
//      +-----+---------------+- - - - - - - - -+------+---------------+------+---------------+--------+
//      |  9  | c c c c c     |      free       |  11  | a a a a a a   |  13  | b b b b b b b |  skip  |
//      +-----+---------------+- - - - - - - - -+------+---------------+------+---------------+--------+
// unit 0     1               3                 8      9               11     12              14
//
//   I1  Between head and tail lie whole messages (and skips), and nothing else. Outside may lie anything.
//   I2  A skip is published together with the message that follows it: there is never a skip alone.
//   I3  No message is longer than half the ring. So in an empty ring there is always room for one, wherever head and tail stand:
//       either from there to the end, or from the start to there, is at least half.
//
// I1 holds because the producer writes beyond the tail, and moves the tail, in one store, only when all is written. Killed
// before, it leaves bytes that the next one overwrites; killed after, a message like any other. The same for the consumer and the
// head.
//
// This type knows neither locks nor waits: it computes places. See ByteQueue.cs for who may call what when.

using System.Diagnostics;
using System.Numerics;

namespace Workbook.Ipc.Messages;

/// <summary>The layout of a ring of messages in somebody else's memory.</summary>
[DebuggerDisplay("{_units * 8} bytes, {_capacity} messages")]
internal readonly unsafe struct MessageRing
{
    private const int Unit = 8;
    private const int Skip = -1; // in place of a length: go on at the start of the ring

    private readonly byte* _bytes;
    private readonly uint _units; // a power of two, so that places stay right when the marks begin again at 0
    private readonly uint _capacity;

    /// <param name="bytes">The memory, aligned to 8.</param>
    /// <param name="size">In bytes: a power of two, 16 to 1 GiB.</param>
    /// <param name="capacity">How many messages at most.</param>
    public MessageRing(byte* bytes, long size, int capacity)
    {
        Debug.Assert((nuint)bytes % Unit == 0 && BitOperations.IsPow2(size) && size is >= 2 * Unit and <= 1 << 30, "the ring");
        _bytes = bytes;
        (_units, _capacity) = ((uint)(size / Unit), (uint)capacity);
    }

    /// <summary>The longest message that it takes, in bytes: I3.</summary>
    public int Longest => (int)((_units / 2) - 1) * Unit;

    /// <summary>How many messages lie between the two.</summary>
    public static int Count(RingMark head, RingMark tail) => (int)(tail.Messages - head.Messages);

    /// <summary>Whether a message of that length has room behind the tail; if so, where, and the tail behind it.</summary>
    public bool HasRoom(RingMark head, RingMark tail, int length, out uint place, out RingMark behind)
    {
        var need = UnitsFor(length);
        Debug.Assert(need <= _units / 2, "I3");
        place = tail.Units & (_units - 1);
        var skipped = need > _units - place ? _units - place : 0;
        if (skipped > 0) place = 0;
        behind = tail.Past(skipped + need);
        return tail.Messages - head.Messages < _capacity && behind.Units - head.Units <= _units;
    }

    /// <summary>Writes what stands before the message: its length, and the skip if it begins at the start of the ring again.
    /// Then the message itself may be written into the result. All this is beyond the tail, nobody looks at it.</summary>
    public Span<byte> Begin(RingMark tail, uint place, int length)
    {
        var end = tail.Units & (_units - 1);
        if (end != place) *(int*)(_bytes + ((long)end * Unit)) = Skip;
        *(int*)(_bytes + ((long)place * Unit)) = length;
        return new Span<byte>(_bytes + (((long)place + 1) * Unit), length);
    }

    /// <summary>The oldest message, and the head behind it. There is one: the caller has seen a tail beyond the head.</summary>
    /// <exception cref="InvalidDataException">What lies there is no message: somebody has written over the memory.</exception>
    public Span<byte> Oldest(RingMark head, out RingMark behind)
    {
        var place = head.Units & (_units - 1);
        uint skipped = 0;
        if (*(int*)(_bytes + ((long)place * Unit)) == Skip) (skipped, place) = (_units - place, 0);
        var length = *(int*)(_bytes + ((long)place * Unit));
        if (length < 0 || length > Longest || UnitsFor(length) > _units - place)
            throw new InvalidDataException(
                "The bytes of the queue were overwritten by somebody else; what is left in it cannot be read. Make a new one.");
        behind = head.Past(skipped + UnitsFor(length));
        return new Span<byte>(_bytes + (((long)place + 1) * Unit), length);
    }

    /// <summary>Whether a quarter is free, in messages and in bytes: enough to make it worth waking a producer.</summary>
    public bool HasMuchRoom(RingMark head, RingMark tail) =>
        tail.Messages - head.Messages <= _capacity - Math.Max(1, _capacity / 4)
        && tail.Units - head.Units <= _units - (_units / 4);

    private static uint UnitsFor(int length) => 1 + (((uint)length + Unit - 1) / Unit);
}
