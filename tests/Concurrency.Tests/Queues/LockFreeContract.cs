using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>What every queue and stack promises in which nobody sleeps: nothing lost, nothing twice, and short histories that a
/// sequential object explains.</summary>
public abstract class LockFreeContract
{
    /// <summary>A fresh, empty object, and its two operations.</summary>
    private protected abstract LockFreeObject Create(int capacity);

    /// <summary>Whether the youngest comes out first.</summary>
    private protected virtual bool IsStack => false;

    /// <summary>Whether it refuses what is too much.</summary>
    private protected virtual bool IsBounded => true;

    /// <summary>How many threads may put, and take, at the same time.</summary>
    private protected virtual int PerSide => 2;

    [Fact]
    public void One_thread_finds_what_a_sequential_object_would_give()
    {
        var queue = Create(capacity: 4);
        var random = new Random(1);
        var state = "";
        for (var i = 0; i < 1_000; i++)
        {
            var recorded = random.Next(2) == 0 ? Puts(queue, (char)('a' + i % 26)) : Takes(queue);
            state = recorded.Apply(state);
            Assert.True(state is not null, $"step {i}, {recorded.Text}");
        }
    }

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_out_twice()
    {
        const int PerThread = 10_000;
        var queue = Create(capacity: 64);
        var taken = new int[PerSide * PerThread];
        var left = taken.Length;
        var threads = new ThreadGroup();
        for (var t = 0; t < PerSide; t++)
        {
            var first = t * PerThread;
            threads.Start($"putter {t}", () =>
            {
                var wait = new SpinWait();
                for (var i = 0; i < PerThread; i++) while (!queue.TryPut(first + i)) wait.SpinOnce(sleep1Threshold: -1);
            });
            threads.Start($"taker {t}", () =>
            {
                var wait = new SpinWait();
                while (Volatile.Read(ref left) > 0)
                {
                    if (queue.TryTake() is not { } item) { wait.SpinOnce(sleep1Threshold: -1); continue; }
                    Interlocked.Increment(ref taken[item]);
                    Interlocked.Decrement(ref left);
                }
            });
        }
        threads.End();
        Assert.All(taken, times => Assert.Equal(1, times));
        Assert.Null(queue.TryTake());
    }

    [Fact]
    public void What_one_thread_put_in_order_one_taker_gets_in_order()
    {
        if (IsStack) return; // a stack turns it round
        var queue = Create(capacity: 8);
        var threads = new ThreadGroup();
        const int Items = 10_000;
        for (var t = 0; t < PerSide; t++)
        {
            var putter = t;
            threads.Start($"putter {t}", () =>
            {
                var wait = new SpinWait();
                for (var i = 0; i < Items; i++) while (!queue.TryPut(i * PerSide + putter)) wait.SpinOnce(sleep1Threshold: -1);
            });
        }
        threads.Start("taker", () =>
        {
            var next = new int[PerSide];
            var wait = new SpinWait();
            for (var taken = 0; taken < PerSide * Items;)
            {
                if (queue.TryTake() is not { } item) { wait.SpinOnce(sleep1Threshold: -1); continue; }
                Assert.Equal(next[item % PerSide]++, item / PerSide);
                taken++;
            }
        });
        threads.End();
    }

    [Fact]
    public void Short_histories_are_linearizable()
    {
        const int Rounds = 250, Calls = 4;
        for (var round = 0; round < Rounds; round++)
        {
            var queue = Create(capacity: 2);
            var clock = 0L;
            var started = 0;
            var threads = new ThreadGroup();
            var histories = new List<Operation>[2 * PerSide];
            for (var t = 0; t < histories.Length; t++)
            {
                var (mine, self, puts, seed) = (histories[t] = [], t, t % 2 == 0, round);
                threads.Start($"thread {t}", () =>
                {
                    var random = new Random(seed * 31 + self);
                    Interlocked.Increment(ref started);
                    SpinWait.SpinUntil(() => Volatile.Read(ref started) == histories.Length, Patience.Long);
                    for (var i = 0; i < Calls; i++)
                    {
                        // With one putter and one taker each keeps to its side; otherwise everybody does both.
                        var isPut = PerSide == 1 ? puts : random.Next(2) == 0;
                        var invoked = Interlocked.Increment(ref clock);
                        var operation = isPut ? Puts(queue, (char)('a' + self * Calls + i)) : Takes(queue);
                        mine.Add(operation with { Invoked = invoked, Returned = Interlocked.Increment(ref clock) });
                    }
                });
            }
            threads.End();
            Linearizability.Check([.. histories.SelectMany(history => history)]);
        }
    }

    private Operation Puts(LockFreeObject queue, char item)
    {
        var accepted = queue.TryPut(item);
        return new($"put {item}: {accepted}", 0, 0, SequentialObjects.Put(item, accepted, IsBounded ? queue.Capacity : int.MaxValue));
    }

    private Operation Takes(LockFreeObject queue)
    {
        var item = (char?)queue.TryTake();
        return new($"take: {item}", 0, 0, IsStack ? SequentialObjects.TakeYoungest(item) : SequentialObjects.TakeOldest(item));
    }
}
