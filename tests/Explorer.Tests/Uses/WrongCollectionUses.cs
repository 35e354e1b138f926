using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>Programs that use concurrent collections wrongly, each in the way that it invites.</summary>
internal static class WrongCollectionUses
{
    public static void Dictionary_looked_at_and_then_set()
    {
        var (owners, won) = (new ConcurrentDictionary<string, int>(), 0);
        void Claim(int who)
        {
            if (owners.ContainsKey("seat")) return;
            owners["seat"] = who;
            Interlocked.Increment(ref won);
        }
        Together.Run(() => Claim(1), () => Claim(2));
        Together.Check(won == 1);
    }

    public static void Dictionary_read_and_then_written()
    {
        var counts = new ConcurrentDictionary<string, int> { ["a"] = 0 };
        void Count() => counts["a"] = counts["a"] + 1;
        Together.Run(Count, Count);
        Together.Check(counts["a"] == 2);
    }

    public static void Dictionary_whose_factory_must_run_once()
    {
        var (values, made) = (new ConcurrentDictionary<int, int>(), 0);
        void Get() => values.GetOrAdd(1, _ => Interlocked.Increment(ref made));
        Together.Run(Get, Get);
        Together.Check(made == 1);
    }

    public static void Dictionary_whose_values_are_not_guarded()
    {
        var d = new ConcurrentDictionary<string, List<int>> { ["a"] = [] };
        void Add(int item) => d["a"].Add(item);
        Together.Run(() => Add(1), () => Add(2));
    }

    public static void Dictionary_whose_walk_is_taken_for_a_moment()
    {
        var d = new ConcurrentDictionary<string, int>();
        Together.Run(
            () =>
            {
                d["a"] = 1;
                d["b"] = 1;
            },
            () =>
            {
                var seen = d.Select(pair => pair.Key).ToList();
                Together.Check(seen.Count == d.Count || seen.Count == 0);
            });
    }

    public static void Dictionary_copied_into_a_list()
    {
        var d = new ConcurrentDictionary<int, int> { [1] = 1 };
        Together.Run(() => d[2] = 2, () => _ = new List<KeyValuePair<int, int>>(d));
    }

    public static void Queue_counted_and_then_taken_from()
    {
        var queue = new ConcurrentQueue<string>(["a"]);
        void Take()
        {
            if (queue.Count == 0) return;
            queue.TryDequeue(out var item);
            Together.Check(item!.Length == 1);
        }
        Together.Run(Take, Take);
    }

    public static void Stack_peeked_at_and_then_popped()
    {
        var stack = new ConcurrentStack<int>([1]);
        Together.Run(() => stack.Push(2), () =>
        {
            stack.TryPeek(out var top);
            stack.TryPop(out var taken);
            Together.Check(top == taken);
        });
    }

    public static void BlockingCollection_that_is_never_completed()
    {
        var items = new BlockingCollection<int>();
        Together.Run(() => items.Add(1), () =>
        {
            foreach (var _ in items.GetConsumingEnumerable()) { }
        });
    }

    public static void BlockingCollection_counted_and_then_taken_from()
    {
        var items = new BlockingCollection<int> { 1 };
        void Take()
        {
            if (items.Count > 0) items.Take();
        }
        Together.Run(Take, Take);
    }

    public static void BlockingCollection_completed_too_early()
    {
        var items = new BlockingCollection<int>();
        Together.Run(() => items.Add(1), items.CompleteAdding);
    }

    public static void BlockingCollection_whose_writer_is_never_let_in()
    {
        var items = new BlockingCollection<int>(1);
        Together.Run(
            () =>
            {
                items.Add(1);
                items.Add(2);
            },
            () => items.Take(),
            () => items.Add(3));
    }

    public static void BlockingCollection_disposed_of_in_use()
    {
        var items = new BlockingCollection<int>();
        Together.Run(() => items.Add(1), items.Dispose);
    }

    public static void BlockingCollection_whose_item_is_changed_afterwards()
    {
        var items = new BlockingCollection<int[]>();
        Together.Run(
            () =>
            {
                var box = new int[1];
                items.Add(box);
                box[0] = 1;
            },
            () => _ = items.Take()[0]);
    }

