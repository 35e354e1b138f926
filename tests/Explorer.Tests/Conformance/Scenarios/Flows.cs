namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Flows
{
    public static string Values_flow_into_what_is_started()
    {
        var local = new AsyncLocal<string>();
        var seen = new string?[8];
        local.Value = "a";
        var thread = new Thread(() => seen[0] = local.Value);
        thread.Start();
        var unsafely = new Thread(() => seen[1] = local.Value ?? "none");
        unsafely.UnsafeStart();
        var task = Task.Run(() => seen[2] = local.Value);
        using var done = new CountdownEvent(3);
        ThreadPool.QueueUserWorkItem(_ => { seen[3] = local.Value; done.Signal(); });
        ThreadPool.UnsafeQueueUserWorkItem(_ => { seen[4] = local.Value ?? "none"; done.Signal(); }, null);
        ThreadPool.QueueUserWorkItem(x => { seen[5] = local.Value + x; done.Signal(); }, 1, preferLocal: false);
        var later = task.ContinueWith(_ => seen[6] = local.Value);
        local.Value = "b";
        thread.Join();
        unsafely.Join();
        done.Wait();
        Task.WaitAll(task, later);
        seen[7] = local.Value;
        return Seen.All([.. seen]);
    }

    public static string Values_come_back_from_nowhere()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        async Task Inner()
        {
            local.Value = 2;
            await Task.Yield();
            local.Value = 3;
        }
        async Task<string> Outer()
        {
            var inner = Inner();
            var before = local.Value;
            await inner;
            var after = local.Value;
            local.Value = 4;
            await Task.Run(() => local.Value = 5);
            return $"{before} {after} {local.Value}";
        }
        var seen = Outer().Result;
        return Seen.All(seen, local.Value);
    }

    public static string The_flow_is_suppressed()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        int thread = -1, task = -1, queued = -1;
        using var done = new ManualResetEventSlim();
        Thread started;
        Task run;
        var control = ExecutionContext.SuppressFlow();
        var isSuppressed = ExecutionContext.IsFlowSuppressed();
        var twice = Seen.Of(() => ExecutionContext.SuppressFlow());
        var captured = ExecutionContext.Capture();
        started = new Thread(() => thread = local.Value);
        started.Start();
        run = Task.Run(() => task = local.Value);
        ThreadPool.QueueUserWorkItem(_ => { queued = local.Value; done.Set(); });
        control.Undo();
        var again = -1;
        var flowing = Task.Run(() => again = local.Value);
        started.Join();
        Task.WaitAll(run, flowing);
        done.Wait();
        return Seen.All(isSuppressed, twice, captured is null, thread, task, queued, again, ExecutionContext.IsFlowSuppressed(),
            Seen.Of(ExecutionContext.RestoreFlow));
    }

    public static string A_context_is_captured_and_run()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        var captured = ExecutionContext.Capture()!;
        local.Value = 2;
        var inside = 0;
        var onAnother = "";
        var thread = new Thread(() =>
        {
            ExecutionContext.Run(captured, _ => { inside = local.Value; local.Value = 9; }, null);
            onAnother = $"{local.Value}";
        });
        thread.Start();
        thread.Join();
        ExecutionContext.Restore(captured);
        return Seen.All(inside, onAnother, local.Value, Seen.Of(() => ExecutionContext.Run(null!, _ => { }, null)));
    }

    public static string Changes_are_told()
    {
        var told = new List<string>();
        var local = new AsyncLocal<int>(change =>
        {
            lock (told) told.Add($"{change.PreviousValue}>{change.CurrentValue}{(change.ThreadContextChanged ? "!" : "")}");
        });
        local.Value = 1;
        local.Value = 1;
        local.Value = 2;
        var thread = new Thread(() => local.Value = 3);
        thread.Start();
        thread.Join();
        return Seen.All([.. told]);
    }

    public static string Who_starts_has_no_context()
    {
        var context = new Loop();
        SynchronizationContext.SetSynchronizationContext(context);
        var mine = SynchronizationContext.Current == context;
        var thread = Seen.OnAnother(() => SynchronizationContext.Current is null);
        var task = Task.Run(() => SynchronizationContext.Current is null).Result;
        SynchronizationContext.SetSynchronizationContext(null);
        return Seen.All(mine, thread, task, SynchronizationContext.Current is null);
    }

    public static string What_is_awaited_goes_on_in_the_loop()
    {
        var loop = new Loop();
        var seen = "";
        async Task Body()
        {
            var home = Environment.CurrentManagedThreadId;
            await Task.Run(() => { });
            seen += Environment.CurrentManagedThreadId == home;
            await Task.Yield();
            seen += Environment.CurrentManagedThreadId == home;
            await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            seen += Environment.CurrentManagedThreadId == home;
        }
        loop.Run(Body);
        return Seen.All(seen, SynchronizationContext.Current is null);
    }

    public static string Async_void_tells_its_context()
    {
        var loop = new Loop();
        async void Body()
        {
            await Task.Yield();
            throw new InvalidOperationException();
        }
        return Seen.All(Seen.Of(() => loop.Run(() =>
        {
            Body();
            return Task.Delay(Timeout.Infinite);
        })), loop.Begun, loop.Ended);
    }

    public static string The_base_class_uses_the_pool()
    {
        var context = new SynchronizationContext();
        using var done = new ManualResetEventSlim();
        int here = Environment.CurrentManagedThreadId, sent = 0, posted = 0;
        context.Send(_ => sent = Environment.CurrentManagedThreadId, null);
        context.Post(_ => { posted = Environment.CurrentManagedThreadId; done.Set(); }, null);
        done.Wait();
        return Seen.All(sent == here, posted == here, context.CreateCopy().GetType().Name);
    }

    public static string Callbacks_of_tokens()
    {
        var local = new AsyncLocal<int> { Value = 1 };
        using var source = new CancellationTokenSource();
        int registered = 0, unsafely = 0;
        source.Token.Register(() => registered = local.Value);
        source.Token.UnsafeRegister(_ => unsafely = local.Value, null);
        local.Value = 2;
        source.Cancel();
        return Seen.All(registered, unsafely, local.Value);
    }

    public static string A_callback_is_sent_to_its_context()
    {
        var loop = new Loop();
        using var source = new CancellationTokenSource();
        SynchronizationContext.SetSynchronizationContext(loop);
        var told = "";
        source.Token.Register(() => told += "with ", useSynchronizationContext: true);
        source.Token.Register(_ => told += "without ", null, useSynchronizationContext: false);
        SynchronizationContext.SetSynchronizationContext(null);
        source.Cancel();
        return Seen.All(told, loop.Sent);
    }

    /// <summary>A loop of messages, as a window has one: one thread, which does what is posted.</summary>
    private sealed class Loop : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback, object?)> _posted = new();

        public int Begun { get; private set; }

        public int Ended { get; private set; }

        public int Sent { get; private set; }

        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (_posted)
            {
                _posted.Enqueue((d, state));
                Monitor.Pulse(_posted);
            }
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
            Sent++;
            d(state);
        }

        public override SynchronizationContext CreateCopy() => this;

        public override void OperationStarted() => Begun++;

        public override void OperationCompleted() => Ended++;

        public void Run(Func<Task> body)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                var task = body();
                task.ContinueWith(_ => Post(static _ => { }, null), TaskScheduler.Default);
                while (!task.IsCompleted) Take()();
                task.GetAwaiter().GetResult();
            }
            finally { SetSynchronizationContext(before); }
        }

        private Action Take()
        {
            lock (_posted)
            {
                while (_posted.Count == 0) Monitor.Wait(_posted);
                var (d, state) = _posted.Dequeue();
                return () => d(state);
            }
        }
    }
}
