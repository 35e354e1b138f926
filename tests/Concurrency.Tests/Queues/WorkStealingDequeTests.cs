using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class WorkStealingDequeTests
{
    private static int? Pop(WorkStealingDeque<int> deque) => deque.TryPop(out var item) ? item : null;

    private static int? Steal(WorkStealingDeque<int> deque) => deque.TrySteal(out var item) ? item : null;

    private static WorkStealingDeque<int> Of(params int[] items)
    {
        var deque = new WorkStealingDeque<int>();
        foreach (var item in items) deque.Push(item);
        return deque;
    }

    [Fact]
    public void The_owner_pops_the_youngest_first()
    {
        var deque = Of(1, 2, 3);
        Assert.Equal([3, 2, 1, null], [Pop(deque), Pop(deque), Pop(deque), Pop(deque)]);
    }

    [Fact]
    public void A_thief_steals_the_oldest_first()
    {
        var deque = Of(1, 2, 3);
        Assert.Equal([1, 2, 3, null], [Steal(deque), Steal(deque), Steal(deque), Steal(deque)]);
    }

    [Fact]
    public void An_empty_deque_gives_nothing_and_stays_empty()
    {
        var deque = new WorkStealingDeque<string>();
        Assert.False(deque.TryPop(out var item));
        Assert.Null(item);
        Assert.False(deque.TrySteal(out item));
        Assert.Null(item);
        Assert.Equal(0, deque.Count);
        deque.Push("a");
        Assert.True(deque.TrySteal(out item));
        Assert.Equal("a", item);
    }

    [Fact]
    public void Count_follows_pushes_pops_and_thefts()
    {
        var deque = Of(1, 2, 3);
        Assert.Equal(3, deque.Count);
        Pop(deque);
        Steal(deque);
        Assert.Equal(1, deque.Count);
        Pop(deque);
        Pop(deque);
        Steal(deque);
        Assert.Equal(0, deque.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((1 << 30) + 1)]
    public void Another_capacity_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkStealingDeque<byte>(capacity));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Growing_keeps_the_items_and_their_order_also_around_the_end_of_the_ring(int capacity)
    {
        var deque = new WorkStealingDeque<int>(capacity);
        var (pushed, stolen) = (0, 0);
        for (var round = 0; round < 10; round++) // each leaves the ring turned a little further, and fuller
        {
            for (var i = 0; i < 7; i++) deque.Push(pushed++);
            for (var i = 0; i < 3; i++) Assert.Equal(stolen++, Steal(deque));
        }
        Assert.Equal(40, deque.Count);
        while (Pop(deque) is { } item) Assert.Equal(--pushed, item);
        Assert.Equal(stolen, pushed);
    }

    [Fact]
    public void It_does_what_a_list_does_when_nobody_else_is_there()
    {
        var deque = new WorkStealingDeque<int>(2);
        var model = new LinkedList<int>();
        var random = new Random(1);
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    deque.Push(step);
                    model.AddLast(step);
                    break;
                case 2 or 3:
                    Assert.Equal(model.Last?.Value, Pop(deque));
                    if (model.Count > 0) model.RemoveLast();
                    break;
                default:
                    Assert.Equal(model.First?.Value, Steal(deque));
                    if (model.Count > 0) model.RemoveFirst();
                    break;
            }
            Assert.Equal(model.Count, deque.Count);
        }
    }

    [Fact]
    public void What_was_popped_is_left_to_the_collector() => Collected.AfterTaking(
        new WorkStealingDeque<object>(4), static (deque, item) => deque.Push(item), static deque => deque.TryPop(out _));

    [Fact]
    public void What_was_stolen_is_left_to_the_collector_after_the_next_pop() => Collected.AfterTaking(
        new WorkStealingDeque<object>(4), static (deque, item) => deque.Push(item), static deque =>
        {
            deque.TrySteal(out _);
            deque.TryPop(out _);
        });

    // Two, because the owner takes the younger one without a compare-exchange as long as it sees the older one: that is
    // where the fences count. (A missing one need not show here: the moment is some nanoseconds long, and on an x86 ten million
    // rounds went well without. What vouches for the fences is the argument at the head of the deque.)
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_last_items_go_to_the_owner_or_to_a_thief_but_not_to_both(int atATime)
    {
        const int Rounds = 500_000;
        var deque = new WorkStealingDeque<int>();
        var stolen = new bool[Rounds];
        var isOver = false;
        var thief = WorkerThread.Start("thief", () =>
        {
            while (!Volatile.Read(ref isOver)) if (deque.TrySteal(out var item)) stolen[item] = true;
        }, background: true);

        var popped = new bool[Rounds];
        for (var next = 0; next < Rounds;)
        {
            for (var i = 0; i < atATime; i++) deque.Push(next++);
            for (var i = 0; i < atATime; i++) if (deque.TryPop(out var item)) popped[item] = true;
        }
        Volatile.Write(ref isOver, true);
        thief.Ends();
        for (var i = 0; i < Rounds; i++) Assert.True(popped[i] ^ stolen[i], $"{i}: popped {popped[i]}, stolen {stolen[i]}");
    }

    // Growth from one slot on, in bursts: most of it happens while the thieves steal.
    [Fact]
    public void Nothing_is_lost_and_nothing_comes_out_twice_while_thieves_steal_and_the_ring_grows()
    {
        const int Items = 50_000;
        var random = new Random(1);
        for (var round = 0; round < 2; round++)
        {
            var deque = new WorkStealingDeque<int>(1);
            var taken = new int[Items];
            var left = Items;
            var threads = new ThreadGroup();
            for (var t = 0; t < 3; t++)
                threads.Start($"thief {t}", () =>
                {
                    var wait = new SpinWait();
                    while (Volatile.Read(ref left) > 0)
                    {
                        if (deque.TrySteal(out var item)) Take(item);
                        else wait.SpinOnce(sleep1Threshold: -1);
                    }
                });
            for (var next = 0; next < Items;)
            {
                for (var burst = random.Next(1, 200); burst > 0 && next < Items; burst--) deque.Push(next++);
                for (var pops = random.Next(1, 100); pops > 0 && deque.TryPop(out var item); pops--) Take(item);
            }
            while (deque.TryPop(out var item)) Take(item);
            threads.End();
            Assert.Equal(0, left);
            Assert.All(taken, times => Assert.Equal(1, times));

            void Take(int item)
            {
                Interlocked.Increment(ref taken[item]);
                Interlocked.Decrement(ref left);
            }
        }
    }

    [Fact]
    public void One_thief_gets_the_items_in_the_order_of_the_pushes()
    {
        const int Items = 50_000;
        var deque = new WorkStealingDeque<int>(1);
        var thief = WorkerThread.Start("thief", () =>
        {
            var wait = new SpinWait();
            for (var next = 0; next < Items;)
            {
                if (!deque.TrySteal(out var item)) { wait.SpinOnce(sleep1Threshold: -1); continue; }
                Assert.Equal(next++, item);
            }
        }, background: true);
        for (var i = 0; i < Items; i++) deque.Push(i);
        thief.Ends();
    }

    // Larger than a word: a thief that reads while the owner writes may see half of each, and must drop it.
    [Fact]
    public void An_item_is_never_half_of_two()
    {
        const int Items = 50_000;
        var deque = new WorkStealingDeque<(long A, long B, long C)>(1);
        var isOver = false;
        var thief = WorkerThread.Start("thief", () =>
        {
            while (!Volatile.Read(ref isOver))
                if (deque.TrySteal(out var item)) Assert.True(item.A == item.B && item.B == item.C, $"{item}");
        }, background: true);
        for (var i = 0L; i < Items; i++)
        {
            deque.Push((i, i, i));
            if (i % 3 == 0 && deque.TryPop(out var item)) Assert.True(item.A == item.B && item.B == item.C, $"{item}");
        }
        while (deque.TryPop(out _)) { }
        Volatile.Write(ref isOver, true);
        thief.Ends();
    }

    [Fact]
    public void Short_histories_are_linearizable()
    {
        const int Rounds = 100, Calls = 5;
        for (var round = 0; round < Rounds; round++)
        {
            var deque = new WorkStealingDeque<char>(1);
            var clock = 0L;
            var started = 0;
            var threads = new ThreadGroup();
            var histories = new List<Operation>[3];
            for (var t = 0; t < histories.Length; t++)
            {
                var (mine, isOwner, seed) = (histories[t] = [], t == 0, round);
                threads.Start(isOwner ? "owner" : $"thief {t}", () =>
                {
                    var random = new Random(seed);
                    Interlocked.Increment(ref started);
                    SpinWait.SpinUntil(() => Volatile.Read(ref started) == histories.Length, Patience.Long);
                    for (var i = 0; i < (isOwner ? 2 * Calls : Calls); i++)
                    {
                        var invoked = Interlocked.Increment(ref clock);
                        var operation = !isOwner ? Steals(deque)
                            : random.Next(2) == 0 ? Pushes(deque, (char)('a' + i)) : Pops(deque);
                        mine.Add(operation with { Invoked = invoked, Returned = Interlocked.Increment(ref clock) });
                    }
                });
            }
            threads.End();
            Linearizability.Check([.. histories.SelectMany(history => history)]);
        }
    }

    private static Operation Pushes(WorkStealingDeque<char> deque, char item)
    {
        deque.Push(item);
        return new($"push {item}", 0, 0, SequentialObjects.Put(item, accepted: true));
    }

    private static Operation Pops(WorkStealingDeque<char> deque)
    {
        char? item = deque.TryPop(out var popped) ? popped : null;
        return new($"pop: {item}", 0, 0, SequentialObjects.TakeYoungest(item));
    }

    private static Operation Steals(WorkStealingDeque<char> deque)
    {
        char? item = deque.TrySteal(out var stolen) ? stolen : null;
        return new($"steal: {item}", 0, 0, SequentialObjects.TakeOldest(item));
    }

    [Fact]
    public void A_debugger_shows_the_count() => Assert.Equal("Count = 2", DebuggerText.Of(Of(7, 8)));
}
