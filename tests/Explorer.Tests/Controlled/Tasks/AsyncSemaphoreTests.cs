using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

public class AsyncSemaphoreTests
{
    [Fact]
    public void A_lock_across_awaits() => Judged.Holds(() =>
    {
        using var s = new SemaphoreSlim(1);
        var balance = 0;
        async Task Deposit()
        {
            await s.WaitAsync();
            try
            {
                var seen = balance;
                await Task.Yield();
                balance = seen + 1;
            }
            finally { s.Release(); }
        }
        Task.WaitAll(Deposit(), Deposit());
        Assert.Equal(2, balance);
    });

    [Fact]
    public void Two_permits_are_no_lock() => Judged.Fails(() =>
    {
        using var s = new SemaphoreSlim(2);
        var balance = 0;
        async Task Deposit()
        {
            await s.WaitAsync();
            var seen = balance;
            await Task.Yield();
            balance = seen + 1;
            s.Release();
        }
        Task.WaitAll(Deposit(), Deposit());
        Assert.Equal(2, balance);
    }, FailureKind.Assertion, FailureKind.Race);

    [Fact]
    public void A_permit_that_is_not_given_back_after_an_exception() => Judged.Fails(() =>
    {
        var s = new SemaphoreSlim(1);
        async Task Use()
        {
            await s.WaitAsync();
            await Task.Yield();
            throw new FormatException();
        }
        async Task Retry()
        {
            try { await Use(); }
            catch (FormatException) { await Use(); }
        }
        Retry().Wait();
    }, FailureKind.PartialDeadlock, FailureKind.LostWakeup, FailureKind.Deadlock);

    [Fact]
    public void A_task_and_a_thread_share_it() => Judged.Holds(() =>
    {
        using var s = new SemaphoreSlim(1);
        var x = 0;
        async Task Add()
        {
            await s.WaitAsync();
            x++;
            s.Release();
        }
        var task = Task.Run(Add);
        s.Wait();
        x++;
        s.Release();
        task.Wait();
        Assert.Equal(2, x);
    });

    [Fact]
    public void A_time_limit_whose_result_is_looked_at() => Judged.Holds(() =>
    {
        using var s = new SemaphoreSlim(1);
        var x = 0;
        async Task<bool> TryAdd()
        {
            if (!await s.WaitAsync(10)) return false;
            x++;
            await Task.Yield();
            s.Release();
            return true;
        }
        var all = Task.WhenAll(TryAdd(), TryAdd()).Result;
        Assert.Equal(all.Count(added => added), x);
        Assert.Equal(1, s.CurrentCount);
    });

    [Fact]
    public void A_time_limit_whose_result_is_not_looked_at() => Judged.Fails(() =>
    {
        using var s = new SemaphoreSlim(1, 1);
        async Task Add()
        {
            await s.WaitAsync(10);
            await Task.Yield();
            s.Release();
        }
        Task.WaitAll(Add(), Add());
    }, FailureKind.Misuse, FailureKind.Exception);

    [Fact]
    public void A_token_ends_the_wait_or_the_permit_comes_first() => Judged.Holds(() =>
    {
        using var s = new SemaphoreSlim(0);
        using var source = new CancellationTokenSource();
        async Task<bool> Take()
        {
            try
            {
                await s.WaitAsync(source.Token);
                return true;
            }
            catch (OperationCanceledException) { return false; }
        }
        var take = Task.Run(Take);
        var cancel = Task.Run(source.Cancel);
        s.Release();
        Task.WaitAll(take, cancel);
        Assert.Equal(take.Result ? 0 : 1, s.CurrentCount); // no permit is lost
    });
}
