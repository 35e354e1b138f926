namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class TaskFactoryExtensionsContract
{
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    [Fact]
    public async Task Code_runs_on_the_scheduler_of_the_factory_also_after_an_await()
    {
        var factory = new TaskFactory(_scheduler);
        TaskScheduler? action = null, asynchronous = null;
        await factory.Run(() => { action = TaskScheduler.Current; }).InTime();
        Assert.Same(_scheduler, action);
        Assert.Same(_scheduler, await factory.Run(() => TaskScheduler.Current).InTime());
        await factory.Run(async () =>
        {
            await Task.Yield();
            asynchronous = TaskScheduler.Current;
        }).InTime();
        Assert.Same(_scheduler, asynchronous);
        Assert.Same(_scheduler, await factory.Run(async () =>
        {
            await Task.Yield();
            return TaskScheduler.Current;
        }).InTime());
    }

    [Fact]
    public async Task Without_one_it_runs_on_the_pool_and_not_on_the_scheduler_of_the_caller()
    {
        var seen = await new TaskFactory(_scheduler).Run(async () =>
        {
            Assert.Same(_scheduler, TaskScheduler.Current);
            return await Task.Factory.Run(() => TaskScheduler.Current);
        }).InTime();
        Assert.Same(TaskScheduler.Default, seen);
    }

    [Fact]
    public async Task No_child_attaches()
    {
        var action = Task.Factory.Run(() => { });
        var function = Task.Factory.Run(() => 1);
        Assert.True(action.CreationOptions.HasFlag(TaskCreationOptions.DenyChildAttach));
        Assert.True(function.CreationOptions.HasFlag(TaskCreationOptions.DenyChildAttach));
        await Task.WhenAll(action, function).InTime();
    }

    [Fact]
    public async Task Tasks_of_asynchronous_functions_are_unwrapped()
    {
        var failing = Task.Factory.Run((Func<Task>)(() => Task.FromException(new NotSupportedException())));
        await failing.Fails<NotSupportedException>();
        Assert.Equal(3, await Task.Factory.Run(() => Task.FromResult(3)).InTime());
    }
}
