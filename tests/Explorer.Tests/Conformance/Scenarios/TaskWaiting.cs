namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class TaskWaiting
{
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(5);

    public static string One()
    {
        var never = new TaskCompletionSource().Task;
        var done = Task.Run(() => 1);
        var canceled = new CancellationToken(true);
        return Seen.All(done.Wait(_long), done.Wait(-1), done.Wait(0, canceled), never.Wait(0), never.Wait(TimeSpan.Zero),
            never.Wait(1),
            Seen.Of(() => never.Wait(canceled)), Seen.Of(() => never.Wait(-2)), Seen.Of(() => done.Wait(canceled)),
            Seen.Of(() => never.Wait(TimeSpan.FromDays(60))), Seen.Of(() => never.Wait(TimeSpan.Zero, canceled)),
                done.Wait(_long, default));
    }

    public static string All()
    {
        Task a = Task.Run(() => { }), b = Task.Run(() => 1);
        Task.WaitAll(a, b);
        Task.WaitAll([a, b], CancellationToken.None);
        Task.WaitAll(new List<Task> { a, b });
        Task.WaitAll(new ReadOnlySpan<Task>([a, b]));
        Task.WaitAll();
        Task never = new TaskCompletionSource().Task, bad = Task.FromException(new FormatException());
        var canceled = new CancellationToken(true);
        return Seen.All(Task.WaitAll([a, b], 0), Task.WaitAll([a, b], _long), Task.WaitAll([a, never], 1),
            Task.WaitAll([a, b], -1, default),
            Task.WaitAll([never, a], TimeSpan.Zero), Seen.Of(() => Task.WaitAll(a, bad)), Seen.Of(() => Task.WaitAll(null!, -1)),
            Seen.Of(() => Task.WaitAll([null!])), Seen.Of(() => Task.WaitAll([a], -2)),
                Seen.Of(() => Task.WaitAll([never], canceled)),
            Seen.Of(() => Task.WaitAll([a], canceled)), Seen.Of(() => Task.WaitAll([bad, never], 1)),
                Seen.Of(() => Task.WaitAll([a, null!], 0)),
            Seen.Of(() => Task.WaitAll((IEnumerable<Task>)null!)));
    }

    public static string All_their_exceptions_come_together()
    {
        Task a = Task.Run(() => throw new FormatException()), b = Task.Run(() => throw new TimeoutException());
        try { Task.WaitAll(a, b); }
        catch (AggregateException e)
        {
            return string.Join(",", e.InnerExceptions.Select(inner => inner.GetType().Name));
        }
        return "none";
    }

    public static string Any()
    {
        Task done = Task.Run(() => { }), never = new TaskCompletionSource().Task;
        var canceled = new CancellationToken(true);
        return Seen.All(Task.WaitAny(never, done), Task.WaitAny([never, done], CancellationToken.None),
            Task.WaitAny([never, done], -1),
            Task.WaitAny([never], 1), Task.WaitAny([never], TimeSpan.Zero), Task.WaitAny([done, never], _long),
            Seen.Of(() => Task.WaitAny([never], canceled)), Seen.Of(() => Task.WaitAny()), Seen.Of(() => Task.WaitAny([null!])),
            Seen.Of(() => Task.WaitAny(null!, 0)), Seen.Of(() => Task.WaitAny([never], -2)),
                Seen.Of(() => Task.WaitAny([done], 0, canceled)));
    }

    public static string When_all()
    {
        Task<int> a = Task.Run(() => 1), b = Task.Run(() => 2);
        var bad = Task.WhenAll(Task.FromException(new FormatException()), Task.FromException(new TimeoutException()), a);
        var canceled = Task.WhenAll(Task.FromCanceled(new CancellationToken(true)), a);
        Task[] array = [a, b];
        return Seen.All(string.Join("", Task.WhenAll(a, b).Result),
            string.Join("", Task.WhenAll(new List<Task<int>> { b, a }).Result),
            Task.WhenAll(array).Wait(_long), Task.WhenAll().IsCompleted, Task.WhenAll(Array.Empty<Task<int>>()).Result.Length,
            Seen.Of(bad.Wait), bad.Exception!.InnerExceptions.Count, Seen.Of(canceled.Wait), canceled.Status,
            Task.WhenAll(new ReadOnlySpan<Task>(array)).Wait(_long));
    }

    public static string When_any()
    {
        Task<int> done = Task.Run(() => 1), never = new TaskCompletionSource<int>().Task;
        Task plain = never;
        return Seen.All(Task.WhenAny(done, never).Result == done, Task.WhenAny(never, done).Result.Result,
            Task.WhenAny(plain, done).Result == done,
            Task.WhenAny(new List<Task> { plain, done }).Result == done, Task.WhenAny([never, done, never]).Result == done,
            Task.WhenAny(Task.FromException(new FormatException()), never).Result.IsFaulted,
                Task.WhenAny(never, plain).IsCompleted);
    }

    public static string Wait_async()
    {
        Task never = new TaskCompletionSource().Task, bad = Task.FromException(new FormatException());
        var value = Task.Run(() => 5);
        using var source = new CancellationTokenSource();
        Task waiting = never.WaitAsync(source.Token), also = new TaskCompletionSource<int>().Task.WaitAsync(_long, source.Token);
        var pending = waiting.IsCompleted;
        source.Cancel();
        return Seen.All(pending, Seen.Of(waiting.Wait), waiting.Status, Seen.Of(also.Wait), value.WaitAsync(_long).Result,
            value.WaitAsync(source.Token).Result,
            Seen.Of(() => never.WaitAsync(TimeSpan.Zero).GetAwaiter().GetResult()),
                Seen.Of(() => never.WaitAsync(TimeSpan.FromMilliseconds(1)).GetAwaiter().GetResult()),
            Seen.Of(bad.WaitAsync(_long).Wait), never.WaitAsync(CancellationToken.None) == never,
                Seen.Of(never.WaitAsync(source.Token).Wait));
    }

    public static string Delays()
    {
        using var source = new CancellationTokenSource();
        Task delay = Task.Delay(-1, source.Token), gone = Task.Delay(5, new CancellationToken(true));
        source.Cancel();
        Task.Delay(1).Wait();
        Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None).Wait();
        return Seen.All(Seen.Of(delay.Wait), delay.Status, gone.Status, Task.Delay(0).IsCompleted,
            Task.Delay(TimeSpan.Zero).Status);
    }
}