    public static void BlockingCollections_in_a_circle()
    {
        BlockingCollection<int> a = new(1) { 0 }, b = new(1) { 0 };
        Together.Run(
            () =>
            {
                a.Add(1);
                b.Take();
            },
            () =>
            {
                b.Add(1);
                a.Take();
            });
    }

    public static void Channel_that_is_never_completed()
    {
        var channel = Channel.CreateUnbounded<int>();
        var sum = Sum(channel.Reader);
        channel.Writer.TryWrite(1);
        sum.Wait();
    }

    public static void Channel_that_is_never_completed_read_by_a_thread()
    {
        var channel = Channel.CreateUnbounded<int>();
        Together.Run(() => channel.Writer.TryWrite(1), () =>
        {
            while (channel.Reader.WaitToReadAsync().AsTask().Result) channel.Reader.TryRead(out _);
        });
    }

    public static void Channel_whose_writer_is_never_let_in()
    {
        var channel = Channel.CreateBounded<int>(1);
        async Task Write()
        {
            await channel.Writer.WriteAsync(1);
            await channel.Writer.WriteAsync(2);
        }
        Write().Wait();
    }

    public static void Channel_whose_reader_leaves()
    {
        var channel = Channel.CreateBounded<int>(1);
        async Task Write()
        {
            for (var i = 0; i < 3; i++) await channel.Writer.WriteAsync(i);
        }
        var write = Task.Run(Write);
        channel.Reader.ReadAsync().AsTask().Wait();
        write.Wait();
    }

    public static void Channel_whose_full_is_not_looked_at()
    {
        var channel = Channel.CreateBounded<int>(1);
        Together.Run(() => channel.Writer.TryWrite(1), () => channel.Writer.TryWrite(2));
        Together.Check(channel.Reader.Count == 1);
        var sum = 0;
        while (channel.Reader.TryRead(out var item)) sum += item;
        Together.Check(sum == 3);
    }

    public static void Channel_completed_too_early()
    {
        var channel = Channel.CreateUnbounded<int>();
        async Task Write(int item) => await channel.Writer.WriteAsync(item);
        var write = Task.Run(() => Write(1));
        channel.Writer.Complete();
        write.Wait();
    }

    public static void Channel_waited_for_and_then_read_by_two()
    {
        var channel = Channel.CreateUnbounded<string>();
        channel.Writer.TryWrite("a");
        channel.Writer.Complete();
        void Read()
        {
            if (!channel.Reader.WaitToReadAsync().AsTask().Result) return;
            channel.Reader.TryRead(out var item);
            Together.Check(item!.Length == 1);
        }
        Together.Run(Read, Read);
    }

    public static void Channel_whose_write_is_not_awaited()
    {
        var channel = Channel.CreateBounded<int>(1);
        channel.Writer.TryWrite(1);
        var reader = Task.Run(async () => await channel.Reader.ReadAsync());
        var write = channel.Writer.WriteAsync(2).AsTask();
        channel.Writer.Complete();
        reader.Wait();
        Together.Check(write.IsCompletedSuccessfully);
    }

    public static void Channel_whose_item_is_changed_afterwards()
    {
        var channel = Channel.CreateUnbounded<int[]>();
        Together.Run(
            () =>
            {
                var box = new int[1];
                channel.Writer.TryWrite(box);
                box[0] = 1;
            },
            () => _ = channel.Reader.ReadAsync().AsTask().Result[0]);
    }

    public static void Immutable_list_set_in_two_steps()
    {
        var list = ImmutableList<int>.Empty;
        Together.Run(() => list = list.Add(1), () => list = list.Add(2));
    }

    public static void Immutable_list_read_and_then_published()
    {
        var list = ImmutableList<int>.Empty;
        void Add(int item) => Volatile.Write(ref list, Volatile.Read(ref list).Add(item));
        Together.Run(() => Add(1), () => Add(2));
        Together.Check(list.Count == 2);
    }

    private static async Task<int> Sum(ChannelReader<int> reader)
    {
        var sum = 0;
        await foreach (var item in reader.ReadAllAsync()) sum += item;
        return sum;
    }
}
