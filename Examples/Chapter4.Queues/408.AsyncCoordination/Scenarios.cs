using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.AsyncCoordination;

/// <summary>What holds of a lock that is held across an <c>await</c>.</summary>
public static class Scenarios
{
    [Scenario("read and written under the lock, no deposit is lost")]
    public static async Task Locked()
    {
        var (mutex, balance) = (new AwaitableMutex(), 0);
        async Task Deposit()
        {
            await mutex.EnterAsync().ConfigureAwait(false);
            try
            {
                var seen = balance;
                await Task.Yield();
                balance = seen + 1;
            }
            finally { mutex.Exit(); }
        }
        await Task.WhenAll(Task.Run(Deposit), Task.Run(Deposit)).ConfigureAwait(false);
        Require.That(balance == 2);
    }

    [Scenario("a cancel that meets the exit: who gives up does not have the lock, and who has it does not give up")]
    public static async Task CancelMeetsExit()
    {
        var mutex = new AwaitableMutex();
        using var impatience = new CancellationTokenSource();
        await mutex.EnterAsync().ConfigureAwait(false);
        var waiting = mutex.EnterAsync(impatience.Token);
        var cancelling = Task.Run(impatience.Cancel);
        mutex.Exit();
        await cancelling.ConfigureAwait(false);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (waiting.IsCompletedSuccessfully) mutex.Exit();
        await mutex.EnterAsync().ConfigureAwait(false); // free, whoever came first
        Require.That(mutex.Waiting == 0);
    }

    [Scenario("without a lock another task comes in at the await, and a deposit is lost", Fails = true)]
    public static async Task Unlocked() =>
        Require.That(await new Accounts(tasks: 2, CancellationToken.None).Unlocked().ConfigureAwait(false) == 2);
}
