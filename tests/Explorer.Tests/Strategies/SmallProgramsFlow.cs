namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsFlow
{
    private const string R = "public static string r;", NoR = "r = \"\";";

    public static readonly SmallProgram[] All =
    [
        SmallProgram.Async("a semaphore that two await", "static SemaphoreSlim s; " + R, "s = new(1); " + NoR,
            "async Task Go(int i) { await s.WaitAsync(); r += i; s.Release(); } await Task.WhenAll(Task.Run(() => Go(1)), Task.Run(() => Go(2)));"),
        SmallProgram.Async("a semaphore, one waits and one awaits", "static SemaphoreSlim s; public static int x;", "s = new(0); x = 0;",
            "async Task Go() { await s.WaitAsync(); Interlocked.Increment(ref x); } var a = Go(); "
            + "var b = Task.Run(() => { s.Wait(); Interlocked.Add(ref x, 10); }); s.Release(2); await a; await b;"),
        SmallProgram.Async("a permit awaited with a time limit", "static SemaphoreSlim s; public static bool got; public static int left;",
            "s = new(0); got = false; left = 0;", "var t = Task.Run(() => s.Release()); got = await s.WaitAsync(5); await t; left = s.CurrentCount;"),
        SmallProgram.Async("a permit awaited or cancelled", "static SemaphoreSlim s; public static bool got; public static int left;",
            "s = new(0); got = false; left = 0;",
            "using var c = new CancellationTokenSource(); var w = s.WaitAsync(c.Token); Task a = Task.Run(() => { s.Release(); }), b = Task.Run(c.Cancel); "
            + "try { await w; got = true; } catch (OperationCanceledException) { } await a; await b; left = s.CurrentCount;"),
        SmallProgram.Async("a token that is looked at", R, NoR,
            "using var c = new CancellationTokenSource(); var t = Task.Run(() => r = c.IsCancellationRequested ? \"late\" : \"early\"); c.Cancel(); await t;"),
        SmallProgram.Async("a task with a token, cancelled perhaps before it begins", R, NoR,
            "using var c = new CancellationTokenSource(); var t = Task.Run(() => 1, c.Token); c.Cancel(); "
            + "try { r += await t; } catch (OperationCanceledException) { r += \"cancelled\"; }"),
        SmallProgram.Async("a callback that comes or is taken back", "public static int x; public static bool gone;", "x = 0; gone = false;",
            "using var c = new CancellationTokenSource(); var reg = c.Token.Register(() => Interlocked.Increment(ref x)); "
            + "var t = Task.Run(c.Cancel); gone = reg.Unregister(); await t;"),
        SmallProgram.Async("two tokens in one", R, NoR,
            "using CancellationTokenSource a = new(), b = new(); using var both = CancellationTokenSource.CreateLinkedTokenSource(a.Token, b.Token); "
            + "Task t = Task.Run(a.Cancel); r += both.IsCancellationRequested; await t; r += both.IsCancellationRequested;"),
        SmallProgram.Async("a token that is cancelled after a time", R, NoR,
            "using var c = new CancellationTokenSource(5); var t = Task.Run(() => { }); r += c.IsCancellationRequested; await t; r += c.IsCancellationRequested;"),
        SmallProgram.Async("a timer that ticks once", "public static int x;", "x = 0;",
            "var p = new TaskCompletionSource(); using var t = new Timer(_ => { Interlocked.Increment(ref x); p.SetResult(); }, null, 5, -1); "
            + "Interlocked.Exchange(ref x, 5); await p.Task;"),
        SmallProgram.Async("a timer that is stopped or ticks", "public static int x;", "x = 0;",
            "var t = new Timer(_ => Interlocked.Increment(ref x), null, 5, -1); Interlocked.Add(ref x, 10); await t.DisposeAsync(); x *= 2;"),
        SmallProgram.Async("a periodic timer that another disposes of", R, NoR,
            "var t = new PeriodicTimer(TimeSpan.FromMilliseconds(5)); var d = Task.Run(t.Dispose); r += await t.WaitForNextTickAsync(); await d;"),
        new("a parallel loop of two", "public static int x;", "x = 0;", [],
            Main: "Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => Interlocked.Exchange(ref x, i + 1));"),
        new("two actions in parallel", "public static int x;", "x = 0;", [],
            Main: "Parallel.Invoke(() => Interlocked.Exchange(ref x, 1), () => Interlocked.Exchange(ref x, 2));"),
        new("a parallel loop that is stopped", "public static int x; public static bool all;", "x = 0; all = false;", [],
            Main: "all = Parallel.For(0, 2, (i, state) => { Interlocked.Add(ref x, i + 1); if (i == 1) state.Stop(); }).IsCompleted;"),
        SmallProgram.Async("a parallel loop of async bodies", "public static int x;", "x = 0;",
            "await Parallel.ForEachAsync(new[] { 1, 2 }, async (i, c) => { await Task.Yield(); Interlocked.Exchange(ref x, i); });"),
        SmallProgram.Async("a value made once, lazily", "public static int made;", "made = 0;",
            "var v = new Lazy<Task<int>>(() => Task.Run(() => Interlocked.Increment(ref made))); await Task.WhenAll(Task.Run(() => v.Value), Task.Run(() => v.Value));"),
        SmallProgram.Async("async locals of two", R, NoR,
            "var l = new AsyncLocal<int>(); var g = new object(); async Task Go(int i) { l.Value = i; await Task.Yield(); lock (g) r += l.Value; } "
            + "await Task.WhenAll(Go(1), Go(2)); r += l.Value;"),
    ];
}
