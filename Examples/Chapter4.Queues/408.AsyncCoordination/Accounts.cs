using Workbook.Concurrency.Async;

namespace Workbook.Examples.Queues.AsyncCoordination;

/// <summary>Many tasks read a balance, await, and write it back with one more.</summary>
/// <param name="tasks">How many.</param>
/// <param name="cancel">Ends it.</param>
public sealed class Accounts(int tasks, CancellationToken cancel)
{
    /// <summary>How many threads of the pool there were while all tasks but one waited for the lock.</summary>
    public int PoolThreads { get; private set; }

    /// <summary>How many tasks waited then.</summary>
    public int Waiting { get; private set; }

    /// <summary>Without a lock; every task has read before the first one writes.</summary>
    /// <returns>The balance in the end; <c>tasks</c> would be right.</returns>
    public async Task<int> Unlocked()
    {
        var balance = 0;
        var allHaveRead = new AsyncCountdownEvent(tasks);
        async Task Deposit()
        {
            var seen = balance;                       // [read]
            allHaveRead.Signal();
            await allHaveRead.WaitAsync(cancel).ConfigureAwait(false);
            Volatile.Write(ref balance, seen + 1);    // [write]
        }
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(Deposit, cancel))).ConfigureAwait(false);
        return balance;
    }

    /// <summary>The same under a lock that is held across the <c>await</c>.</summary>
    /// <returns>The balance in the end.</returns>
    public async Task<int> Locked()
    {
        var balance = 0;
        var mutex = new AwaitableMutex();
        async Task Deposit(Task mayGoOn)
        {
            await mutex.EnterAsync(cancel).ConfigureAwait(false);
            try
            {
                var seen = balance;
                await mayGoOn.ConfigureAwait(false);  // [inside] the lock is held, and no thread
                balance = seen + 1;
            }
            finally { mutex.Exit(); }
        }

        // The first one stays inside until all others wait.
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var open = cancel.UnsafeRegister(_ => gate.TrySetCanceled(cancel), null);
        var deposits = new List<Task> { Deposit(gate.Task) };
        for (var i = 1; i < tasks; i++) deposits.Add(Deposit(gate.Task)); // comes back at once: nobody blocks
        (Waiting, PoolThreads) = (mutex.Waiting, ThreadPool.ThreadCount);
        gate.TrySetResult();
        await Task.WhenAll(deposits).ConfigureAwait(false);
        return balance;
    }
}
