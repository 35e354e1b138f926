using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs of tasks that nobody thought of.</summary>
internal static class RandomAsyncPrograms
{
    private const string Fields = """
        static TaskCompletionSource<int> p, q; static SemaphoreSlim s; static Channel<int> c; static CancellationTokenSource k;
        static object g; static Task first; static ConcurrentQueue<int> u; static ConcurrentDictionary<int, int> d;
        public static int x, y, z;
        """;
    private const string Setup = """
        p = new(); q = new(TaskCreationOptions.RunContinuationsAsynchronously); s = new(1); c = Channel.CreateBounded<int>(1);
        k = new(); g = new(); u = new(); d = new(); first = Task.CompletedTask; x = y = z = 0;
        """;

    // Each ends, whatever the others do, and leaves a trace in what the program ends with.
    private static readonly string[] _operations =
    [
        "Interlocked.Increment(ref x);",
        "Interlocked.Exchange(ref x, ID);",
        "lock (g) z = 2 * z + ID;",
        "z += ID;",
        "await Task.Yield();",
        "p.TrySetResult(ID);",
        "q.TrySetResult(ID);",
        "p.TrySetCanceled();",
        "if (p.Task.IsCompleted) Interlocked.Add(ref y, ID);",
        "p.TrySetResult(ID); Interlocked.Add(ref x, await p.Task);",
        "q.TrySetResult(ID); Interlocked.Add(ref x, await q.Task);",
        "if (await Task.WhenAny(p.Task, q.Task, Task.Delay(5)) == p.Task) Interlocked.Add(ref y, 10);",
        "await s.WaitAsync(); Interlocked.Add(ref y, ID); s.Release();",
        "if (await s.WaitAsync(0)) { z += ID; s.Release(); }",
        "if (await s.WaitAsync(5)) { z = 3 * z + ID; s.Release(); }",
        "s.Wait(); z = 3 * z + ID; s.Release();",
        "c.Writer.TryWrite(ID);",
        "if (c.Reader.TryRead(out var ITEM)) Interlocked.Add(ref x, 10 * ITEM);",
        "c.Writer.TryComplete();",
        "Interlocked.Add(ref y, 100 * c.Reader.Count);",
        "k.Cancel();",
        "if (k.IsCancellationRequested) Interlocked.Add(ref y, 1000);",
        "k.Token.Register(() => Interlocked.Add(ref x, 100));",
        "try { await s.WaitAsync(k.Token); s.Release(); } catch (OperationCanceledException) { Interlocked.Increment(ref y); }",
        "await Task.Run(() => { lock (g) z = 2 * z + ID; });",
        "try { await Task.Run(() => Interlocked.Add(ref x, 7), k.Token); } catch (OperationCanceledException) { x += 1; }",
        "Volatile.Write(ref first, Task.Run(() => Interlocked.Add(ref x, ID)));",
        "await Volatile.Read(ref first);",
        "await Task.WhenAll(Volatile.Read(ref first), Task.CompletedTask); Interlocked.Add(ref y, ID);",
        "await Volatile.Read(ref first).ContinueWith(_ => { lock (g) z += ID; });",
        "await Task.Delay(5); Interlocked.Add(ref x, ID);",
        "u.Enqueue(ID);",
        "if (u.TryDequeue(out var ITEM)) Interlocked.Add(ref y, 10 * ITEM);",
        "if (u.IsEmpty) Interlocked.Increment(ref x);",
        "Interlocked.Add(ref x, d.GetOrAdd(0, ID));",
        "d.AddOrUpdate(0, ID, (_, old) => 2 * old); d.TryRemove(ID, out _);",
    ];

    // These may wait for ever, or throw.
    private static readonly string[] _waits =
    [
        "await p.Task;", "await q.Task;", "await s.WaitAsync();", "Interlocked.Add(ref x, await c.Reader.ReadAsync());",
        "await c.Writer.WriteAsync(ID);", "p.SetResult(ID);", "q.SetResult(ID);", "c.Writer.Complete();", "s.Release();", "p.Task.Wait();",
    ];

    /// <param name="seed">Same seed, same programs.</param>
    /// <param name="count">How many.</param>
    /// <param name="operations">At most, of each task.</param>
    /// <param name="mayFail">Whether some may wait for ever.</param>
    public static SmallProgram[] Make(ulong seed, int count, int operations, bool mayFail)
    {
        var dice = new Dice(seed);
        var programs = new SmallProgram[count];
        for (var i = 0; i < count; i++)
        {
            var bodies = new string[2];
            for (var task = 0; task < bodies.Length; task++)
            {
                var length = 1 + dice.Next(operations);
                for (var k = 0; k < length; k++)
                {
                    var among = mayFail && dice.Next(3) == 0 ? _waits : _operations;
                    bodies[task] += among[dice.Next(among.Length)].Replace("ID", $"{task + 1}", StringComparison.Ordinal)
                        .Replace("ITEM", $"item{k}", StringComparison.Ordinal) + " ";
                }
            }
            // One runs on the pool; the other begins on main.
            programs[i] = new SmallProgram($"{seed}/{i}: {string.Join(" || ", bodies)}", Fields, Setup, [],
                Main: "Task a = Task.Run(One), b = Two(); a.Wait(); b.Wait();",
                Members: $"static async Task One() {{ {bodies[0]} }} static async Task Two() {{ {bodies[1]} }}");
        }
        return programs;
    }
}
