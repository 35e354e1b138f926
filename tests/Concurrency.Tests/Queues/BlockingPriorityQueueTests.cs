using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class BlockingPriorityQueueTests : BoundedQueueContract
{
    protected override IBlockingQueue<int> Make(int capacity) => new BlockingPriorityQueue<int, int>(item => item, capacity);

    protected override IEnumerable<int> InOrder(IEnumerable<int> items) => items.Order();

    [Fact]
    public void Of_equal_priorities_the_one_put_first_comes_out_first()
    {
        var random = new Random(3);
        var queue = new BlockingPriorityQueue<(int Priority, int Number), int>(item => item.Priority);
        var model = new List<(int Priority, int Number)>();
        for (var number = 0; number < 3_000; number++)
        {
            if (model.Count == 0 || random.Next(3) > 0)
            {
                var item = (random.Next(5), number);
                queue.Put(item);
                model.Add(item);
            }
            else
            {
                var expected = model.MinBy(item => (item.Priority, item.Number));
                Assert.True(queue.TryTake(out var item));
                Assert.Equal(expected, item);
                model.Remove(item);
            }
        }
        queue.Close();
        Assert.Equal(model.OrderBy(item => item.Priority), queue.TakeAll()); // OrderBy is stable
    }

    [Fact]
    public void The_comparer_decides_which_priority_is_smaller()
    {
        var queue = new BlockingPriorityQueue<string, string>(text => text, comparer: StringComparer.OrdinalIgnoreCase);
        foreach (var text in new[] { "b", "C", "a", "B" }) queue.Put(text);
        queue.Close();
        Assert.Equal(["a", "b", "B", "C"], queue.TakeAll());
    }

    [Fact]
    public void Without_a_capacity_it_is_never_full()
    {
        var queue = new BlockingPriorityQueue<int, int>(item => -item);
        Assert.Equal(int.MaxValue, queue.Capacity);
        for (var i = 0; i < 10_000; i++) Assert.True(queue.TryPut(i));
        Assert.False(queue.IsFull);
        queue.Close();
        Assert.Equal(Enumerable.Range(0, 10_000).Reverse(), queue.TakeAll());
    }

    [Fact]
    public void A_missing_priority_function_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => new BlockingPriorityQueue<int, int>(null!));

    [Fact]
    public void The_priority_is_asked_once_by_the_put()
    {
        var asked = 0;
        int[] priority = [2, 1];
        var queue = new BlockingPriorityQueue<int, int>(item => { asked++; return priority[item]; });
        queue.Put(0);
        queue.Put(1);
        priority[0] = 0; // too late
        queue.Close();
        Assert.Equal([1, 0], queue.TakeAll());
        Assert.Equal(2, asked);
    }

    [Fact]
    public void A_priority_function_that_throws_adds_nothing()
    {
        var queue = new BlockingPriorityQueue<int, int>(item => item == 13 ? throw new FormatException() : item);
        queue.Put(1);
        Assert.Throws<FormatException>(() => queue.Put(13));
        queue.Put(2);
        queue.Close();
        Assert.Equal([1, 2], queue.TakeAll());
    }

    [Fact]
    public void A_comparer_that_throws_anywhere_changes_nothing()
    {
        var comparisonsLeft = int.MaxValue;
        var comparer = Comparer<int>.Create((a, b) => comparisonsLeft-- > 0 ? a.CompareTo(b) : throw new FormatException());
        for (var at = 0; at < 12; at++)
        {
            var queue = new BlockingPriorityQueue<int, int>(item => item, comparer: comparer);
            foreach (var item in Enumerable.Range(1, 20).Reverse()) queue.Put(item);

            comparisonsLeft = at;
            var wasPut = Succeeds(() => queue.Put(0));
            comparisonsLeft = at;
            var taken = -1;
            if (!Succeeds(() => queue.Take(out taken))) taken = -1;

            comparisonsLeft = int.MaxValue;
            queue.Close();
            var expected = Enumerable.Range(wasPut ? 0 : 1, wasPut ? 21 : 20).Where(item => item != taken);
            Assert.Equal(expected, queue.TakeAll());
        }
    }

    // Take wakes the producer that has waited longest; that one fails, and the room is still there for the other.
    [Fact]
    public void A_producer_that_was_woken_and_fails_passes_the_wake_up_on()
    {
        var queue = new BlockingPriorityQueue<int, int>(item => item == 13 ? throw new FormatException() : item, capacity: 1);
        queue.Put(1);
        var failing = Patience.StartWaiter(queue, () => queue.Put(13));
        var other = Patience.StartWaiter(queue, () => queue.Put(2), asNumber: 2);
        Assert.True(queue.Take(out _));
        Patience.MustFail<FormatException>(failing);
        Patience.MustEnd(other);
        Assert.Equal([2], Drain(queue));
    }

    [Fact]
    public void What_was_taken_is_not_kept_alive() =>
        KeepsAlive.Nothing(new BlockingPriorityQueue<object, int>(_ => 0, capacity: 3));

    private static bool Succeeds(Action action)
    {
        try { action(); }
        catch (FormatException) { return false; }
        return true;
    }
}
