using System.Collections.Concurrent;
using System.Threading.Channels;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Collections;

public class ConcurrentCollectionTests
{
    [Fact]
    public void A_queue_hands_over_in_order() => Holds(() =>
    {
        var queue = new ConcurrentQueue<int>();
        var thread = new Thread(() => { queue.Enqueue(1); queue.Enqueue(2); });
        thread.Start();
        var first = queue.TryDequeue(out var item) ? item : 0;
        thread.Join();
        Assert.True(first is 0 or 1);
        Assert.Equal(2 - first, queue.Count);
        Assert.Equal(first == 0 ? [1, 2] : [2], queue.ToArray());
    });

    [Fact]
    public void What_was_done_before_a_push_is_seen_after_the_pop() => Holds(() =>
    {
        var (stack, box) = (new ConcurrentStack<int>(), 0);
        var thread = new Thread(() => { box = 7; stack.Push(1); });
        thread.Start();
        if (stack.TryPop(out _)) Assert.Equal(7, box);
        thread.Join();
    });

    [Fact]
    public void Counting_words_with_AddOrUpdate_loses_none() => Holds(() =>
    {
        var counts = new ConcurrentDictionary<string, int>();
        var thread = new Thread(() => counts.AddOrUpdate("a", 1, (_, n) => n + 1));
        thread.Start();
        counts.AddOrUpdate("a", 1, (_, n) => n + 1);
        thread.Join();
        Assert.Equal(2, counts["a"]);
    });

    [Fact]
    public void Reading_and_then_writing_a_dictionary_loses_one()
    {
        var verdict = Workbook.Explorer.Explore.Test(() =>
        {
            var counts = new ConcurrentDictionary<string, int> { ["a"] = 0 };
            var thread = new Thread(() => counts["a"] = counts["a"] + 1);
            thread.Start();
            counts["a"] = counts["a"] + 1;
            thread.Join();
            Assert.Equal(2, counts["a"]);
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
        Assert.Equal(1, verdict.Preemptions);
    }

    [Fact]
    public void A_factory_may_run_twice_and_one_value_wins() => Holds(() =>
    {
        var made = 0;
        var values = new ConcurrentDictionary<int, int>();
        int Make(int key) => Interlocked.Increment(ref made);
        int first = 0;
        var thread = new Thread(() => first = values.GetOrAdd(1, Make));
        thread.Start();
        var second = values.GetOrAdd(1, Make);
        thread.Join();
        Assert.Equal(first, second);
        Assert.InRange(made, 1, 2);
    });

    [Fact]
    public void What_Equals_changes_stays_changed_though_the_values_differ()
    {
        var verdict = Workbook.Explorer.Explore.Test(() =>
        {
            var prices = new ConcurrentDictionary<int, Price> { [1] = new Price() };
            var thread = new Thread(() => prices.TryUpdate(1, new Price(), new Price()));
            thread.Start();
            Volatile.Read(ref Price.Compared);
            thread.Join();
        }, new ExploreOptions { Strategy = StrategyKind.Dpor });
        Assert.Equal(2, verdict.Behaviours); // the reading before the comparison, and after it
    }

    [Fact]
    public void While_a_comparer_of_the_program_compares_another_reads_from_the_channel()
    {
        var verdict = Workbook.Explorer.Explore.Test(() =>
        {
            var compared = 0;
            var channel = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<int>
            {
                Comparer = Comparer<int>.Create((a, b) => Interlocked.Increment(ref compared) > 0 ? a.CompareTo(b) : 0),
            });
            channel.Writer.TryWrite(2);
            channel.Writer.TryWrite(1);
            var thread = new Thread(() => channel.Reader.TryRead(out _));
            thread.Start();
            channel.Reader.TryRead(out _);
            thread.Join();
            Assert.Equal(1, compared); // as long as nobody comes in between: the second has one item only
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure?.Kind);
    }

    private static void Holds(Action test)
    {
        var verdict = Workbook.Explorer.Explore.Test(test);
        Assert.True(verdict.Strength is Strength.Proved, verdict.Describe());
    }

    private sealed class Price
    {
        public static int Compared;

        public override bool Equals(object? obj) => Interlocked.Increment(ref Compared) < 0;

        public override int GetHashCode() => 0;
    }
}
