using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>Programs that use concurrent collections rightly: no schedule of them fails, and nothing races.</summary>
internal static class CorrectCollectionUses
{
    public static void Queue_of_work_is_emptied()
    {
        var (work, done) = (new ConcurrentQueue<int>([1, 2]), 0);
        void Work()
        {
            while (work.TryDequeue(out var item)) Interlocked.Add(ref done, item);
        }
        Together.Run(Work, Work);
        Together.Check(done == 3 && work.IsEmpty);
    }

    public static void Queue_hands_over_plain_data()
    {
        var (queue, box) = (new ConcurrentQueue<int[]>(), new int[1]);
        Together.Run(
            () =>
            {
                box[0] = 7;
                queue.Enqueue(box);
            },
            () =>
            {
                if (queue.TryDequeue(out var got)) Together.Check(got[0] == 7);
            });
    }

    public static void Queue_keeps_the_order_of_each_writer()
    {
        var queue = new ConcurrentQueue<int>();
        Together.Run(
            () =>
            {
                queue.Enqueue(1);
                queue.Enqueue(2);
            },
            () => queue.Enqueue(10));
        var small = queue.Where(item => item < 10).ToList();
        Together.Check(small is [1, 2] && queue.Count == 3);
    }

    public static void Stack_of_things_to_share()
    {
        var pool = new ConcurrentStack<int[]>([new int[1]]);
        void Use()
        {
            if (!pool.TryPop(out var own)) own = new int[1];
            own[0]++;
            pool.Push(own);
        }
        Together.Run(Use, Use);
        Together.Check(pool.Sum(one => one[0]) == 2);
    }

    public static void Bag_gathers_results()
    {
        var bag = new ConcurrentBag<int>();
        Together.Run(() => bag.Add(1), () => bag.Add(2));
        Together.Check(bag.Sum() == 3);
    }

    public static void Dictionary_counts()
    {
        var counts = new ConcurrentDictionary<string, int>();
        void Count() => counts.AddOrUpdate("a", 1, (_, n) => n + 1);
        Together.Run(Count, Count);
        Together.Check(counts["a"] == 2);
    }

    public static void Dictionary_makes_a_lazy_value_once()
    {
        var (values, made) = (new ConcurrentDictionary<int, Lazy<int>>(), 0);
        int Make() => Interlocked.Increment(ref made);
        void Get() => Together.Check(values.GetOrAdd(1, _ => new Lazy<int>(Make)).Value == 1);
        Together.Run(Get, Get);
        Together.Check(made == 1);
    }

    public static void Dictionary_says_who_was_first()
    {
        var (owners, won) = (new ConcurrentDictionary<string, int>(), 0);
        void Claim(int who)
        {
            if (owners.TryAdd("seat", who)) Interlocked.Increment(ref won);
        }
        Together.Run(() => Claim(1), () => Claim(2));
        Together.Check(won == 1);
    }

    public static void Dictionary_is_updated_in_a_loop()
    {
        var d = new ConcurrentDictionary<string, int> { ["a"] = 0 };
        void Add()
        {
            while (true)
            {
                var old = d["a"];
                if (d.TryUpdate("a", old + 1, old)) return;
            }
        }
        Together.Run(Add, Add);
        Together.Check(d["a"] == 2);
    }

    public static void Dictionary_with_a_key_for_each()
    {
        var d = new ConcurrentDictionary<int, int>();
        void Use(int key)
        {
            d[key] = 1;
            d[key]++;
        }
        Together.Run(() => Use(1), () => Use(2));
        Together.Check(d[1] == 2 && d[2] == 2);
    }

    public static void Dictionary_is_gone_through_while_one_adds()
    {
        var d = new ConcurrentDictionary<int, int> { [1] = 1 };
        Together.Run(() => d[2] = 2, () => Together.Check(d.Sum(pair => pair.Value) is 1 or 3));
    }

    public static void Dictionary_whose_values_are_guarded()
    {
        var d = new ConcurrentDictionary<string, List<int>>();
        void Add(int item)
        {
            var list = d.GetOrAdd("a", _ => []);
            lock (list) list.Add(item);
        }
        Together.Run(() => Add(1), () => Add(2));
        Together.Check(d["a"].Count == 2);
    }

    public static void BlockingCollection_hands_over()
    {
        var (items, sum) = (new BlockingCollection<int>(), 0);
        Together.Run(
            () =>
            {
                items.Add(1);
                items.Add(2);
                items.CompleteAdding();
            },
            () =>
            {
                foreach (var item in items.GetConsumingEnumerable()) sum += item;
            });
        Together.Check(sum == 3 && items.IsCompleted);
    }

    public static void BlockingCollection_with_a_bound()
    {
        var (items, sum) = (new BlockingCollection<int>(1), 0);
        Together.Run(
            () =>
            {
                for (var i = 1; i < 4; i++) items.Add(i);
                items.CompleteAdding();
            },
            () =>
            {
                while (!items.IsCompleted)
                {
                    if (items.TryTake(out var item, Timeout.Infinite)) sum += item;
                }
            });
        Together.Check(sum == 6);
    }

