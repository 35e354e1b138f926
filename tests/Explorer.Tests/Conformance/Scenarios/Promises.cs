namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Promises
{
    public static string Kept_once()
    {
        TaskCompletionSource plain = new();
        TaskCompletionSource<int> value = new(), bad = new(),
            gone = new(new object(), TaskCreationOptions.RunContinuationsAsynchronously);
        plain.SetResult();
        bad.SetException([new FormatException(), new TimeoutException()]);
        gone.SetCanceled();
        return Seen.All(Seen.Of(plain.SetResult), plain.TrySetResult(), plain.TrySetCanceled(),
            plain.TrySetException(new FormatException()),
            value.TrySetResult(3), value.Task.Result, value.TrySetResult(4),
                Seen.Of(() => value.SetException(new FormatException())),
            bad.Task.Exception!.InnerExceptions.Count, Seen.Of(() => gone.Task.Result), gone.Task.Status,
                gone.Task.CreationOptions, gone.Task.AsyncState is not null,
            Seen.Of(() => value.SetException((Exception)null!)), Seen.Of(() => value.SetException(Array.Empty<Exception>())));
    }

    public static string From_other_tasks()
    {
        TaskCompletionSource<int> a = new(), b = new(), c = new();
        a.SetFromTask(Task.FromResult(1));
        b.SetFromTask(Task.FromException<int>(new FormatException()));
        var again = c.TrySetFromTask(Task.FromCanceled<int>(new CancellationToken(true)))
            && !c.TrySetFromTask(Task.FromResult(2));
        return Seen.All(a.Task.Result, Seen.Of(() => b.Task.Result), c.Task.Status, again,
            Seen.Of(() => new TaskCompletionSource<int>().SetFromTask(new TaskCompletionSource<int>().Task)),
                Seen.Of(() => a.TrySetFromTask(null!)));
    }

    public static string Handed_over()
    {
        var promise = new TaskCompletionSource<int>();
        var reader = Task.Run(() => promise.Task.Result + 1);
        promise.SetResult(1);
        return Seen.All(reader.Result, new TaskCompletionSource().Task.Status);
    }

    public static string Who_keeps_it_does_what_comes_after()
    {
        var promise = new TaskCompletionSource();
        var log = "";
        async Task Waiting()
        {
            await promise.Task;
            log += "a";
        }
        var waiting = Waiting();
        promise.SetResult();
        log += "b";
        waiting.Wait();
        return log;
    }
}
