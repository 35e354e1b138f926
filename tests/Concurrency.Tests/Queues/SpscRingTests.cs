using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class SpscRingTests : LockFreeContract
{
    private protected override int PerSide => 1;

    private protected override LockFreeObject Create(int capacity)
    {
        var ring = new SpscRing<int>(capacity);
        return new(ring.Capacity, ring.TryPut, () => ring.TryTake(out var item) ? item : null);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(1000, 1024)]
    public void The_capacity_is_the_next_power_of_two(int asked, int got) => Assert.Equal(got, new SpscRing<int>(asked).Capacity);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((1 << 30) + 1)]
    public void Another_capacity_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpscRing<byte>(capacity));

    [Fact]
    public void A_ring_of_one_slot_works()
    {
        var ring = new SpscRing<string>(1);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(ring.TryPut("a"));
            Assert.False(ring.TryPut("b"));
            Assert.Equal(1, ring.Count);
            Assert.True(ring.TryTake(out var item));
            Assert.Equal("a", item);
            Assert.False(ring.TryTake(out item));
            Assert.Null(item);
        }
    }

    [Fact]
    public void What_was_taken_is_left_to_the_collector() => Collected.AfterTaking(
        new SpscRing<object>(4), static (ring, item) => ring.TryPut(item), static ring => ring.TryTake(out _));

    [Fact]
    public void A_debugger_shows_the_count()
    {
        var ring = new SpscRing<int>(4);
        ring.TryPut(7);
        Assert.Equal("Count = 1 of 4", DebuggerText.Of(ring));
    }
}
