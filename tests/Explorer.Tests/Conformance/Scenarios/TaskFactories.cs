namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class TaskFactories
{
    public static string Starting()
    {
        var factory = new TaskFactory(CancellationToken.None, TaskCreationOptions.LongRunning, TaskContinuationOptions.None,
            TaskScheduler.Default);
        var numbers = new TaskFactory<int>(TaskScheduler.Default);
        var with = factory.StartNew(state => { }, "s");
        var token = CancellationToken.None;
        return Seen.All(factory.StartNew(() => 1).Result, factory.StartNew(state => $"{state}", "x").Result, with.AsyncState,
            with.CreationOptions,
            factory.StartNew(() => { }, TaskCreationOptions.None).CreationOptions, numbers.StartNew(() => 2).Result,
            numbers.StartNew(state => (int)state!, 3, token).Result,
                numbers.StartNew(() => 4, TaskCreationOptions.PreferFairness).Result,
            Task.Factory.StartNew(() => 5, token, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Result,
                Task<int>.Factory.StartNew(() => 6).Result,
            factory.CreationOptions, factory.Scheduler == TaskScheduler.Default, Task.Factory.Scheduler,
                numbers.ContinuationOptions);
    }

    public static string Arguments()
    {
        var factory = Task.Factory;
        return Seen.All(Seen.Of(() => factory.StartNew((Action)null!)), Seen.Of(() => factory.StartNew((Func<int>)null!)),
            Seen.Of(() => factory.StartNew(() => { }, default, default, null!)),
                Seen.Of(() => factory.StartNew(() => { }, (TaskCreationOptions)999)),
            Seen.Of(() => factory.ContinueWhenAll(null!, _ => { })), Seen.Of(() => factory.ContinueWhenAll([], _ => { })),
            Seen.Of(() => factory.ContinueWhenAny([null!], _ => { })),
                Seen.Of(() => factory.ContinueWhenAll([Task.CompletedTask], (Action<Task[]>)null!)),
            Seen.Of(() => factory.ContinueWhenAll([Task.CompletedTask], _ => { }, TaskContinuationOptions.OnlyOnFaulted)));
    }

    public static string After_several()
    {
        Task<int> a = Task.Run(() => 1), b = Task.Run(() => 2);
        Task[] both = [a, b, Task.FromException(new FormatException())];
        var factory = Task.Factory;
        var numbers = Task<int>.Factory;
        var none = CancellationToken.None;
        var any = factory.ContinueWhenAny(both, t => t.IsCompleted);
        return Seen.All(factory.ContinueWhenAll(both, all => all.Length).Result,
            factory.ContinueWhenAll([a, b], all => all.Sum(t => t.Result)).Result,
            factory.ContinueWhenAll(both, all => { }).Wait(100_000), any.Result,
                factory.ContinueWhenAny([a, b], t => t.Result > 0, none).Result,
            numbers.ContinueWhenAll(both, all => all.Length).Result, numbers.ContinueWhenAny([a, b], t => 1).Result,
            numbers.ContinueWhenAll([a, b], all =>
                all[1].Result, none, TaskContinuationOptions.None, TaskScheduler.Default).Result,
            factory.ContinueWhenAll([a], all => all[0].Result, new CancellationToken(true)).Status);
    }
}
