using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Immutables
{
    public static string Changed_in_one_step()
    {
        var (list, map) = (ImmutableList<int>.Empty, ImmutableDictionary<string, int>.Empty);
        var thread = new Thread(() =>
        {
            ImmutableInterlocked.Update(ref list, old => old.Add(1));
            ImmutableInterlocked.AddOrUpdate(ref map, "a", 1, (_, n) => n + 1);
        });
        thread.Start();
        ImmutableInterlocked.Update(ref list, (old, item) => old.Add(item), 2);
        ImmutableInterlocked.AddOrUpdate(ref map, "a", _ => 1, (_, n) => n + 1);
        thread.Join();
        return Seen.All(list.Count, list.Sum(), map["a"], ImmutableInterlocked.TryRemove(ref map, "a", out var old), old,
            ImmutableInterlocked.GetOrAdd(ref map, "b", 5), ImmutableInterlocked.TryUpdate(ref map, "b", 6, 5), map["b"]);
    }

    public static string Frozen()
    {
        var map = new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary();
        return Seen.All(Seen.OnAnother(() => map["a"]), map.ContainsKey("b"), new[] { 1, 2 }.ToFrozenSet().Contains(2));
    }
}
