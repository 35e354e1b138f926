namespace Workbook.Explorer.Tests.Rewriting;

/// <summary>What the compiler makes of async methods, in programs that have one outcome only.</summary>
public static class AsyncConstructs
{
    public static TheoryData<string, string> All => new()
    {
        { "awaits in every position", """
            struct Point { public int X; public int Y; public readonly int Sum => X + Y; }
            class Box { public int Value; public int[] Many = new int[2]; public Box Next; }
            static async Task<T> Soon<T>(T value) { await Task.Yield(); return value; }
            static async Task<string> Go()
            {
                var box = new Box { Next = new Box() };
                box.Value = await Soon(1);
                box.Many[await Soon(1)] += await Soon(5);
                box.Next.Value = box.Value + await Soon(2) * await Soon(3);
                var p = new Point { X = await Soon(1), Y = await Soon(2) };
                p.X += await Soon(4);
                var text = $"{await Soon("a")}{(await Soon(true) ? await Soon(1) : 2)}{await Soon(p.Sum) switch { 7 => "seven", _ => "?" }}";
                int[] numbers = [await Soon(1), .. await Soon(new[] { 2, 3 })];
                var (x, y) = await Soon((1, 2));
                return $"{box.Value}{box.Many[1]}{box.Next.Value}{text}{string.Join("", numbers)}{x}{y}";
            }
            public static object Run() => Go().Result;
            """ },
        { "try, catch, when, finally, using, lock and loops around awaits", """
            class Held : IAsyncDisposable, IDisposable { public static string Log = "";
                public async ValueTask DisposeAsync() { await Task.Yield(); Log += "d"; } public void Dispose() => Log += "s"; }
            static async Task<string> Go()
            {
                Held.Log = "";
                var log = ""; object gate = new();
                for (var i = 0; i < 3; i++)
                {
                    try { await Task.Yield(); if (i == 1) continue; if (i == 2) throw new FormatException("f"); log += i; }
                    catch (FormatException e) when (e.Message == "f") { await Task.Yield(); log += "c"; }
                    finally { await Task.Yield(); log += "f"; }
                }
                await using (new Held()) { using var held = new Held(); await Task.Yield(); lock (gate) log += "l"; }
                try { try { await Task.FromException(new TimeoutException()); } finally { await Task.Yield(); log += "in"; } }
                catch (TimeoutException) { log += "t"; }
                return log + Held.Log;
            }
            public static object Run() => Go().Result;
            """ },
        { "async lambdas, local functions, captured variables, generics", """
            static async Task<TOut> Map<TIn, TOut>(TIn value, Func<TIn, Task<TOut>> map) where TIn : notnull => await map(value);
            class Box<T> { public T Value; public async Task<Box<T>> Set(Func<Task<T>> make) { Value = await make(); return this; } }
            static async Task<string> Go()
            {
                var n = 1;
                async Task Add(int by) { await Task.Yield(); n += by; }
                static async ValueTask<int> Twice(int x) { await Task.Yield(); return 2 * x; }
                await Add(2);
                Func<int, Task<int>> plus = async x => { await Add(1); return x + n; };
                var list = new List<Func<Task<int>>>();
                for (var i = 0; i < 3; i++) { var k = i; list.Add(async () => { await Task.Yield(); return k * n; }); }
                var sum = 0;
                foreach (var f in list) sum += await f();
                var box = await new Box<string>().Set(async () => await Map(n, async x => { await Task.Yield(); return $"{x}"; }));
                return $"{n} {await plus(1)} {sum} {box.Value} {await Twice(n)}";
            }
            public static object Run() => Go().Result;
            """ },
        { "async iterators", """
            static string _log = "";
            static async IAsyncEnumerable<int> Count(int n)
            {
                try { for (var i = 0; i < n; i++) { if (i == 3) yield break; await Task.Yield(); yield return i; } }
                finally { await Task.Yield(); _log += "e"; }
            }
            static async IAsyncEnumerable<string> Both(IAsyncEnumerable<int> inner)
            { await foreach (var x in inner) { yield return $"<{x}"; yield return ">"; } }
            class Own : IAsyncEnumerable<int> { public async IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken c = default)
                { yield return 1; await Task.Yield(); yield return 2; } }
            static async Task<string> Go()
            {
                _log = "";
                var text = "";
                await foreach (var x in Both(Count(9))) text += x;
                await foreach (var x in Count(9)) { if (x == 1) break; text += x; }
                await foreach (var x in new Own().ConfigureAwait(false)) text += x;
                return text + _log;
            }
            public static object Run() => Go().Result;
            """ },
        { "async void, awaitables and builders of the program's own", """
            class Now : System.Runtime.CompilerServices.INotifyCompletion { public bool IsCompleted => false; public int GetResult() => 3;
                public Now GetAwaiter() => this; public void OnCompleted(Action next) => next(); }
            [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(Builder))] class Work { public Task Task; }
            struct Builder
            {
                System.Runtime.CompilerServices.AsyncTaskMethodBuilder _inner;
                public static Builder Create() => new() { _inner = System.Runtime.CompilerServices.AsyncTaskMethodBuilder.Create() };
                public Work Task => new() { Task = _inner.Task };
                public void Start<T>(ref T s) where T : System.Runtime.CompilerServices.IAsyncStateMachine => _inner.Start(ref s);
                public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine s) { }
                public void SetResult() => _inner.SetResult();
                public void SetException(Exception e) => _inner.SetException(e);
                public void AwaitOnCompleted<A, T>(ref A a, ref T s) where A : System.Runtime.CompilerServices.INotifyCompletion
                    where T : System.Runtime.CompilerServices.IAsyncStateMachine => _inner.AwaitOnCompleted(ref a, ref s);
                public void AwaitUnsafeOnCompleted<A, T>(ref A a, ref T s)
                    where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion
                    where T : System.Runtime.CompilerServices.IAsyncStateMachine => _inner.AwaitUnsafeOnCompleted(ref a, ref s);
            }
            static async Work Do(int[] box) { await Task.Yield(); box[0] += await new Now(); }
            static async void Fire(TaskCompletionSource<int> done) { await Task.Yield(); done.SetResult(await new Now()); }
            public static object Run()
            {
                int[] box = [1];
                Do(box).Task.Wait();
                var done = new TaskCompletionSource<int>();
                Fire(done);
                Action wait = done.Task.Wait;
                wait();
                return $"{box[0]} {done.Task.Result}";
            }
            """ },
        { "sources of value tasks", """
            class Signal : System.Threading.Tasks.Sources.IValueTaskSource<string>
            {
                System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<string> _core;
                public ValueTask<string> Next() { _core.Reset(); return new(this, _core.Version); }
                public void Set(string s) => _core.SetResult(s);
                public string GetResult(short token) => _core.GetResult(token);
                public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);
                public void OnCompleted(Action<object> c, object s, short t, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags f)
                    => _core.OnCompleted(c, s, t, f);
            }
            static async Task<string> Read(Signal signal)
            {
                var a = await signal.Next().ConfigureAwait(false); // goes on within Set
                return a + await signal.Next().ConfigureAwait(false);
            }
            public static object Run()
            {
                var signal = new Signal();
                var read = Read(signal);
                signal.Set("a");
                signal.Set("b");
                return read.Result;
            }
            """ },
    };
}
