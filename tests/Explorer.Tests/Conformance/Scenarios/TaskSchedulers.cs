namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class TaskSchedulers
{
    public static string One_of_the_programs_own()
    {
        var scheduler = new ByHand();
        var log = "";
        var a = Task.Factory.StartNew(() =>
            { log += TaskScheduler.Current == scheduler ? "own " : "other "; }, default, default, scheduler);
        var b = Task.Factory.StartNew(() => 2, default, default, scheduler);
        var before = Seen.All(a.IsCompleted, scheduler.Queued);
        scheduler.RunAll();
        var c = a.ContinueWith(_ => 3, scheduler);
        scheduler.RunAll();
        return Seen.All(before, log, a.Status, b.Result, c.Result, TaskScheduler.Current == TaskScheduler.Default,
            scheduler.MaximumConcurrencyLevel,
            TaskScheduler.Default.Id == TaskScheduler.Default.Id);
    }

    public static string Who_waits_may_run_it()
    {
        var scheduler = new ByHand { Inlines = true };
        var here = Environment.CurrentManagedThreadId;
        var task = Task.Factory.StartNew(() => Environment.CurrentManagedThreadId == here, default, default, scheduler);
        var result = task.Result;
        scheduler.RunAll(); // it was run before
        var all = Task.Factory.StartNew(() => 1, default, default, scheduler);
        Task.WaitAll(all);
        return Seen.All(result, all.Result, scheduler.Refused);
    }

    public static string Run_synchronously()
    {
        var scheduler = new ByHand { Inlines = true };
        var here = Environment.CurrentManagedThreadId;
        var task = new Task<bool>(() => Environment.CurrentManagedThreadId == here && TaskScheduler.Current == scheduler);
        task.RunSynchronously(scheduler);
        return Seen.All(task.Result, scheduler.Queued);
    }

    public static string An_await_comes_back_to_it()
    {
        var scheduler = new ByHand();
        var open = new TaskCompletionSource();
        var log = "";
        var task = Task.Factory.StartNew(async () =>
        {
            log += "a";
            await open.Task;
            log += TaskScheduler.Current == scheduler ? "own" : "other";
        }, default, default, scheduler).Unwrap();
        scheduler.RunAll();
        open.SetResult();
        var before = log;
        scheduler.RunAll();
        task.Wait();
        return Seen.All(before, log);
    }

    public static string Hidden()
    {
        var scheduler = new ByHand();
        var current = "";
        Task.Factory.StartNew(() => { current = TaskScheduler.Current == TaskScheduler.Default ? "default" : "own"; }, default,
            TaskCreationOptions.HideScheduler, scheduler);
        scheduler.RunAll();
        return current;
    }

    public static string One_that_fails()
    {
        var bad = new Failing();
        return Seen.All(Seen.Of(() => Task.Factory.StartNew(() => { }, default, default, bad)),
            Seen.Of(() => new Task(() => { }).Start(bad)),
            Seen.Of(() => TaskScheduler.FromCurrentSynchronizationContext()));
    }

    public static string Of_a_context()
    {
        var before = SynchronizationContext.Current;
        var context = new Posted();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var scheduler = TaskScheduler.FromCurrentSynchronizationContext();
            var task = Task.Run(() => 1).ContinueWith(t => t.Result + 1, scheduler);
            var waited = task.Result; // the thread of the context may run what it waits for, once it is queued
            return Seen.All(waited, scheduler.MaximumConcurrencyLevel);
        }
        finally { SynchronizationContext.SetSynchronizationContext(before); }
    }

    private sealed class Posted : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => new Thread(() => d(state)).Start();
    }

    private sealed class ByHand : TaskScheduler
    {
        private readonly Queue<Task> _queue = new();

        public bool Inlines { get; init; }

        public int Queued { get; private set; }

        public int Refused { get; private set; }

        public void RunAll()
        {
            while (true)
            {
                Task? next;
                lock (_queue)
                {
                    if (!_queue.TryDequeue(out next)) return;
                }
                if (!TryExecuteTask(next)) Refused++;
            }
        }

        protected override void QueueTask(Task task)
        {
            lock (_queue) _queue.Enqueue(task);
            Queued++;
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Inlines && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => _queue;
    }

    private sealed class Failing : TaskScheduler
    {
        protected override void QueueTask(Task task) => throw new FormatException();

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
