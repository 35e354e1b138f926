using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

/// <summary>Who waits for whom, through tasks.</summary>
public class TaskDeadlockTests
{
    // One thread runs all that is queued to it, until a task is completed.
    private const string Window = """
        class Window : TaskScheduler
        {
            readonly Queue<Task> _queue = new(); readonly object _gate = new();
            protected override void QueueTask(Task task) { lock (_gate) { _queue.Enqueue(task); Monitor.Pulse(_gate); } }
            protected override bool TryExecuteTaskInline(Task task, bool wasQueued) => false;
            protected override IEnumerable<Task> GetScheduledTasks() => _queue;
            public void RunUntil(Task task)
            {
                task.ContinueWith(_ => { lock (_gate) Monitor.Pulse(_gate); }, TaskScheduler.Default);
                while (true)
                {
                    Task next;
                    lock (_gate)
                    {
                        while (_queue.Count == 0 && !task.IsCompleted) Monitor.Wait(_gate);
                        if (_queue.Count == 0) return;
                        next = _queue.Dequeue();
                    }
                    TryExecuteTask(next);
                }
            }
        }
        static async Task<int> Load() { await Task.Run(() => { }); return 1; }
        """;

    [Fact]
    public void Waiting_for_a_task_on_the_thread_that_has_to_go_on_with_it_is_a_deadlock()
    {
        var verdict = Explored.Test(Window + """
            public static void Test()
            {
                var window = new Window();
                var click = Task.Factory.StartNew(() => Load().Result, default, default, window);
                window.RunUntil(click);
            }
            """);
        Assert.True(verdict.Failure?.Kind is FailureKind.Deadlock or FailureKind.PartialDeadlock, verdict.Describe());
        Assert.Matches(@"main waits for Load \(line 26\), which awaits task 3 of Load \(line \d+\): that is completed, and it itself "
            + "would have to go on with Load", verdict.Failure!.Message);
    }

    [Fact]
    public void Awaited_on_that_thread_it_is_none()
    {
        var verdict = Explored.Test(Window + """
            public static void Test()
            {
                var window = new Window();
                var click = Task.Factory.StartNew(async () => await Load(), default, default, window).Unwrap();
                window.RunUntil(click);
                if (click.Result != 1) throw new Exception();
            }
            """);
        Assert.True(verdict.Failure is null, verdict.Describe());
    }

    [Fact]
    public void A_task_that_waits_for_itself()
    {
        var verdict = Explored.Test("""
            public static void Test()
            {
                Task self = null;
                self = new Task(() => self.Wait());
                self.Start();
                self.Wait();
            }
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Deadlock, verdict.Describe());
        Assert.Contains("task 1 of Test waits for task 1 of Test (line 4), which is it itself", verdict.Failure!.Message);
    }

    [Fact]
    public void Two_tasks_that_wait_for_each_other()
    {
        var verdict = Explored.Test("""
            public static void Test()
            {
                Task a = null, b = null;
                a = new Task(() => b.Wait());
                b = new Task(() => a.Wait());
                a.Start(); b.Start(); Task.WaitAll(a, b);
            }
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Deadlock, verdict.Describe());
        Assert.Contains("each waits for the other", verdict.Failure!.Message);
    }

    [Fact]
    public void An_async_method_that_awaits_itself()
    {
        var verdict = Explored.Test("""
            static Task self;
            public static async Task Test()
            {
                var start = new TaskCompletionSource();
                async Task Begin() { await start.Task; await self; }
                self = Begin();
                start.SetResult();
                await self;
            }
            """);
        Assert.True(verdict.Failure?.Kind is FailureKind.Deadlock, verdict.Describe());
        Assert.Contains("it waits for itself", verdict.Failure!.Message);
    }

    [Fact]
    public void A_task_that_nobody_starts()
    {
        var verdict = Explored.Test("public static void Test() => new Task(() => { }).Wait();");
        Assert.True(verdict.Failure?.Kind is FailureKind.Deadlock or FailureKind.LostWakeup, verdict.Describe());
        Assert.Contains("which nobody has begun", verdict.Failure!.Message);
    }

    [Fact]
    public void Through_tasks_that_follow_others()
    {
        var verdict = Explored.Test("""
            static readonly TaskCompletionSource<int> left = new(), right = new();
            static async Task<int> Sum() { await Task.Yield(); return await left.Task + await right.Task; }
            public static void Test()
            {
                left.SetResult(1);
                Task.WhenAll(Task.CompletedTask, Sum()).Wait();
            }
            """);
        Assert.True(verdict.Failure?.Kind is FailureKind.LostWakeup or FailureKind.Deadlock, verdict.Describe());
        Assert.True(verdict.Failure!.Message.Contains("which follows Sum, which awaits right.Task (line 2), and nobody completes it"),
            verdict.Failure.Message);
    }
}
