using System.Text;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>Right programs about data that a lock guards.</summary>
internal static class GuardedData
{
    public static void A_list()
    {
        var (list, g) = (new List<int>(), new object());
        void Add(int first)
        {
            for (var i = first; i < first + 2; i++) lock (g) list.Add(i);
        }
        Together.Run(() => Add(0), () => Add(10));
        list.Sort();
        Together.Check(list is [0, 1, 10, 11]);
    }

    public static void A_list_that_is_looked_through()
    {
        var (list, g) = (new List<int> { 1 }, new Lock());
        Together.Run(
            () => { lock (g) list.Add(2); },
            () =>
            {
                var sum = 0;
                lock (g) foreach (var each in list) sum += each;
                Together.Check(sum is 1 or 3);
            },
            () => { lock (g) Together.Check(list.Where(each => each > 1).Count() is 0 or 1); });
    }

    public static void A_dictionary()
    {
        var (stock, g) = (new Dictionary<string, int>(), new object());
        void Count(string word)
        {
            lock (g) stock[word] = stock.TryGetValue(word, out var before) ? before + 1 : 1;
        }
        Together.Run(() => { Count("tea"); Count("milk"); }, () => Count("tea"));
        Together.Check(stock["tea"] == 2 && stock["milk"] == 1);
    }

    public static void A_text_that_is_built()
    {
        var (text, g) = (new StringBuilder(), new object());
        void Write(string word)
        {
            lock (g) text.Append(word).Append(' ');
        }
        Together.Run(() => Write("one"), () => Write($"{1 + 1}"));
        Together.Check(text.ToString() is "one 2 " or "2 one ");
    }

    private readonly record struct Point(int X, int Y);

    public static void A_struct_that_is_copied()
    {
        var (point, g) = (new Point(0, 0), new object());
        Together.Run(
            () => { for (var i = 1; i < 3; i++) lock (g) point = new Point(i, i); },
            () =>
            {
                Point copy;
                lock (g) copy = point;
                Together.Check((copy with { X = 5 }).Y == copy.X);
            });
    }

    private struct Total
    {
        public int Sum, Count;

        public void Add(int value) => (Sum, Count) = (Sum + value, Count + 1);
    }

    private sealed class Totals
    {
        private readonly Lock _lock = new(); // guards:
        private Total _total;

        public void Add(int value)
        {
            lock (_lock) _total.Add(value);
        }

        public Total Read()
        {
            lock (_lock) return _total;
        }
    }

    public static void A_struct_in_an_object()
    {
        var totals = new Totals();
        Together.Run(() => totals.Add(3), () => totals.Add(4), () => Together.Check(totals.Read() is { Sum: 0 or 3 or 4 or 7 }));
        Together.Check(totals.Read() is { Sum: 7, Count: 2 });
    }

    private sealed class Log
    {
        private readonly object _lock = new(); // guards:
        private readonly List<string> _lines = [];

        public void Write(string line)
        {
            lock (_lock) _lines.Add(line);
        }

        /// <summary>Those that there were at the first MoveNext.</summary>
        public IEnumerable<string> Lines()
        {
            string[] copy;
            lock (_lock) copy = [.. _lines];
            foreach (var line in copy) yield return line;
        }
    }

    public static void An_iterator_over_a_copy()
    {
        var log = new Log();
        Together.Run(() => log.Write("a"), () => log.Write("b"),
            () => Together.Check(log.Lines().All(line => line is "a" or "b")));
        Together.Check(log.Lines().Count() == 2);
    }

    public static void Exceptions_under_a_lock()
    {
        var (balance, refused, g) = (1, 0, new object());
        void Pay()
        {
            try
            {
                lock (g)
                {
                    if (balance == 0) throw new InvalidOperationException("Nothing is left.");
                    balance--;
                }
            }
            catch (InvalidOperationException)
            {
                lock (g) refused++;
            }
        }
        Together.Run(Pay, Pay);
        Together.Check(balance == 0 && refused == 1);
    }

    private sealed class Account(int balance)
    {
        public int Balance = balance;
        public readonly object Lock = new();
    }

    public static void Two_accounts_in_one_order()
    {
        Account first = new(2), second = new(2);
        void Move(Account from, Account to)
        {
            lock (first.Lock)
                lock (second.Lock)
                {
                    from.Balance--;
                    to.Balance++;
                }
        }
        Together.Run(() => Move(first, second), () => Move(second, first));
        Together.Check(first.Balance == 2 && second.Balance == 2);
    }

    public static void A_cache_of_readers_and_a_writer()
    {
        var (cache, made, l) = (new Dictionary<int, string>(), 0, new ReaderWriterLockSlim());
        string Get(int key)
        {
            l.EnterReadLock();
            try { if (cache.TryGetValue(key, out var known)) return known; }
            finally { l.ExitReadLock(); }
            l.EnterWriteLock();
            try
            {
                if (cache.TryGetValue(key, out var known)) return known;
                made++;
                return cache[key] = $"value {key}";
            }
            finally { l.ExitWriteLock(); }
        }
        Together.Run(() => Together.Check(Get(1) == "value 1"), () => Together.Check(Get(1) == "value 1"));
        Together.Check(made == 1);
    }
}
