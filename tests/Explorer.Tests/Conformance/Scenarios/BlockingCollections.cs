using System.Collections;
using System.Collections.Concurrent;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class BlockingCollections
{
    public static string Items()
    {
        using var b = new BlockingCollection<int>(2) { 1 };
        return Seen.All(b.BoundedCapacity, b.Count, b.TryAdd(2), b.TryAdd(3), b.TryAdd(3, 1), b.TryAdd(3, TimeSpan.Zero),
            string.Join(' ', b.ToArray()),
            string.Join(' ', b), b.Take(), b.TryTake(out var item), item, b.TryTake(out item), item, b.TryTake(out item, 1),
            b.IsCompleted,
            b.IsAddingCompleted, new BlockingCollection<int>().BoundedCapacity);
    }

    public static string Completed()
    {
        var b = new BlockingCollection<int>(1) { 1 };
        b.CompleteAdding();
        b.CompleteAdding();
        var canceled = new CancellationToken(true);
        return Seen.All(b.IsAddingCompleted, b.IsCompleted, Seen.Of(() => b.Add(2)), Seen.Of(() => b.TryAdd(2)),
            Seen.Of(() => b.TryAdd(2, 0, canceled)),
            b.Take(), b.IsCompleted, Seen.Of(() => b.Take()), b.TryTake(out _), b.TryTake(out _, -1),
            Seen.Of(() => b.TryTake(out _, 0, canceled)),
            string.Join(' ', b.GetConsumingEnumerable()));
    }

    public static string Disposed()
    {
        var b = new BlockingCollection<int> { 1 };
        b.Dispose();
        b.Dispose();
        var canceled = new CancellationToken(true);
        return Seen.All(Seen.Of(() => b.Count), Seen.Of(() => b.BoundedCapacity), Seen.Of(() => b.IsCompleted),
            Seen.Of(() => b.IsAddingCompleted),
            Seen.Of(() => b.Add(1)), Seen.Of(() => b.TryAdd(1)), Seen.Of(() => b.Take()), Seen.Of(() => b.TryTake(out _)),
            Seen.Of(b.CompleteAdding),
            Seen.Of(() => b.ToArray()), Seen.Of(() => b.Add(1, canceled)), Seen.Of(() => ((IEnumerable<int>)b).GetEnumerator()),
            Seen.Of(() => b.GetConsumingEnumerable().First()), Seen.Of(() => BlockingCollection<int>.TryTakeFromAny([b], out _)),
            Seen.Of(() => b.CopyTo(new int[1], 0)));
    }

    public static string Arguments()
    {
        using var b = new BlockingCollection<int> { 1, 2 };
        ICollection c = b;
        return Seen.All(Seen.Of(() => new BlockingCollection<int>(0).Count),
            Seen.Of(() => new BlockingCollection<int>(null!).Count),
            Seen.Of(() => new BlockingCollection<int>(null!, 0).Count),
            Seen.Of(() => new BlockingCollection<int>(new ConcurrentQueue<int>([1, 2]), 1).Count),
            Seen.Of(() => b.TryTake(out _, -2)), Seen.Of(() => b.TryTake(out _, -2, new CancellationToken(true))),
            Seen.Of(() => b.TryAdd(1, -2)),
            Seen.Of(() => b.TryAdd(1, TimeSpan.FromDays(60))), Seen.Of(() => b.CopyTo(null!, 0)),
            Seen.Of(() => b.CopyTo(new int[2], -1)),
            Seen.Of(() => b.CopyTo(new int[2], 1)), Seen.Of(() => b.CopyTo(new int[2], 0)), Seen.Of(() => c.CopyTo(new string[2],
            0)),
            Seen.Of(() => c.CopyTo(new int[2, 2], 0)), Seen.Of(() => c.CopyTo(new object[2], 0)), c.IsSynchronized,
            Seen.Of(() => c.SyncRoot));
    }

    public static string Arguments_of_any()
    {
        BlockingCollection<int> open = [], closed = [];
        closed.CompleteAdding();
        var many = Enumerable.Range(0, 70).Select(_ => new BlockingCollection<int>()).ToArray();
        return Seen.All(Seen.Of(() => BlockingCollection<int>.TakeFromAny([], out _)),
            Seen.Of(() => BlockingCollection<int>.TakeFromAny(null!, out _)),
            Seen.Of(() => BlockingCollection<int>.TakeFromAny([null!], out _)),
            Seen.Of(() => BlockingCollection<int>.TryTakeFromAny(many, out _)),
            Seen.Of(() => BlockingCollection<int>.TakeFromAny([closed], out _)),
            Seen.Of(() => BlockingCollection<int>.TryTakeFromAny([closed], out _)),
            Seen.Of(() => BlockingCollection<int>.TryTakeFromAny([closed, open], out _)),
            Seen.Of(() => BlockingCollection<int>.AddToAny([open, closed], 1)),
            Seen.Of(() => BlockingCollection<int>.TryAddToAny([open, closed], 1)),
            Seen.Of(() => BlockingCollection<int>.TryAddToAny([open], 1, -2)),
            open.Count);
    }

    public static string Any()
    {
        BlockingCollection<int> full = new(1) { 1 }, free = new(1);
        return Seen.All(BlockingCollection<int>.AddToAny([full, free], 2), BlockingCollection<int>.TryAddToAny([full, free], 3),
            BlockingCollection<int>.TryAddToAny([full, free], 3, 1), BlockingCollection<int>.TryTakeFromAny([free, full],
            out var item), item,
            BlockingCollection<int>.TakeFromAny([free, full], out item), item, BlockingCollection<int>.TryTakeFromAny([free,
            full], out item), item,
            BlockingCollection<int>.TryTakeFromAny([free, full], out item, TimeSpan.FromMilliseconds(1)));
    }

    public static string Inside_a_stack()
    {
        using var b = new BlockingCollection<int>(new ConcurrentStack<int>([1, 2]), 3) { 3 };
        var seen = Seen.All(b.Count, b.TryAdd(4), b.Take(), string.Join(' ', b), b.TryAdd(5));
        b.CompleteAdding();
        return Seen.All(seen, string.Join(' ', b.GetConsumingEnumerable()), b.IsCompleted);
    }

    public static string Inside_what_does_not_take_it()
    {
        using var b = new BlockingCollection<int>(new Refusing());
        return Seen.All(Seen.Of(() => b.Add(1)), b.Count, b.TryTake(out _));
    }

    public static string Taken_from_inside_past_it()
    {
        var q = new ConcurrentQueue<int>([1]);
        using var b = new BlockingCollection<int>(q);
        q.TryDequeue(out _);
        return Seen.All(Seen.Of(() => b.TryTake(out _)), b.Count);
    }

    public static string Tokens()
    {
        using var b = new BlockingCollection<int>(1) { 1 };
        using var source = new CancellationTokenSource();
        var before = Seen.Of(() => b.TryAdd(2, 0, source.Token));
        source.Cancel();
        return Seen.All(before, Seen.Of(() => b.Add(2, source.Token)), Seen.Of(() => b.Take(source.Token)),
            Seen.Of(() => b.TryTake(out _, 0, source.Token)),
            Seen.Of(() => b.GetConsumingEnumerable(source.Token).Count()), Seen.Of(() => BlockingCollection<int>.TakeFromAny([b],
            out _, source.Token)),
            Seen.Of(() => b.Add(2, new CancellationToken(true))), b.Count);
    }

    public static string Canceled_while_it_waits()
    {
        using var b = new BlockingCollection<int>();
        using var source = new CancellationTokenSource();
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => b.Take(source.Token)));
        thread.Start();
        source.Cancel();
        thread.Join();
        return seen;
    }

    public static string Completed_while_it_waits()
    {
        using var b = new BlockingCollection<int>(1);
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => b.Take()) + Seen.Of(() => b.TryTake(out _, -1)));
        thread.Start();
        b.CompleteAdding();
        thread.Join();
        return seen;
    }

    public static string A_writer_that_waits_when_it_is_completed()
    {
        using var b = new BlockingCollection<int>(1) { 1 };
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => b.Add(2)));
        thread.Start();
        b.CompleteAdding();
        thread.Join();
        return Seen.All(seen, b.Count);
    }

    public static string A_pipeline()
    {
        using var b = new BlockingCollection<int>(1);
        var sum = 0;
        var thread = new Thread(() =>
        {
            foreach (var item in b.GetConsumingEnumerable()) sum += item;
        });
        thread.Start();
        b.Add(1);
        b.Add(2);
        b.CompleteAdding();
        thread.Join();
        return Seen.All(sum, b.IsCompleted);
    }

    private sealed class Refusing : IProducerConsumerCollection<int>
    {
        public int Count => 0;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public void CopyTo(int[] array, int index) { }

        public void CopyTo(Array array, int index) { }

        public IEnumerator<int> GetEnumerator() => Enumerable.Empty<int>().GetEnumerator();

        public int[] ToArray() => [];

        public bool TryAdd(int item) => false;

        public bool TryTake(out int item)
        {
            item = 0;
            return false;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
