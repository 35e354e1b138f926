using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class AsyncMethods
{
    private static readonly ConfigureAwaitOptions _suppress = ConfigureAwaitOptions.SuppressThrowing;

    public static string Results_and_exceptions()
    {
        static async Task<int> Value() { await Task.Yield(); return 1; }
        static async Task Throws() { await Task.Yield(); throw new FormatException(); }
        static async Task<int> At_once() { await Task.CompletedTask; throw new TimeoutException(); }
        static async Task Canceled() { await Task.Yield(); throw new OperationCanceledException(new CancellationToken(true)); }
        static async Task Tries()
        {
            try { await Throws(); }
            catch (FormatException) { await Task.Yield(); throw new NotSupportedException(); }
            finally { await Task.Yield(); }
        }
        Task canceled = Canceled(), tries = Tries(), throws = Throws();
        return Seen.All(Value().Result, Seen.Of(throws.Wait), Seen.Of(() => throws.GetAwaiter().GetResult()),
            Seen.Of(() => At_once().Result),
            Seen.Of(canceled.Wait), canceled.Status, Seen.Of(() => tries.GetAwaiter().GetResult()), tries.Status);
    }

    public static string Order()
    {
        var log = new List<string>();
        async Task Inner() { log.Add("in"); await Task.CompletedTask; log.Add("still in"); await Task.Yield(); log.Add("after"); }
        async Task Outer() { log.Add("out"); await Inner(); log.Add("end"); }
        var task = Outer();
        task.Wait();
        return string.Join(",", log);
    }

    public static string Lambdas_and_all_kinds_of_tasks()
    {
        Func<int, Task<int>> twice = async x => { await Task.Yield(); return 2 * x; };
        Func<Task> nothing = async () => await Task.Delay(1);
        async ValueTask<int> Quick(bool really) { if (!really) await Task.Yield(); return 5; }
        async ValueTask Plain() => await nothing();
        var value = Quick(true);
        Plain().AsTask().Wait();
        return Seen.All(twice(4).Result, value.IsCompletedSuccessfully, value.Result, Quick(false).AsTask().Result);
    }

    public static string Configured()
    {
        async Task<string> Run()
        {
            var bad = Task.FromException(new FormatException());
            await bad.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var value = await Task.Run(() => 1).ConfigureAwait(false) + await new ValueTask<int>(2).ConfigureAwait(true);
            await new ValueTask(Task.Delay(1)).ConfigureAwait(false);
            return $"{value}";
        }
        return Seen.All(Run().Result, Seen.Of(() => Task.CompletedTask.ConfigureAwait((ConfigureAwaitOptions)99)),
            Seen.Of(() => Task.FromResult(1).ConfigureAwait(_suppress)),
            Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding).GetAwaiter().IsCompleted,
            Task.FromResult(1).ConfigureAwait(true).GetAwaiter().IsCompleted);
    }

    public static string Of_ones_own_awaitable()
    {
        async Task<string> Run() => await new Soon("now") + await new Soon("later");
        return Run().Result;
    }

    public static string With_ones_own_builder()
    {
        async Boxed<int> Run() { await Task.Yield(); return await Task.Run(() => 7); }
        return $"{Run().Task.Result}";
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> Pooled(int x) { await Task.Yield(); return x + 1; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Nothing() { await Task.Yield(); await Pooled(1); }

    public static string With_a_pool()
    {
        async Task<int> Run()
        {
            await Nothing();
            return await Pooled(1) + await Pooled(2);
        }
        return $"{Run().Result}";
    }

    public static string Async_void_on_a_context()
    {
        var context = new Counting();
        var before = SynchronizationContext.Current;
        var done = new ManualResetEventSlim();
        async void Run()
        {
            await Task.Yield();
            throw new FormatException();
        }
        SynchronizationContext.SetSynchronizationContext(context);
        try { Run(); }
        finally { SynchronizationContext.SetSynchronizationContext(before); }
        context.Ended.Wait();
        return Seen.All(context.Started, context.Caught);
    }

    private sealed class Counting : SynchronizationContext
    {
        public ManualResetEventSlim Ended { get; } = new();

        private bool _isPosting;

        public int Started { get; private set; }

        public string Caught { get; private set; } = "";

        public override void OperationStarted() => Started++;

        public override void OperationCompleted() => Ended.Set();

        public override void Post(SendOrPostCallback d, object? state)
        {
            if (Current != this || _isPosting) Run(d, state); // what the method ends with, from what it goes on with
            else
            {
                _isPosting = true;
                new Thread(() => Run(d, state)).Start();
            }
        }

        private void Run(SendOrPostCallback d, object? state)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try { d(state); }
            catch (FormatException e) { Caught += e.GetType().Name; }
            finally { SetSynchronizationContext(before); }
        }
    }

    private sealed class Soon(string text)
    {
        public Awaiter GetAwaiter() => new(text);

        public readonly struct Awaiter(string text) : ICriticalNotifyCompletion
        {
            public bool IsCompleted => text == "now";

            public string GetResult() => text;

            public void OnCompleted(Action continuation) => new Thread(() => continuation()).Start();

            public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
        }
    }

    [AsyncMethodBuilder(typeof(BoxedBuilder<>))]
    private sealed class Boxed<T>(Task<T> task)
    {
        public Task<T> Task => task;
    }

    private struct BoxedBuilder<T>
    {
        private AsyncTaskMethodBuilder<T> _inner;

        public Boxed<T> Task => new(_inner.Task);

        public static BoxedBuilder<T> Create() => new() { _inner = AsyncTaskMethodBuilder<T>.Create() };

        public void Start<TStateMachine>(ref TStateMachine stateMachine)
            where TStateMachine : IAsyncStateMachine => _inner.Start(ref stateMachine);

        public void SetStateMachine(IAsyncStateMachine stateMachine) => _inner.SetStateMachine(stateMachine);

        public void SetResult(T result) => _inner.SetResult(result);

        public void SetException(Exception exception) => _inner.SetException(exception);

        public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
            where TAwaiter : INotifyCompletion
                where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

        public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
            where TAwaiter : ICriticalNotifyCompletion
                where TStateMachine : IAsyncStateMachine => _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
    }
}
