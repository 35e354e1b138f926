namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class TaskContinuations
{
    public static string Each_form()
    {
        Task first = Task.Run(() => { });
        var value = Task.Run(() => 2);
        var none = CancellationToken.None;
        return Seen.All(first.ContinueWith(_ => 1).Result, first.ContinueWith((_, state) => $"{state}", "s").Result,
            value.ContinueWith(t => t.Result + 1).Result, value.ContinueWith((t, state) => t.Result + (int)state!, 5).Result,
            value.ContinueWith(t => t.Result, none).Result, value.ContinueWith(t => t.Result, TaskScheduler.Default).Result,
            value.ContinueWith(t => t.Result, TaskContinuationOptions.ExecuteSynchronously).Result,
            value.ContinueWith(t => t.Result, none, TaskContinuationOptions.None, TaskScheduler.Default).Result,
            first.ContinueWith(t => { }).ContinueWith(t => t.Status).Result,
            first.ContinueWith((t, s) => { }, "x").AsyncState, first.ContinueWith((t, s) => 1, "y", none).AsyncState);
    }

    public static string Only_on_some_ends()
    {
        Task fine = Task.Run(() => { }), bad = Task.Run(() => throw new FormatException());
        var never = fine.ContinueWith(_ => { }, TaskContinuationOptions.OnlyOnFaulted);
        var faulted = bad.ContinueWith(t => t.Exception!.InnerException!.GetType().Name, TaskContinuationOptions.OnlyOnFaulted);
        var not = bad.ContinueWith(_ => 1, TaskContinuationOptions.NotOnFaulted);
        var canceled = Task.FromCanceled(new CancellationToken(true)).ContinueWith(t =>
            t.Status, TaskContinuationOptions.OnlyOnCanceled);
        return Seen.All(Seen.Of(never.Wait), never.Status, faulted.Result, Seen.Of(() => not.Result), canceled.Result,
            not.IsCanceled);
    }

    public static string Exceptions_and_cancellation()
    {
        using var source = new CancellationTokenSource();
        var open = new TaskCompletionSource();
        var waiting = open.Task.ContinueWith(_ => { }, source.Token);
        var lazy = open.Task.ContinueWith(_ =>
            { }, source.Token, TaskContinuationOptions.LazyCancellation, TaskScheduler.Default);
        var throws = Task.CompletedTask.ContinueWith(_ => throw new FormatException());
        source.Cancel();
        var seen = Seen.All(waiting.Status, lazy.Status);
        open.SetResult();
        var token = source.Token;
        var own = Task.CompletedTask.ContinueWith(_ => token.ThrowIfCancellationRequested());
        return Seen.All(seen, Seen.Of(waiting.Wait), Seen.Of(lazy.Wait), lazy.Status, Seen.Of(throws.Wait), throws.Status,
            Seen.Of(own.Wait), own.Status,
            Task.CompletedTask.ContinueWith(_ => { }, token).Status);
    }

    public static string Arguments()
    {
        var done = Task.CompletedTask;
        var both = TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.LongRunning;
        return Seen.All(Seen.Of(() => done.ContinueWith((Action<Task>)null!)),
            Seen.Of(() => done.ContinueWith((Func<Task, int>)null!)), Seen.Of(() => done.ContinueWith((Func<Task, bool>)null!)),
            Seen.Of(() => done.ContinueWith(_ => { }, (TaskScheduler)null!)), Seen.Of(() => done.ContinueWith(_ => { }, both)),
            Seen.Of(() => done.ContinueWith(_ => { }, (TaskContinuationOptions)0x100000)),
            Seen.Of(() => done.ContinueWith(_ =>
                { }, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.NotOnFaulted)),
            Seen.Of(() => done.ContinueWith(_ => { }).Start()));
    }

    public static string Here_and_in_order()
    {
        var source = new TaskCompletionSource();
        var log = "";
        var here = source.Task.ContinueWith(_ => { log += "a"; }, TaskContinuationOptions.ExecuteSynchronously);
        source.SetResult();
        log += "b";
        here.Wait();
        return log;
    }

    public static string Unwrapping()
    {
        var nested = Task.Run(() => Task.FromResult(Task.Run(() => 4)));
        Task<Task> outer = Task.Factory.StartNew(() => Task.Run(() => throw new FormatException()));
        var bad = outer.Unwrap();
        var none = Task.Factory.StartNew(() => (Task)null!).Unwrap();
        return Seen.All(nested.Unwrap().Result, Seen.Of(bad.Wait), bad.Status, Seen.Of(none.Wait), none.Status,
            Task.FromException<Task<int>>(new TimeoutException()).Unwrap().Exception!.InnerException!.GetType().Name);
    }
}
