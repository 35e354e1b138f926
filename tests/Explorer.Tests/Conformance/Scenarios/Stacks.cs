using System.Collections;
using System.Collections.Concurrent;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Stacks
{
    public static string Items()
    {
        var s = new ConcurrentStack<int>([1, 2]);
        s.Push(3);
        return Seen.All(s.Count, s.IsEmpty, s.TryPeek(out var first), first, s.TryPop(out first), first, string.Join(' ',
            s.ToArray()),
            string.Join(' ', s), s.TryPop(out _), s.TryPop(out _), s.TryPop(out first), first, s.TryPeek(out first), s.IsEmpty);
    }

    public static string Ranges()
    {
        var s = new ConcurrentStack<int>();
        s.PushRange([1, 2, 3]);
        s.PushRange([4, 5, 6], 1, 1);
        var two = new int[2];
        var rest = new int[5];
        return Seen.All(string.Join(' ', s), s.TryPopRange(two), string.Join(' ', two), s.TryPopRange(rest, 1, 4),
            string.Join(' ', rest),
            s.TryPopRange(rest), s.TryPopRange(rest, 0, 0));
    }

    public static string Arguments()
    {
        var s = new ConcurrentStack<int>([1, 2]);
        ICollection c = s;
        return Seen.All(Seen.Of(() => new ConcurrentStack<int>(null!)), Seen.Of(() => s.CopyTo(null!, 0)),
            Seen.Of(() => s.CopyTo(new int[2], -1)), Seen.Of(() => s.CopyTo(new int[2], 1)), Seen.Of(() => s.CopyTo(new int[2],
            0)),
            Seen.Of(() => c.CopyTo(null!, 0)), Seen.Of(() => c.CopyTo(new string[4], 0)), Seen.Of(() => c.CopyTo(new int[4, 2],
            0)),
            Seen.Of(() => c.CopyTo(new int[1], 0)), c.IsSynchronized, Seen.Of(() => c.SyncRoot));
    }

    public static string Arguments_of_ranges()
    {
        var s = new ConcurrentStack<int>([1, 2]);
        return Seen.All(Seen.Of(() => s.PushRange(null!)), Seen.Of(() => s.PushRange(null!, 0, 0)), Seen.Of(() => s.PushRange([1],
            -1, 1)),
            Seen.Of(() => s.PushRange([1], 0, 2)), Seen.Of(() => s.PushRange([1], 0, -2)), Seen.Of(() => s.PushRange([1], 2, 0)),
            Seen.Of(() => s.PushRange([1], 1, 0)), Seen.Of(() => s.PushRange([1], -1, -1)), Seen.Of(() => s.TryPopRange(null!)),
            Seen.Of(() => s.TryPopRange([1], 0, 2)));
    }

    public static string A_walk_sees_the_moment_of_its_beginning()
    {
        var s = new ConcurrentStack<int>([1, 2]);
        using var walk = s.GetEnumerator();
        var before = walk.Current;
        s.Push(3);
        var seen = new List<int>();
        while (walk.MoveNext()) seen.Add(walk.Current);
        s.Clear();
        return Seen.All(before, string.Join(' ', seen), Seen.Of(walk.Reset), s.Count);
    }

    public static string Through_an_interface()
    {
        IProducerConsumerCollection<int> s = new ConcurrentStack<int>();
        return Seen.All(s.TryAdd(1), s.TryAdd(2), s.TryTake(out var first), first, string.Join(' ', s.ToArray()), s.Count);
    }
}
