using System.Collections;
using System.Collections.Concurrent;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Bags
{
    public static string Items()
    {
        var b = new ConcurrentBag<int>([1, 2]) { 3 };
        return Seen.All(b.Count, b.IsEmpty, b.TryPeek(out var first), b.TryTake(out var taken), first == taken,
            Sorted(b.Append(taken)),
            b.TryTake(out _), b.TryTake(out _), b.TryTake(out first), first, b.TryPeek(out first), b.IsEmpty);
    }

    public static string Of_two_threads()
    {
        var b = new ConcurrentBag<int> { 1 };
        var seen = Seen.OnAnother(() =>
        {
            b.Add(2);
            return b.Count;
        });
        var taken = new List<int>();
        while (b.TryTake(out var item)) taken.Add(item);
        return Seen.All(seen, Sorted(taken), b.Count);
    }

    public static string Arguments()
    {
        var b = new ConcurrentBag<int>([1, 2]);
        ICollection c = b;
        return Seen.All(Seen.Of(() => new ConcurrentBag<int>(null!)), Seen.Of(() => b.CopyTo(null!, 0)),
            Seen.Of(() => b.CopyTo(new int[2], -1)), Seen.Of(() => b.CopyTo(new int[2], 1)), Seen.Of(() => b.CopyTo(new int[2],
            0)),
            Seen.Of(() => c.CopyTo(null!, 0)), Seen.Of(() => c.CopyTo(new string[4], 0)), Seen.Of(() => c.CopyTo(new int[4, 2],
            0)),
            Seen.Of(() => c.CopyTo(new int[1], 0)), c.IsSynchronized, Seen.Of(() => c.SyncRoot));
    }

    public static string A_walk_sees_the_moment_of_its_beginning()
    {
        var b = new ConcurrentBag<int>([1, 2]);
        using var walk = b.GetEnumerator();
        var before = Seen.Of(() => walk.Current);
        b.Add(3);
        var seen = new List<int>();
        while (walk.MoveNext()) seen.Add(walk.Current);
        walk.Reset();
        b.Clear();
        return Seen.All(before, Sorted(seen), walk.MoveNext(), b.Count);
    }

    public static string Through_an_interface()
    {
        IProducerConsumerCollection<int> b = new ConcurrentBag<int>();
        return Seen.All(b.TryAdd(1), b.TryTake(out var first), first, b.ToArray().Length, b.Count);
    }

    private static string Sorted(IEnumerable<int> items) => string.Join(' ', items.Order());
}
