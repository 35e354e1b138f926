namespace Workbook.Explorer.Tests.Strategies;

internal static class SmallProgramsTasks
{
    private const string X = "public static int x;", Xy = "public static int x, y;", ZeroX = "x = 0;", ZeroXy = "x = y = 0;";
    private const string Promise = "static TaskCompletionSource<int> p; public static string r; public static int x;";
    private const string NewPromise = "p = new(); r = \"\"; x = 0;";

    public static readonly SmallProgram[] All =
    [
        SmallProgram.Async("a task that is awaited", X, ZeroX, "await Task.Run(() => Interlocked.Increment(ref x)); x *= 2;", 2),
        SmallProgram.Async("two tasks on one variable", X, ZeroX,
            "await Task.WhenAll(Task.Run(() => Interlocked.Exchange(ref x, 1)), Task.Run(() => Interlocked.Exchange(ref x, 2)));"),
        new("two tasks that are waited for", X, ZeroX, [],
            Main: "Task.WaitAll(Task.Run(() => Interlocked.Exchange(ref x, 1)), Task.Run(() => Interlocked.Exchange(ref x, 2)));"),
        new("any of two tasks", "public static int first, x;", "first = -1; x = 0;", [],
            Main: "Task a = Task.Run(() => Interlocked.Increment(ref x)), b = Task.Run(() => Interlocked.Add(ref x, 10)); "
                + "first = Task.WaitAny(a, b); a.Wait(); b.Wait();"),
        SmallProgram.Async("the first of two tasks, awaited", "public static int first;", "first = -1;",
            "Task<int> a = Task.Run(() => 1), b = Task.Run(() => 2); first = (await Task.WhenAny(a, b)).Result; await a; await b;"),
        SmallProgram.Async("each of two tasks, as they end", "public static string r;", "r = \"\";",
            "await foreach (var t in Task.WhenEach(Task.Run(() => 1), Task.Run(() => 2))) r += t.Result;"),
        SmallProgram.Async("a task that another looks at", "public static bool was; public static TaskStatus s;", "was = false; s = 0;",
            "var t = Task.Run(() => { }); was = t.IsCompleted; await t; s = t.Status;"),
        SmallProgram.Async("a continuation beside another", "public static string r;", "r = \"\";",
            "var g = new object(); var t = Task.Run(() => { }); var a = t.ContinueWith(_ => { lock (g) r += 1; }); "
            + "var b = t.ContinueWith(_ => { lock (g) r += 2; }); await a; await b;"),
        SmallProgram.Async("a continuation that runs where its task ends", "public static string r;", "r = \"\";",
            "var g = new object(); var t = Task.Run(() => { lock (g) r += 0; }); "
            + "var a = t.ContinueWith(_ => { lock (g) r += 1; }, TaskContinuationOptions.ExecuteSynchronously); "
            + "lock (g) r += 2; await a;"),
        SmallProgram.Async("a promise that two try to keep", Promise, NewPromise,
            "var a = Task.Run(() => p.TrySetResult(1)); var b = Task.Run(() => p.TrySetResult(2)); x = await p.Task; r = $\"{await a} {await b}\";"),
        SmallProgram.Async("a promise that two await", Promise, NewPromise,
            "var g = new object(); async Task Get(int i) { var v = await p.Task; lock (g) r += v + i; } "
            + "var both = Task.WhenAll(Get(1), Get(2)); p.SetResult(5); await both;"),
        SmallProgram.Async("a promise kept by another, that awaits run on", Promise, NewPromise,
            "async Task Get() { await p.Task; Interlocked.Increment(ref x); } "
            + "var get = Get(); var set = Task.Run(() => { p.SetResult(1); r += Volatile.Read(ref x); }); await get; await set;"),
        SmallProgram.Async("a promise looked at while it is kept", Promise, NewPromise,
            "var set = Task.Run(() => p.SetResult(7)); r = p.Task.IsCompleted ? \"yes\" : \"no\"; await set; x = p.Task.Result;"),
        SmallProgram.Async("a promise kept or cancelled", Promise, NewPromise,
            "var a = Task.Run(() => p.TrySetResult(1)); var b = Task.Run(() => p.TrySetCanceled()); "
            + "try { x = await p.Task; } catch (OperationCanceledException) { x = -1; } await a; await b;"),
        SmallProgram.Async("two methods that yield", "public static string r;", "r = \"\";",
            "var g = new object(); async Task Go(int i) { await Task.Yield(); lock (g) r += i; } await Task.WhenAll(Go(1), Go(2));"),
        SmallProgram.Async("an update that is lost across an await", X, ZeroX,
            "async Task Add() { var v = Volatile.Read(ref x); await Task.Yield(); Volatile.Write(ref x, v + 1); } await Task.WhenAll(Add(), Add());"),
        SmallProgram.Async("plain memory across an await", X, ZeroX,
            "async Task Add() { var v = x; await Task.Yield(); x = v + 1; } await Task.WhenAll(Add(), Add());"),
        SmallProgram.Async("a failure and a result", "public static string r;", "r = \"\";",
            "Task a = Task.Run(() => throw new FormatException()), b = Task.Run(() => throw new OverflowException()); "
            + "try { await Task.WhenAll(a, b); } catch (Exception e) { r = e.GetType().Name; }"),
        SmallProgram.Async("a parent and its child", Xy, ZeroXy,
            "await Task.Factory.StartNew(() => { Task.Factory.StartNew(() => Interlocked.Increment(ref x), "
            + "TaskCreationOptions.AttachedToParent); y = Volatile.Read(ref x); }); x *= 10;"),
        SmallProgram.Async("a task of a task", "public static string r;", "r = \"\";",
            "var t = Task.Run(async () => { await Task.Yield(); return 3; }); r += t.IsCompleted; r += await t;"),
        new("one waits for a task, and another for the same", X, "x = 0; t = Task.Run(() => { });",
            ["t.Wait(); Interlocked.Increment(ref x);", "t.Wait(); Interlocked.Add(ref x, 10);"],
            Members: "static Task t;"),
        SmallProgram.Async("a wait with a short time limit", "public static bool was;", "was = false;",
            "var t = Task.Run(() => { }); was = t.Wait(5); await t;"),
        SmallProgram.Async("an await with a short time limit", "public static string r;", "r = \"\";",
            "var t = Task.Run(() => 1); try { r += await t.WaitAsync(TimeSpan.FromMilliseconds(5)); } catch (TimeoutException) { r += \"late\"; } r += await t;"),
        SmallProgram.Async("a delay beside a task", "public static string r;", "r = \"\";",
            "var g = new object(); var t = Task.Run(() => { lock (g) r += 1; }); await Task.Delay(5); lock (g) r += 2; await t;"),
        SmallProgram.Async("a task or a delay", "public static bool late;", "late = false;",
            "var t = Task.Run(() => { }); var d = Task.Delay(5); late = await Task.WhenAny(t, d) == d; await t;"),
        new("work of the pool", X, ZeroX, [],
            Main: "using var done = new CountdownEvent(2); ThreadPool.QueueUserWorkItem(_ => { Interlocked.Exchange(ref x, 1); done.Signal(); }); "
                + "ThreadPool.QueueUserWorkItem(_ => { Interlocked.Exchange(ref x, 2); done.Signal(); }); done.Wait();"),
        SmallProgram.Async("value tasks of a source of results", "public static string r;", "r = \"\";",
            "async ValueTask<int> Get() { await Task.Yield(); return 1; } var a = Get(); r += a.IsCompleted; r += await a;"),
        SmallProgram.Async("a stream read by one", "public static string r; public static int x;", "r = \"\"; x = 0;",
            "async IAsyncEnumerable<int> All() { yield return 1; await Task.Yield(); yield return Volatile.Read(ref x); } "
            + "var t = Task.Run(() => Volatile.Write(ref x, 5)); await foreach (var i in All()) r += i; await t;"),
    ];
}
