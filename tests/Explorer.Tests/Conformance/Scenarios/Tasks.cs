namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Tasks
{
    public static string Results()
    {
        var one = Task.Run(() => 1);
        var two = Task.Run(() => { });
        var three = Task.Run(async () => { await Task.Yield(); return 3; });
        var four = Task.Run(async () => { await Task.Yield(); });
        two.Wait();
        four.Wait();
        return Seen.All(one.Result, two.Status, three.Result, four.IsCompletedSuccessfully, one.GetAwaiter().GetResult(),
            one.IsFaulted,
            one.Exception, three.IsCanceled, one.AsyncState, Task.CompletedTask.IsCompleted);
    }

    public static string Exceptions()
    {
        var thrown = Task.Run(() => throw new FormatException("f"));
        var inner = Task.Run(async () => { await Task.Yield(); throw new TimeoutException(); });
        var value = Task.Run(int () => throw new NotSupportedException());
        return Seen.All(Seen.Of(thrown.Wait), Seen.Of(() => thrown.GetAwaiter().GetResult()), thrown.Status,
            thrown.Exception!.InnerException!.Message,
            Seen.Of(inner.Wait), Seen.Of(() => inner.GetAwaiter().GetResult()), Seen.Of(() => value.Result), value.IsFaulted,
                value.IsCompleted);
    }

    public static string Cancelled()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var cold = new Task(() => { }, token);
        var during = Task.Run(() => { source.Cancel(); token.ThrowIfCancellationRequested(); }, token);
        var seen = Seen.Of(during.Wait);
        var never = Task.Run(() => 1, token);
        var other = Task.Run(() => throw new OperationCanceledException());
        return Seen.All(seen, during.Status, Seen.Of(() => never.Result), never.Status, cold.Status, Seen.Of(cold.Start),
            Seen.Of(other.Wait), other.Status,
            Task.FromCanceled(token).Status, Seen.Of(() => Task.FromCanceled(default)),
                Task.FromException<int>(new FormatException()).Status);
    }

    public static string Cold()
    {
        var log = new List<string>();
        Task a = new(() => log.Add("a")), b = new(x => log.Add($"b{x}"), 7, TaskCreationOptions.LongRunning);
        Task<int> c = new(() => 3), d = new(x => (int)x! + 1, 4);
        var before = Seen.All(a.Status, b.AsyncState, c.IsCompleted, d.CreationOptions, b.CreationOptions);
        a.Start();
        a.Wait();
        b.RunSynchronously();
        c.RunSynchronously();
        d.Start(TaskScheduler.Default);
        return Seen.All(before, string.Join("", log), c.Result, d.Result, Seen.Of(a.Start), Seen.Of(() => a.RunSynchronously()),
            Seen.Of(() => Task.Run(() => { }).Start()), Seen.Of(() => new Task(() => { }).Start(null!)), a.Status,
                Seen.Of(Task.CompletedTask.Start));
    }

    public static string Run_here_it_throws_when_it_is_waited_for()
    {
        var bad = new Task(() => throw new FormatException());
        var here = Seen.Of(bad.RunSynchronously);
        return Seen.All(here, bad.Status, Seen.Of(bad.Wait));
    }

    public static string Arguments() => Seen.All(
        Seen.Of(() => Task.Run((Action)null!)), Seen.Of(() => Task.Run((Func<int>)null!)),
            Seen.Of(() => Task.Run((Func<Task>)null!)),
        Seen.Of(() => new Task(null!)), Seen.Of(() => new Task<int>(null!)),
            Seen.Of(() => new Task(() => { }, (TaskCreationOptions)999)),
        Seen.Of(() => Task.Delay(-2)), Seen.Of(() => Task.Delay(TimeSpan.FromMilliseconds(-2))),
        Seen.Of(() => Task.CompletedTask.WaitAsync(TimeSpan.FromMilliseconds(-2))), Seen.Of(() => Task.WhenAll((Task[])null!)),
        Seen.Of(() => Task.WhenAny((IEnumerable<Task>)null!)), Seen.Of(() => Task.WhenAny()),
            Seen.Of(() => Task.WhenAll([null!])),
        Seen.Of(() => Task.WhenEach((Task[])null!)), Seen.Of(() => Task.WhenEach([null!])),
            Seen.Of(() => ((Task<Task>)null!).Unwrap()),
        Seen.Of(() => Task.Run(() => (Task)null!).Wait()), Seen.Of(() => Task.FromException(null!)));

    public static string Children_that_are_attached()
    {
        var log = "";
        var parent = Task.Factory.StartNew(() =>
        {
            Task.Factory.StartNew(() => { Thread.Sleep(1); log += "child"; }, TaskCreationOptions.AttachedToParent);
        });
        parent.Wait();
        var failing = Task.Factory.StartNew(() =>
        {
            Task.Factory.StartNew(() => throw new FormatException(), TaskCreationOptions.AttachedToParent);
        });
        var seen = Seen.Of(failing.Wait);
        var denied = Task.Run(() => Task.Factory.StartNew(() => 1, TaskCreationOptions.AttachedToParent));
        return Seen.All(log, seen, failing.Status, failing.Exception!.Flatten().InnerException!.GetType().Name, denied.Result);
    }

    public static string Identity()
    {
        int? inside = 0, after = 0;
        var task = new Task(() => inside = Task.CurrentId);
        task.Start();
        task.Wait();
        var async = Task.Run(async () => { await Task.Yield(); after = Task.CurrentId; });
        async.Wait();
        return Seen.All(inside == task.Id, task.Id == task.Id, task.Id != async.Id, Task.CurrentId, after);
    }

    public static string Disposing()
    {
        var done = Task.Run(() => 1);
        done.Wait();
        done.Dispose();
        done.Dispose();
        return Seen.All(done.Result, Seen.Of(() => new Task(() => { }).Dispose()),
            Seen.Of(new TaskCompletionSource().Task.Dispose));
    }
}
