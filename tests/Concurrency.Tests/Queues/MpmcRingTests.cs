using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class MpmcRingTests : LockFreeContract
{
    private protected override LockFreeObject Create(int capacity)
    {
        var ring = new MpmcRing<int>(capacity);
        return new(ring.Capacity, ring.TryPut, () => ring.TryTake(out var item) ? item : null);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(1000, 1024)]
    public void The_capacity_is_the_next_power_of_two(int asked, int got) => Assert.Equal(got, new MpmcRing<int>(asked).Capacity);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData((1 << 30) + 1)]
    public void Another_capacity_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MpmcRing<byte>(capacity));

    [Fact]
    public void It_is_full_at_its_capacity_and_empty_after_as_many_takes_lap_after_lap()
    {
        var ring = new MpmcRing<int>(2);
        for (var lap = 0; lap < 5; lap++)
        {
            Assert.True(ring.TryPut(lap));
            Assert.True(ring.TryPut(-lap));
            Assert.False(ring.TryPut(99));
            Assert.Equal(2, ring.Count);
            Assert.True(ring.TryTake(out var item));
            Assert.Equal(lap, item);
            Assert.True(ring.TryTake(out item));
            Assert.Equal(-lap, item);
            Assert.False(ring.TryTake(out _));
        }
    }

    [Fact]
    public void What_was_taken_is_left_to_the_collector() => Collected.AfterTaking(
        new MpmcRing<object>(4), static (ring, item) => ring.TryPut(item), static ring => ring.TryTake(out _));

    [Fact]
    public void A_debugger_shows_the_count()
    {
        var ring = new MpmcRing<int>(4);
        ring.TryPut(7);
        Assert.Equal("Count = 1 of 4", DebuggerText.Of(ring));
    }
}
