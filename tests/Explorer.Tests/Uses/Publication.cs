namespace Workbook.Explorer.Tests.Uses;

/// <summary>Right programs in which one thread makes something and others find it, and those in which nobody finds it.</summary>
internal static class Publication
{
    private sealed record Settings(string Name, int[] Sizes);

    private sealed class Late
    {
        private readonly object _lock = new();
        private volatile Settings? _settings;
        public int Made;

        public Settings Get()
        {
            if (_settings is { } known) return known;
            lock (_lock)
            {
                if (_settings is null)
                {
                    Made++;
                    _settings = new Settings("shop", [1, 2, 3]);
                }
                return _settings;
            }
        }
    }

    public static void Double_checked_locking()
    {
        var late = new Late();
        Together.Run(() => Together.Check(late.Get().Sizes[2] == 3), () => Together.Check(late.Get().Name == "shop"));
        Together.Check(late.Made == 1);
    }

    public static void An_immutable_object_through_a_lock()
    {
        var (settings, g) = ((Settings?)null, new object());
        Together.Run(
            () =>
            {
                var mine = new Settings("shop", [1, 2]);
                mine.Sizes[0] = 5; // nobody else knows of it yet
                lock (g) settings = mine;
            },
            () =>
            {
                Settings? theirs;
                lock (g) theirs = settings;
                if (theirs is not null) Together.Check(theirs.Sizes[0] == 5 && theirs.Name.Length == 4);
            });
    }

    public static void A_record_that_is_swapped()
    {
        var settings = new Settings("old", [0]);
        Together.Run(
            () => Volatile.Write(ref settings, Volatile.Read(ref settings) with { Name = "new", Sizes = [1] }),
            () =>
            {
                var seen = Volatile.Read(ref settings);
                Together.Check(seen.Sizes[0] == (seen.Name == "new" ? 1 : 0));
            });
    }

    public static void Lazy_makes_it_once()
    {
        var made = 0;
        var lazy = new Lazy<int[]>(() => { made++; return [1, 2]; });
        void Look() => Together.Check(lazy.Value[1] == 2);
        Together.Run(Look, Look);
        Together.Check(made == 1 && lazy.IsValueCreated);
    }

    public static void LazyInitializer_makes_it_once()
    {
        var (made, table) = (0, (int[]?)null);
        bool isThere = false;
        object? g = null;
        void Look()
        {
            var found = LazyInitializer.EnsureInitialized(ref table, ref isThere, ref g, () => { made++; return [7]; });
            Together.Check(found![0] == 7);
        }
        Together.Run(Look, Look);
        Together.Check(made == 1);
    }

    private sealed class Node(int value)
    {
        public readonly int Value = value;
        public Node? Next;
    }

    public static void A_stack_of_nodes_without_a_lock()
    {
        Node? top = null;
        void Push(int value)
        {
            var node = new Node(value);
            do node.Next = Volatile.Read(ref top);
            while (Interlocked.CompareExchange(ref top, node, node.Next) != node.Next);
        }
        Together.Run(() => Push(1), () => Push(2));
        Together.Check(top is { Next: { Next: null } last } first && first.Value + last.Value == 3);
    }

    public static void A_maximum_by_compare_exchange()
    {
        var maximum = 0;
        void Offer(int value)
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref maximum);
                if (seen >= value) return;
            }
            while (Interlocked.CompareExchange(ref maximum, value, seen) != seen);
        }
        Together.Run(() => Offer(5), () => Offer(7));
        Together.Check(maximum == 7);
    }

    public static void The_last_one_tidies_up()
    {
        var (users, data, isGone) = (2, new int[2], false);
        void Use(int i)
        {
            data[i] = i + 1;
            if (Interlocked.Decrement(ref users) > 0) return;
            Together.Check(data[0] + data[1] == 3);
            isGone = true;
        }
        Together.Run(() => Use(0), () => Use(1));
        Together.Check(isGone);
    }

    public static void Who_comes_first_does_it()
    {
        var (taken, result) = (0, 0);
        void Try(int mine)
        {
            if (Interlocked.Exchange(ref taken, 1) == 0) result = mine;
        }
        Together.Run(() => Try(1), () => Try(2));
        Together.Check(result is 1 or 2);
    }

    private static readonly int[] _squares = [0, 1, 4, 9];
    private static readonly Dictionary<string, int> _digits = new() { ["one"] = 1, ["two"] = 2 };

    public static void Tables_that_nobody_changes()
    {
        Together.Run(() => Together.Check(_squares[3] == 9 && _digits["one"] == 1),
            () => Together.Check(_digits.ContainsKey("two") && _squares.Sum() == 14));
    }

    public static void Objects_that_one_thread_keeps()
    {
        var results = new int[2];
        void Work(int i)
        {
            var mine = new List<int>();
            for (var j = 0; j < 3; j++) mine.Add(i + j);
            var sums = mine.ToDictionary(each => each, each => each * 2);
            results[i] = sums.Values.Sum();
        }
        Together.Run(() => Work(0), () => Work(1));
        Together.Check(results is [6, 12]);
    }

    public static void Parts_of_an_array()
    {
        var numbers = Enumerable.Range(1, 6).ToArray();
        var sums = new int[2];
        void Sum(int part)
        {
            for (var i = part * 3; i < part * 3 + 3; i++)
            {
                numbers[i] *= 2;
                sums[part] += numbers[i];
            }
        }
        Together.Run(() => Sum(0), () => Sum(1));
        Together.Check(sums.Sum() == 42);
    }

    public static void Parts_of_an_array_as_spans()
    {
        var numbers = new int[4];
        Together.Run(() => Fill(numbers.AsSpan(0, 2), 1), () => Fill(numbers.AsSpan(2), 5));
        Together.Check(numbers is [1, 2, 5, 6]);

        static void Fill(Span<int> span, int first)
        {
            for (var i = 0; i < span.Length; i++) span[i] = first + i;
        }
    }

    [ThreadStatic] private static int _mine;

    public static void Fields_of_each_thread()
    {
        using var sums = new ThreadLocal<int>(trackAllValues: true);
        void Count()
        {
            for (var i = 0; i < 2; i++)
            {
                _mine++;
                sums.Value += _mine;
            }
        }
        Together.Run(Count, Count);
        Together.Check(_mine == 0 && sums.Values.Sum() == 6);
    }
}
