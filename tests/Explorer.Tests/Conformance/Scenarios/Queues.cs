using System.Collections;
using System.Collections.Concurrent;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Queues
{
    public static string Items()
    {
        var q = new ConcurrentQueue<int>([1, 2]);
        q.Enqueue(3);
        return Seen.All(q.Count, q.IsEmpty, q.TryPeek(out var first), first, q.TryDequeue(out first), first,
            string.Join(' ', q.ToArray()), string.Join(' ', q), q.TryDequeue(out _), q.TryDequeue(out _), q.TryDequeue(out first),
            first,
            q.TryPeek(out first), q.IsEmpty);
    }

    public static string Cleared()
    {
        var q = new ConcurrentQueue<string>(["a"]);
        q.Clear();
        return Seen.All(q.Count, q.TryDequeue(out var none), none is null);
    }

    public static string Arguments()
    {
        var q = new ConcurrentQueue<int>([1, 2]);
        ICollection c = q;
        return Seen.All(Seen.Of(() => new ConcurrentQueue<int>(null!)), Seen.Of(() => q.CopyTo(null!, 0)),
            Seen.Of(() => q.CopyTo(new int[2], -1)), Seen.Of(() => q.CopyTo(new int[2], 1)), Seen.Of(() => q.CopyTo(new int[2],
            0)),
            Seen.Of(() => c.CopyTo(null!, 0)), Seen.Of(() => c.CopyTo(new string[4], 0)), Seen.Of(() => c.CopyTo(new int[4, 2],
            0)),
            Seen.Of(() => c.CopyTo(new object[2], 0)), Seen.Of(() => c.CopyTo(new int[1], 0)), c.IsSynchronized,
            Seen.Of(() => c.SyncRoot));
    }

    public static string A_walk_sees_the_moment_of_its_beginning()
    {
        var q = new ConcurrentQueue<int>([1, 2]);
        using var walk = q.GetEnumerator();
        var before = walk.Current;
        q.Enqueue(3);
        q.TryDequeue(out _);
        var seen = new List<int>();
        while (walk.MoveNext()) seen.Add(walk.Current);
        return Seen.All(before, string.Join(' ', seen), Seen.Of(walk.Reset), string.Join(' ', q.Select(x => x * 2)));
    }

    public static string Through_an_interface()
    {
        IProducerConsumerCollection<int> q = new ConcurrentQueue<int>();
        return Seen.All(q.TryAdd(1), q.TryAdd(2), q.TryTake(out var first), first, string.Join(' ', q.ToArray()), q.Count);
    }

    public static string Two_threads()
    {
        var q = new ConcurrentQueue<int>();
        var seen = Seen.OnAnother(() => q.Enqueue(1));
        q.Enqueue(2);
        return Seen.All(seen, string.Join(' ', q));
    }
}
