using System.Collections;
using System.Collections.Concurrent;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Dictionaries
{
    public static string Items()
    {
        var d = new ConcurrentDictionary<string, int> { ["a"] = 1 };
        d["b"] = 2;
        d["a"] = 3;
        return Seen.All(d.Count, d.IsEmpty, d["a"], d.TryAdd("a", 9), d.TryAdd("c", 4), d.ContainsKey("c"), d.TryGetValue("x",
            out var none), none,
            d.TryRemove("b", out var old), old, d.TryRemove("b", out old), old, Sorted(d), string.Join(' ', d.Keys.Order()),
            string.Join(' ', d.Values.Order()), Sorted(d.ToArray()));
    }

    public static string Compared()
    {
        var d = new ConcurrentDictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["a"] = "1" };
        return Seen.All(d.TryUpdate("A", "2", "x"), d.TryUpdate("A", "2", "1"), d["a"], d.TryUpdate("b", "1", null),
            d.TryRemove(KeyValuePair.Create("a", (string?)"1")), d.TryRemove(KeyValuePair.Create("A", (string?)"2")),
            d.TryRemove(KeyValuePair.Create("a", (string?)null)), d.Count, d.Comparer == StringComparer.OrdinalIgnoreCase);
    }

    public static string The_key_that_was_added_last()
    {
        var d = new ConcurrentDictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 };
        d["A"] = 2;
        var first = d.Keys.Single();
        d.TryRemove("A", out _);
        d["A"] = 3;
        return Seen.All(first, d.Keys.Single());
    }

    public static string Factories()
    {
        var d = new ConcurrentDictionary<int, string>();
        return Seen.All(d.GetOrAdd(1, "a"), d.GetOrAdd(1, "b"), d.GetOrAdd(1, _ => "c"), d.GetOrAdd(2, key => $"made {key}"),
            d.GetOrAdd(3, (key, more) => $"{key}{more}", "!"), d.AddOrUpdate(1, "n", (_, old) => old + "+"),
            d.AddOrUpdate(4, "n", (_, old) => old + "+"), d.AddOrUpdate(4, key => $"{key}", (key, old) => $"{key}{old}"),
            d.AddOrUpdate(5, (key, more) => $"{key}{more}", (key, old, more) => old + more, "?"),
            d.AddOrUpdate(5, (key, more) => $"{key}{more}", (key, old, more) => old + more, "?"), d.Count);
    }

    public static string A_factory_that_throws()
    {
        var d = new ConcurrentDictionary<int, string>();
        return Seen.All(Seen.Of(() => d.GetOrAdd(1, _ => throw new InvalidDataException())), d.Count,
            Seen.Of(() => d.AddOrUpdate(1, _ => "a", (_, _) => throw new InvalidDataException())),
            Seen.Of(() => d.AddOrUpdate(1, _ => "a", (_, _) => throw new InvalidDataException())), d[1]);
    }

    public static string A_factory_that_uses_the_dictionary()
    {
        var d = new ConcurrentDictionary<int, int>();
        return Seen.All(d.GetOrAdd(1, _ => d.GetOrAdd(2, 5) + 1), d.GetOrAdd(3, key =>
        {
            d[key] = 9;
            return 8;
        }), Sorted(d));
    }

    public static string Arguments()
    {
        var d = new ConcurrentDictionary<string, int>();
        return Seen.All(Seen.Of(() => d[null!]), Seen.Of(() => d["x"]), Seen.Of(() => d[null!] = 1), Seen.Of(() => d.TryAdd(null!,
            1)),
            Seen.Of(() => d.AddOrUpdate("x", 1, null!)), Seen.Of(() => d.AddOrUpdate("x", (Func<string, int>)null!, (_, _) => 1)),
            Seen.Of(() => d.AddOrUpdate(null!, 1, null!)), Seen.Of(() => d.GetOrAdd(null!, (Func<string, int>)null!)),
            Seen.Of(() => d.GetOrAdd("x", (Func<string, int>)null!)), Seen.Of(() => d.GetOrAdd("x", null!, 1)),
            Seen.Of(() => d.AddOrUpdate("x", null!, null!, 1)), Seen.Of(() => d.TryUpdate(null!, 1, 1)),
            Seen.Of(() => d.TryRemove(new KeyValuePair<string, int>(null!, 1))), Seen.Of(() => d.ContainsKey(null!)), d.Count);
    }

    public static string Arguments_of_constructors() => Seen.All(
        Seen.Of(() => new ConcurrentDictionary<int, int>((IEnumerable<KeyValuePair<int, int>>)null!).Count),
        Seen.Of(() => new ConcurrentDictionary<int, int>([new(1, 2), new(1, 3)]).Count),
        Seen.Of(() => new ConcurrentDictionary<int, int>(0, 1).Count), Seen.Of(() => new ConcurrentDictionary<int, int>(-1,
        1).Count),
        Seen.Of(() => new ConcurrentDictionary<int, int>(1, -1).Count), Seen.Of(() => new ConcurrentDictionary<int, int>(-2, [],
        null).Count),
        Seen.Of(() => new ConcurrentDictionary<int, int>(1, null!, null).Count),
        Seen.Of(() => new ConcurrentDictionary<int, int>(2, [new(1, 2)], null).Count),
        Seen.Of(() => new ConcurrentDictionary<string, int>([new(null!, 2)]).Count));

    public static string Through_the_interface_without_types()
    {
        IDictionary d = new ConcurrentDictionary<string, int>();
        return Seen.All(Seen.Of(() => d.Add(1, 1)), Seen.Of(() => d.Add("a", "b")), Seen.Of(() => d.Add(null!, 1)),
            Seen.Of(() => d.Add("a", null)), Seen.Of(() => d.Add("a", 1)), Seen.Of(() => d.Add("a", 1)), Seen.Of(() => d[1]),
            Seen.Of(() => d["z"]), Seen.Of(() => d[null!]), Seen.Of(() => d[1] = 1), Seen.Of(() => d["a"] = "x"),
            Seen.Of(() => d["a"] = null),
            Seen.Of(() => d["a"] = 7), d["a"], d.Contains(1), d.Contains("a"), Seen.Of(() => d.Contains(null!)),
            Seen.Of(() => d.Remove(1)),
            Seen.Of(() => d.Remove(null!)), d.IsFixedSize, d.IsReadOnly, d.Keys.Count, d.Values.Count, d.IsSynchronized,
            Seen.Of(() => d.SyncRoot));
    }

    public static string A_walk_without_types()
    {
        IDictionary d = new ConcurrentDictionary<string, int> { ["a"] = 1 };
        var walk = d.GetEnumerator();
        var seen = Seen.All(walk.MoveNext(), walk.Current is DictionaryEntry, walk.Key, walk.Value, walk.Entry.Key,
            walk.MoveNext());
        walk.Reset();
        return Seen.All(seen, walk.MoveNext(), string.Join(' ', ((IEnumerable)d).Cast<object>()));
    }

    public static string Copies()
    {
        var d = new ConcurrentDictionary<string, int> { ["a"] = 1 };
        ICollection<KeyValuePair<string, int>> typed = d;
        ICollection c = d;
        var pairs = new KeyValuePair<string, int>[1];
        var (objects, entries) = (new object[1], new DictionaryEntry[1]);
        typed.CopyTo(pairs, 0);
        c.CopyTo(objects, 0);
        c.CopyTo(entries, 0);
        return Seen.All(pairs[0], objects[0], entries[0].Key, Seen.Of(() => c.CopyTo(null!, 0)), Seen.Of(() => c.CopyTo(objects,
            -1)),
            Seen.Of(() => c.CopyTo(objects, 1)), Seen.Of(() => c.CopyTo(new int[1], 0)), Seen.Of(() => c.CopyTo(new int[1, 1],
            0)),
            Seen.Of(() => typed.CopyTo(pairs, 1)));
    }

    public static string Through_interfaces()
    {
        var d = new ConcurrentDictionary<string, int> { ["a"] = 1 };
        IDictionary<string, int> typed = d;
        ICollection<KeyValuePair<string, int>> pairs = d;
        IReadOnlyDictionary<string, int> read = d;
        return Seen.All(Seen.Of(() => typed.Add("a", 2)), Seen.Of(() => typed.Add(null!, 2)), Seen.Of(() => pairs.Add(new("b",
            2))),
            Seen.Of(() => pairs.Add(new("b", 2))), pairs.Contains(new("b", 2)), pairs.Contains(new("b", 3)),
            Seen.Of(() => pairs.Contains(new(null!, 1))), Seen.Of(() => pairs.Remove(new(null!, 1))), pairs.Remove(new("b", 3)),
            typed.Remove("b"), typed.Remove("b"), read.Count, string.Join(' ', read.Keys), read["a"], pairs.IsReadOnly,
            d.Keys.IsReadOnly,
            Seen.Of(() => d.Keys.Add("q")));
    }

    public static string A_walk_goes_on_while_others_are_removed()
    {
        var d = new ConcurrentDictionary<int, int>([new(1, 1), new(2, 2), new(3, 3)]);
        using var walk = d.GetEnumerator();
        var before = walk.Current.Key;
        var count = 0;
        while (walk.MoveNext())
        {
            count++;
            foreach (var key in d.Keys.Where(key => key != walk.Current.Key)) d.TryRemove(key, out _);
        }
        walk.Reset();
        return Seen.All(before, count, walk.MoveNext(), d.Count, walk.MoveNext(), walk.MoveNext());
    }

    public static string Keys_of_another_type()
    {
        var d = new ConcurrentDictionary<string, int> { ["ab"] = 1 };
        var look = d.GetAlternateLookup<ReadOnlySpan<char>>();
        look["cd".AsSpan()] = 2;
        return Seen.All(look.ContainsKey("abc".AsSpan(0, 2)), look["ab"], look.TryAdd("ab", 3), look.TryAdd("x", 3),
            look.TryGetValue("x", out var key, out var value), key, value, look.TryRemove("x", out key, out value), key, value,
            look.TryRemove("x", out value), look.TryGetValue("cd", out value), value,
            Seen.Of(() => d.GetAlternateLookup<ReadOnlySpan<char>>()["zz"]),
            ReferenceEquals(look.Dictionary, d), d.TryGetAlternateLookup<int>(out _),
            Seen.Of(() => d.GetAlternateLookup<int>().Dictionary.Count),
            Sorted(d));
    }

    public static string With_keys_whose_hash_codes_are_equal()
    {
        var d = new ConcurrentDictionary<Same, int>();
        return Seen.All(d.TryAdd(new Same("a"), 1), d.TryAdd(new Same("b"), 2), d.TryAdd(new Same("a"), 3), d[new Same("b")],
            d.Count);
    }

    private static string Sorted(IEnumerable<KeyValuePair<string, int>> pairs) =>
        string.Join(' ', pairs.Select(pair => $"{pair}").Order(StringComparer.Ordinal));

    private static string Sorted(IEnumerable<KeyValuePair<int, int>> pairs) =>
        string.Join(' ', pairs.Select(pair => $"{pair}").Order(StringComparer.Ordinal));

    private sealed record Same(string Name)
    {
        public override int GetHashCode() => 1;
    }
}