    public static void BlockingCollection_with_two_consumers()
    {
        var (items, sum) = (new BlockingCollection<int>(), 0);
        void Consume()
        {
            foreach (var item in items.GetConsumingEnumerable()) Interlocked.Add(ref sum, item);
        }
        Together.Run(Consume, Consume, () =>
        {
            items.Add(1);
            items.CompleteAdding();
        });
        Together.Check(sum == 1);
    }

    public static void BlockingCollection_with_two_producers()
    {
        var (items, sum) = (new BlockingCollection<int>(1), 0);
        var consumer = new Thread(() => sum = items.GetConsumingEnumerable().Sum());
        consumer.Start();
        Together.Run(() => items.Add(1), () => items.Add(2));
        items.CompleteAdding();
        consumer.Join();
        Together.Check(sum == 3);
    }

    public static void BlockingCollection_hands_over_plain_data()
    {
        var (items, box) = (new BlockingCollection<int>(), 0);
        Together.Run(
            () =>
            {
                box = 7;
                items.Add(1);
            },
            () =>
            {
                items.Take();
                Together.Check(box == 7);
            });
    }

    public static void BlockingCollection_as_a_pool()
    {
        var pool = new BlockingCollection<int[]> { new int[1] };
        void Use()
        {
            var own = pool.Take();
            own[0]++;
            pool.Add(own);
        }
        Together.Run(Use, Use);
        Together.Check(pool.Take()[0] == 2);
    }

    public static void BlockingCollection_over_a_stack()
    {
        var (items, sum) = (new BlockingCollection<int>(new ConcurrentStack<int>(), 1), 0);
        Together.Run(
            () =>
            {
                items.Add(1);
                items.CompleteAdding();
            },
            () =>
            {
                foreach (var item in items.GetConsumingEnumerable()) sum += item;
            });
        Together.Check(sum == 1);
    }

    public static void BlockingCollection_gives_up_waiting()
    {
        var items = new BlockingCollection<int>();
        Together.Run(() => items.Add(1), () =>
        {
            if (items.TryTake(out var item, 10)) Together.Check(item == 1);
        });
    }

    public static void BlockingCollection_whose_consumer_is_canceled()
    {
        var items = new BlockingCollection<int>();
        using var stop = new CancellationTokenSource();
        Together.Run(stop.Cancel, () =>
        {
            try { items.Take(stop.Token); }
            catch (OperationCanceledException) { }
        });
    }

    public static void BlockingCollection_any_of_two()
    {
        BlockingCollection<int> a = [], b = [];
        Together.Run(() => a.Add(1), () => b.Add(2), () =>
        {
            var which = BlockingCollection<int>.TakeFromAny([a, b], out var item);
            Together.Check(item == which + 1);
        });
    }

    public static void BlockingCollection_to_any_of_two()
    {
        BlockingCollection<int> a = new(1), b = new(1);
        void Add() => BlockingCollection<int>.AddToAny([a, b], 1);
        Together.Run(Add, Add);
        Together.Check(a.Count == 1 && b.Count == 1);
    }

    public static void BlockingCollection_completed_while_one_waits_to_add()
    {
        var items = new BlockingCollection<int>(1) { 1 };
        Together.Run(items.CompleteAdding, () =>
        {
            try { items.Add(2); }
            catch (InvalidOperationException) { }
        });
        Together.Check(items.Count == 1);
    }

    public static void Immutable_list_is_updated()
    {
        var list = ImmutableList<int>.Empty;
        Together.Run(() => ImmutableInterlocked.Update(ref list, old => old.Add(1)), () => ImmutableInterlocked.Update(ref list,
            old => old.Add(2)));
        Together.Check(list.Count == 2);
    }

    public static void Immutable_dictionary_counts()
    {
        var counts = ImmutableDictionary<string, int>.Empty;
        void Count() => ImmutableInterlocked.AddOrUpdate(ref counts, "a", 1, (_, n) => n + 1);
        Together.Run(Count, Count);
        Together.Check(counts["a"] == 2);
    }

    public static void Immutable_snapshot_is_published()
    {
        var prices = ImmutableDictionary<string, int>.Empty.Add("a", 1);
        Together.Run(
            () => Volatile.Write(ref prices, prices.SetItem("a", 2)),
            () =>
            {
                var seen = Volatile.Read(ref prices);
                Together.Check(seen["a"] == seen["a"]);
            });
    }

    public static void Immutable_array_is_swapped()
    {
        var items = ImmutableArray<int>.Empty;
        Together.Run(() => ImmutableInterlocked.Update(ref items, old => old.Add(1)), () => ImmutableInterlocked.Update(ref items,
            old => old.Add(2)));
        Together.Check(items.Length == 2);
    }

    public static void Frozen_dictionary_is_read_by_all()
    {
        var names = new Dictionary<int, string> { [1] = "a" }.ToFrozenDictionary();
        void Read() => Together.Check(names[1] == "a" && !names.ContainsKey(2));
        Together.Run(Read, Read);
    }
}
