using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

/// <summary>Who waits for whom, through tasks.</summary>
public class TaskDeadlockTests
{
    private const string Context = """
        class Window : SynchronizationContext
        {
            readonly Queue<(SendOrPostCallback, object)> _queue = new(); readonly object _gate = new();
            public override void Post(SendOrPostCallback d, object state)
            { lock (_gate) { _queue.Enqueue((d, state)); Monitor.Pulse(_gate); } }
            public void RunUntil(Task task)
            {
                task.ContinueWith(_ => Post(_ => { }, null));
                while (!task.IsCompleted)
                {
                    (SendOrPostCallback, object) next;
                    lock (_gate) { while (_queue.Count == 0) Monitor.Wait(_gate); next = _queue.Dequeue(); }
                    next.Item1(next.Item2);
                }
            }
        }
        static async Task<int> Load() { await Task.Run(() => { }); return 1; }
        """;

    [Fact]
    public void Waiting_for_a_task_on_the_thread_that_has_to_go_on_with_it_is_a_deadlock()
    {
        var verdict = Explored.Test(Context + """
            public static void Test()
            {
                SynchronizationContext.SetSynchronizationContext(new Window());
                _ = Load().Result;
            }
            """);
        Assert.True(verdict.Failure?.Kind is FailureKind.Deadlock or FailureKind.PartialDeadlock, verdict.Describe());
        Assert.Contains("main waits for Load", verdict.Failure!.Message);
        Assert.Contains("main would have to go on with Load".Replace("main", "it itself"), verdict.Failure.Message);
    }

    [Fact]
    public void Awaited_on_that_thread_it_is_none()
    {
        var verdict = Explored.Test(Context + """
            public static void Test()
            {
                var window = new Window();
                SynchronizationContext.SetSynchronizationContext(window);
                var load = Load();
                window.RunUntil(load);
                if (load.Result != 1) throw new Exception();
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
            static async Task Loop() { await Task.Yield(); await self; }
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
        Assert.Contains("which follows Sum, which awaits right.Task (line 2), and nobody completes it", verdict.Failure!.Message);
    }
}
