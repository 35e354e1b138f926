namespace Workbook.Explorer.Tests.Uses;

/// <summary>The same with a mistake each.</summary>
public static class WrongTaskUses
{
    public static void One_of_two_is_waited_for()
    {
        int x = 0, y = 0;
        Task a = Task.Run(() => x = 1), b = Task.Run(() => y = 2);
        Task.WaitAll(a);
        Assert.Equal(3, x + y);
    }

    public static void The_first_is_taken_for_all()
    {
        int x = 0, y = 0;
        Task.WaitAny(Task.Run(() => x = 1), Task.Run(() => y = 2));
        Assert.Equal(3, x + y);
    }

    public static async Task One_that_is_not_awaited()
    {
        var x = 0;
        async Task Add()
        {
            await Task.Yield();
            x++;
        }
        _ = Add();
        await Add();
        Assert.Equal(2, x);
    }

    public static async Task An_update_lost_across_an_await()
    {
        var balance = 0;
        async Task Deposit()
        {
            var seen = Volatile.Read(ref balance);
            await Task.Yield();
            Volatile.Write(ref balance, seen + 1);
        }
        await Task.WhenAll(Deposit(), Deposit());
        if (balance != 2) throw new InvalidOperationException("lost");
    }

    public static async Task Completed_before_the_write()
    {
        var box = 0;
        var promise = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = Task.Run(() => { promise.SetResult(); box = 1; });
        await promise.Task;
        var seen = box;
        await writer;
        Assert.Equal(1, seen + box - 1);
    }

    public static async Task A_promise_that_is_kept_twice()
    {
        var promise = new TaskCompletionSource();
        await Task.WhenAll(Task.Run(promise.SetResult), Task.Run(promise.SetResult));
    }

    public static async Task A_promise_that_is_forgotten_when_it_fails()
    {
        var promise = new TaskCompletionSource<int>();
        _ = Task.Run(() => promise.SetResult(int.Parse("x", System.Globalization.CultureInfo.InvariantCulture)));
        await promise.Task;
    }

    public static void A_child_that_is_not_attached()
    {
        var x = 0;
        Task.Factory.StartNew(() => { Task.Factory.StartNew(() => x = 1); }).Wait();
        Assert.Equal(1, x);
    }

    public static void A_task_of_a_task_whose_inner_is_not_waited_for()
    {
        var x = 0;
        Task.Factory.StartNew(async () => { await Task.Yield(); x = 1; }).Wait();
        Assert.Equal(1, x);
    }

    public static void An_async_void_that_nobody_can_wait_for()
    {
        var x = 0;
        async void Fire()
        {
            await Task.Yield();
            x = 1;
        }
        Fire();
        Assert.Equal(1, x);
    }

    public static async Task What_runs_where_a_promise_is_kept()
    {
        var gate = new SemaphoreSlim(1);
        var promise = new TaskCompletionSource(); // runs what awaits it in SetResult, with the gate taken
        async Task Reader()
        {
            await promise.Task;
            gate.Wait();
            gate.Release();
        }
        var reader = Reader();
        gate.Wait();
        promise.SetResult();
        gate.Release();
        await reader;
    }

    public static void Started_twice()
    {
        var task = new Task(() => { });
        Thread a = new(task.Start), b = new(task.Start);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
    }

    public static async Task A_delay_for_synchronisation()
    {
        var x = 0;
        var work = Task.Run(() => Volatile.Write(ref x, 1));
        await Task.Delay(100);
        if (Volatile.Read(ref x) != 1) throw new InvalidOperationException("too early");
        await work;
    }
}
