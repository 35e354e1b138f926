using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

public class TaskTests
{
    [Fact]
    public void An_update_lost_across_an_await_is_found()
    {
        var verdict = Explore.Test(() =>
        {
            var balance = 0;
            async Task Deposit()
            {
                var seen = balance;
                await Task.Run(() => { });
                balance = seen + 1;
            }
            Task.WaitAll(Deposit(), Deposit());
            Assert.Equal(2, balance);
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
    }

    [Fact]
    public void Two_tasks_and_a_lock_hold()
    {
        var verdict = Explore.Test(() =>
        {
            var monitor = new object();
            var sum = 0;
            var a = Task.Run(() => { lock (monitor) sum++; });
            var b = Task.Run(() => { lock (monitor) return ++sum; });
            Task.WaitAll(a, b);
            Assert.Equal(2, sum);
            Assert.InRange(b.Result, 1, 2);
        });
        Assert.Equal(Strength.Proved, verdict.Strength);
    }

    [Fact]
    public void Tasks_awaited_one_and_all()
    {
        var verdict = Explore.Test(() =>
        {
            static async Task<int> Twice(int x)
            {
                await Task.Run(() => { });
                return 2 * x;
            }
            static async Task<int> Both()
            {
                var all = await Task.WhenAll(Twice(1), Twice(2));
                var first = await await Task.WhenAny(Twice(3), Twice(4));
                Assert.True(first is 6 or 8);
                return all[0] + all[1];
            }
            Assert.Equal(6, Both().Result);
        });
        Assert.True(verdict.Failure is null, verdict.ToString());
    }

    [Fact]
    public void A_promise_that_nobody_keeps_is_a_lost_wakeup()
    {
        var verdict = Explore.Test(() =>
        {
            var promise = new TaskCompletionSource<int>();
            var waiter = Task.Run(async () => await promise.Task);
            waiter.Wait();
        });
        Assert.True(verdict.Failure?.Kind is FailureKind.Deadlock or FailureKind.PartialDeadlock or FailureKind.LostWakeup, verdict.ToString());
    }
}
