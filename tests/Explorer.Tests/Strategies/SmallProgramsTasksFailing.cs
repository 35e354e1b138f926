namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs of tasks of which some schedule fails: both searches find one that does.</summary>
internal static class SmallProgramsTasksFailing
{
    public static readonly SmallProgram[] All =
    [
        SmallProgram.Async("a promise that may not be kept", "static int x;", "x = 0;",
            "var p = new TaskCompletionSource(); Task a = Task.Run(() => { if (Interlocked.Increment(ref x) == 1) p.SetResult(); }), "
            + "b = Task.Run(() => Interlocked.Increment(ref x)); await p.Task; await a; await b;"),
        SmallProgram.Async("a promise that is kept twice", "static int x;", "x = 0;",
            "var p = new TaskCompletionSource(); Task a = Task.Run(p.SetResult), b = Task.Run(p.SetResult); await a; await b;"),
        SmallProgram.Async("a permit that is not given back", "static SemaphoreSlim s;", "s = new(1);",
            "async Task Go(bool keeps) { await s.WaitAsync(); if (!keeps) s.Release(); } await Task.WhenAll(Task.Run(() => Go(true)), Task.Run(() => Go(false)));"),
        SmallProgram.Async("two semaphores against each other", "static SemaphoreSlim s, t;", "s = new(1); t = new(1);",
            "async Task Go(SemaphoreSlim a, SemaphoreSlim b) { await a.WaitAsync(); await b.WaitAsync(); b.Release(); a.Release(); } "
            + "await Task.WhenAll(Task.Run(() => Go(s, t)), Task.Run(() => Go(t, s)));"),
        SmallProgram.Async("an update lost across an await, and seen", "static int x;", "x = 0;",
            "async Task Add() { var v = Volatile.Read(ref x); await Task.Yield(); Volatile.Write(ref x, v + 1); } "
            + "await Task.WhenAll(Add(), Add()); if (x != 2) throw new Exception();"),
        SmallProgram.Async("one item that two see", "static Channel<int> c;", "c = Channel.CreateUnbounded<int>();",
            "async Task Get() { if (c.Reader.Count > 0) await c.Reader.ReadAsync(); } "
            + "c.Writer.TryWrite(1); var a = Task.Run(Get); await Get(); await a;"),
        SmallProgram.Async("a delay that is too short", "static int x;", "x = 0;",
            "var t = Task.Run(() => Interlocked.Increment(ref x)); await Task.Delay(5); if (Volatile.Read(ref x) == 0) throw new Exception(); await t;"),
        new("a collection that is completed too early", "static BlockingCollection<int> q;", "q = new();", ["q.Add(1);", "q.CompleteAdding();"]),
        new("a queue that is counted and taken from", "static ConcurrentQueue<int> q;", "q = new([1]);",
            ["if (q.Count > 0 && !q.TryDequeue(out _)) throw new Exception();", "if (q.Count > 0 && !q.TryDequeue(out _)) throw new Exception();"]),
    ];
}
