namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Lazies
{
    private static readonly LazyThreadSafetyMode[] _modes =
        [LazyThreadSafetyMode.None, LazyThreadSafetyMode.PublicationOnly, LazyThreadSafetyMode.ExecutionAndPublication];

    public static string Arguments() =>
        Seen.All(Seen.Of(() => new Lazy<int>((Func<int>)null!)), Seen.Of(() => new Lazy<int>((LazyThreadSafetyMode)7)),
        Seen.Of(() => new Lazy<int>(() => 1, (LazyThreadSafetyMode)(-1))), Seen.Of(() => new Lazy<int>(null!, true)));

    public static string Made_once() => InAllModes(mode =>
    {
        var made = 0;
        var lazy = new Lazy<int>(() => ++made, mode);
        return Seen.All(lazy.IsValueCreated, lazy, lazy.Value, lazy.Value, lazy.IsValueCreated, lazy, made);
    });

    public static string Exceptions() => InAllModes(mode =>
    {
        var made = 0;
        var lazy = new Lazy<int>(() => ++made < 2 ? throw new InvalidOperationException("first") : made, mode);
        return Seen.All(Seen.Of(() => lazy.Value), lazy.IsValueCreated, Seen.Of(() => lazy.Value), lazy.IsValueCreated, made);
    });

    public static string Exceptions_of_a_constructor() => InAllModes(mode =>
    {
        Faulty.Made = 0;
        var lazy = new Lazy<Faulty>(mode);
        return Seen.All(Seen.Of(() => lazy.Value.GetType().Name), Seen.Of(() => lazy.Value.GetType().Name), Faulty.Made);
    });

    public static string Without_a_constructor() => InAllModes(mode => Seen.Of(() => new Lazy<string>(mode).Value));

    public static string Constructed() =>
        Seen.All(new Lazy<List<int>>().Value.Count, new Lazy<List<int>>(false).Value.Count,
        new Lazy<List<int>>(true).IsValueCreated);

    public static string Recursion()
    {
        return Seen.All(Of(LazyThreadSafetyMode.None), Of(LazyThreadSafetyMode.ExecutionAndPublication));

        static string Of(LazyThreadSafetyMode mode)
        {
            Lazy<int> lazy = null!;
            lazy = new Lazy<int>(() => lazy.Value + 1, mode);
            return Seen.All(Seen.Of(() => lazy.Value), Seen.Of(() => lazy.Value));
        }
    }

    public static string A_value_that_is_there()
    {
        var lazy = new Lazy<string?>(null as string);
        var value = new Lazy<int>(5);
        return Seen.All(lazy.IsValueCreated, lazy.Value ?? "null", value.IsValueCreated, value.Value, value,
            Seen.Of(() => lazy.ToString()));
    }

    public static string Two_threads()
    {
        var made = 0;
        var lazy = new Lazy<int>(() => Interlocked.Increment(ref made));
        var publication = new Lazy<int>(() => 7, LazyThreadSafetyMode.PublicationOnly);
        var seen = new int[2];
        Thread a = new(() => seen[0] = lazy.Value + publication.Value), b = new(() => seen[1] = lazy.Value + publication.Value);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return Seen.All(seen[0], seen[1], made);
    }

    public static string With_metadata()
    {
        var lazy = new Lazy<int, string>(() => 3, "three");
        return Seen.All(lazy.Metadata, lazy.IsValueCreated, lazy.Value, new Lazy<List<int>, int>(1).Value.Count,
            new Lazy<int, int>(() => 1, 2, false).Value,
            new Lazy<int, int>(() => 1, 2, LazyThreadSafetyMode.None).Metadata, Seen.Of(() => new Lazy<int, int>(null!, 2)));
    }

    private static string InAllModes(Func<LazyThreadSafetyMode, string> scenario) => string.Join("; ", _modes.Select(scenario));

    private sealed class Faulty
    {
        public static int Made;

        public Faulty()
        {
            if (Made++ == 0) throw new InvalidOperationException("first");
        }
    }
}
