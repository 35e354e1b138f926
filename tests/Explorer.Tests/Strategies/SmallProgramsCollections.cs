namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsCollections
{
    private const string R = "public static string r;", NoR = "r = \"\";";

    // Two write what is one too many, and then it is read.
    private static SmallProgram Full(string mode) => SmallProgram.Async($"a channel that is full: {mode}", R, NoR,
        $"var c = Channel.CreateBounded<int>(new BoundedChannelOptions(1) {{ FullMode = BoundedChannelFullMode.{mode} }}); "
        + "Task a = Task.Run(() => c.Writer.TryWrite(1)), b = Task.Run(() => c.Writer.TryWrite(2)); "
        + "if (c.Reader.TryRead(out var v)) r += v; await a; await b; while (c.Reader.TryRead(out v)) r += v;");

    public static readonly SmallProgram[] All =
    [
        Full("Wait"), Full("DropOldest"), Full("DropNewest"), Full("DropWrite"),
        SmallProgram.Async("a channel between two", R, NoR,
            "var c = Channel.CreateUnbounded<int>(); var t = Task.Run(() => { c.Writer.TryWrite(1); c.Writer.Complete(); }); "
            + "await foreach (var i in c.Reader.ReadAllAsync()) r += i; await t;"),
        SmallProgram.Async("a channel with room for one", R, NoR,
            "var c = Channel.CreateBounded<int>(1); var t = Task.Run(async () => { await c.Writer.WriteAsync(1); await c.Writer.WriteAsync(2); }); "
            + "r += await c.Reader.ReadAsync(); r += await c.Reader.ReadAsync(); await t;"),
        SmallProgram.Async("a channel that two write and one reads", R, NoR,
            "var c = Channel.CreateUnbounded<int>(); Task a = Task.Run(() => c.Writer.TryWrite(1)), b = Task.Run(() => c.Writer.TryWrite(2)); "
            + "r += await c.Reader.ReadAsync(); r += await c.Reader.ReadAsync(); await a; await b;"),
        SmallProgram.Async("a channel that two read", R, NoR,
            "var c = Channel.CreateUnbounded<int>(); async Task<int> Get() => await c.Reader.ReadAsync(); "
            + "Task<int> a = Task.Run(Get), b = Task.Run(Get); c.Writer.TryWrite(1); c.Writer.TryWrite(2); r = $\"{await a} {await b}\";"),
        SmallProgram.Async("a channel completed while one waits", R, NoR,
            "var c = Channel.CreateUnbounded<int>(); var t = Task.Run(() => c.Writer.TryComplete()); r += await c.Reader.WaitToReadAsync(); "
            + "r += await t; await c.Reader.Completion;"),
        SmallProgram.Async("a channel whose count is looked at", R, NoR,
            "var c = Channel.CreateUnbounded<int>(); var t = Task.Run(() => c.Writer.TryWrite(1)); r += c.Reader.Count; r += c.Reader.TryPeek(out _); await t;"),
        new("a queue that two take from", "static ConcurrentQueue<int> q; public static int a, b;", "q = new([1, 2]); a = b = 0;",
            ["q.TryDequeue(out a);", "q.TryDequeue(out b);"]),
        new("a queue that one adds to and one empties", "static ConcurrentQueue<int> q; public static int n; public static bool e;",
            "q = new(); n = 0; e = false;", ["q.Enqueue(1); q.Enqueue(2);", "while (q.TryDequeue(out _)) n++; e = q.IsEmpty;"]),
        new("a stack of two writers", "static ConcurrentStack<int> q; public static string r;", "q = new();",
            ["q.Push(1);", "q.Push(2); r = string.Join(',', q);"]),
        new("a dictionary with one key", "static ConcurrentDictionary<string, int> d; public static int a, b;", "d = new(); a = b = 0;",
            ["a = d.GetOrAdd(\"k\", 1);", "b = d.GetOrAdd(\"k\", 2);"]),
        new("a dictionary with a key for each", "static ConcurrentDictionary<string, int> d; public static int n;", "d = new(); n = 0;",
            ["d[\"a\"] = 1;", "d[\"b\"] = 2;", "Volatile.Write(ref n, d.Count);"]),
        new("a dictionary that is updated", "static ConcurrentDictionary<string, int> d; public static int n, made;", "d = new(); n = made = 0;",
            ["d.AddOrUpdate(\"k\", 1, (_, v) => { Interlocked.Increment(ref made); return v + 1; });",
                "d.AddOrUpdate(\"k\", 1, (_, v) => { Interlocked.Increment(ref made); return v + 1; }); d.TryGetValue(\"k\", out n);"]),
        new("a dictionary gone through", "static ConcurrentDictionary<int, int> d; public static string r;", "d = new(); d[0] = 0; r = \"\";",
            ["d[1] = 1; d[0] = 5;", "foreach (var pair in d) r += $\"{pair.Key}={pair.Value} \";"]),
        new("a dictionary that is cleared", "static ConcurrentDictionary<int, int> d; public static bool a, b;", "d = new(); a = b = false;",
            ["a = d.TryAdd(1, 1);", "d.Clear();", "b = d.TryRemove(1, out _);"]),
        new("a bag", "static ConcurrentBag<int> q; public static int a;", "q = new(); a = 0;", ["q.Add(1);", "q.Add(2);", "q.TryTake(out a);"]),
        new("a collection with room for one", "static BlockingCollection<int> q; public static string r;", "q = new(1); r = \"\";",
            ["q.Add(1); q.Add(2); q.CompleteAdding();", "foreach (var i in q.GetConsumingEnumerable()) r += i;"]),
        new("a collection that two take from", "static BlockingCollection<int> q; public static int a, b;", "q = new(); a = b = 0;",
            ["q.Add(1); q.Add(2);", "a = q.Take();", "b = q.Take();"]),
        new("a collection that is tried", "static BlockingCollection<int> q; public static bool a; public static int v;", "q = new(); a = false; v = 0;",
            ["q.TryAdd(1);", "a = q.TryTake(out v, 5);"]),
        new("any of two collections", "static BlockingCollection<int> p, q; public static int which;", "p = new(); q = new(); which = -1;",
            ["p.Add(1);", "q.Add(2);", "which = BlockingCollection<int>.TakeFromAny([p, q], out _);"]),
        new("a collection completed, and added to", "static BlockingCollection<int> q; public static bool a;", "q = new(); a = false;",
            ["q.CompleteAdding();", "try { q.Add(1); a = true; } catch (InvalidOperationException) { }"]),
    ];
}
