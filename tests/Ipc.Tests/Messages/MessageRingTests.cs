using System.Runtime.InteropServices;
using Workbook.Ipc.Messages;

namespace Workbook.Ipc.Tests.Messages;

public sealed unsafe class MessageRingTests : IDisposable
{
    private const int Size = 256;

    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(Size, 8);
    private readonly MessageRing _ring;
    private RingMark _head, _tail;

    public MessageRingTests()
    {
        new Span<byte>(_memory, Size).Fill(0xAA); // whatever lies there
        _ring = new MessageRing(_memory, Size, capacity: 5);
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private bool TryPut(ReadOnlySpan<byte> message)
    {
        if (!_ring.HasRoom(_head, _tail, message.Length, out var place, out var behind)) return false;
        message.CopyTo(_ring.Begin(_tail, place, message.Length));
        _tail = behind;
        return true;
    }

    private byte[] Take()
    {
        var message = _ring.Oldest(_head, out var behind).ToArray();
        _head = behind;
        return message;
    }

    private static byte[] Message(int length, int seed)
    {
        var message = new byte[length];
        new Random(seed).NextBytes(message);
        return message;
    }

    // From just before 2^32 in both numbers, so that they begin again in the middle.
    [Fact]
    public void Messages_of_all_lengths_come_out_as_they_went_in()
    {
        _head = _tail = new RingMark(0xFFFF_FF80_FFFF_FF00);
        var random = new Random(1);
        var model = new Queue<byte[]>();
        int full = 0, empty = 0;
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(2) == 0)
            {
                var message = Message(random.Next(random.Next(_ring.Longest + 1) + 1), i);
                if (TryPut(message)) model.Enqueue(message);
                else full++;
            }
            else if (model.TryDequeue(out var expected)) Assert.Equal(expected, Take());
            else empty++;
            Assert.Equal(model.Count, MessageRing.Count(_head, _tail));
            Assert.InRange(_tail.Units - _head.Units, 0u, Size / 8u);
        }
        Assert.True(full > 100 && empty > 100, $"full {full}, empty {empty}");
    }

    [Fact]
    public void The_longest_message_fits_into_an_empty_ring_wherever_it_stands()
    {
        for (var unit = 0u; unit < Size / 8; unit++)
        {
            _head = _tail = new RingMark(unit);
            var message = Message(_ring.Longest, (int)unit);
            Assert.True(TryPut(message));
            Assert.Equal(message, Take());
            Assert.Equal(_tail, _head);
        }
        Assert.Equal((Size / 2) - 8, _ring.Longest);
    }

    [Fact]
    public void A_message_without_bytes_is_a_message()
    {
        Assert.True(TryPut([]));
        Assert.True(TryPut([7]));
        Assert.Equal(2, MessageRing.Count(_head, _tail));
        Assert.Equal([], Take());
        Assert.Equal([7], Take());
    }

    [Fact]
    public void It_is_full_in_messages_or_in_bytes_whichever_comes_first()
    {
        for (var i = 0; i < 5; i++) Assert.True(TryPut([(byte)i]));
        Assert.False(TryPut([]));
        while (_head != _tail) Take();
        Assert.True(TryPut(new byte[_ring.Longest]));
        Assert.False(TryPut(new byte[_ring.Longest]) && TryPut(new byte[8]));
    }

    [Fact]
    public void Nothing_shows_before_the_tail_moves()
    {
        Assert.True(TryPut([1, 2, 3]));
        Assert.True(_ring.HasRoom(_head, _tail, 50, out var place, out _));
        _ring.Begin(_tail, place, 50)[..20].Fill(0xFF); // written by half, and its writer dies
        Assert.True(TryPut([4]));
        Assert.Equal([1, 2, 3], Take());
        Assert.Equal([4], Take());
        Assert.Equal(_tail, _head);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(1_000)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_length_that_cannot_be_is_refused(int length)
    {
        Assert.True(TryPut([1, 2, 3]));
        *(int*)_memory = length;
        Assert.Throws<InvalidDataException>(() => Take());
    }

    [Fact]
    public void Much_room_is_a_quarter_of_both()
    {
        Assert.True(_ring.HasMuchRoom(_head, _tail));
        for (var i = 0; i < 4; i++) Assert.True(TryPut([]));
        Assert.True(_ring.HasMuchRoom(_head, _tail)); // one of five
        Assert.True(TryPut([]));
        Assert.False(_ring.HasMuchRoom(_head, _tail)); // full
        Take();
        Assert.True(_ring.HasMuchRoom(_head, _tail));
        while (_head != _tail) Take();
        Assert.True(TryPut(new byte[_ring.Longest]));
        Assert.True(TryPut(new byte[72]));
        Assert.False(_ring.HasMuchRoom(_head, _tail)); // bytes
    }
}
