using Workbook.Concurrency.Async;

namespace Workbook.Examples.Queues.AsyncCoordination;

/// <summary>The rest of the family, each with what was seen of it. All wait by <c>await</c>.</summary>
/// <param name="tasks">How many tasks come to each.</param>
/// <param name="cancel">Ends it.</param>
public sealed class Family(int tasks, CancellationToken cancel)
{
    /// <summary>One inside.</summary>
    public async Task<string> Lock()
    {
        var mutex = new AsyncLock();
        var tally = new Tally();
        await All(async _ =>
        {
            using (await mutex.LockAsync(cancel).ConfigureAwait(false)) await Visit(tally).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return $"{tasks} came: at most {tally.Most} inside";
    }

    /// <summary>At most <paramref name="permits"/> inside.</summary>
    public async Task<string> Semaphore(int permits)
    {
        var semaphore = new AsyncSemaphore(permits);
        var tally = new Tally();
        await All(async _ =>
        {
            using (await semaphore.LockAsync(cancel).ConfigureAwait(false)) await Visit(tally).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return $"{tasks} came, {permits} permit{(permits == 1 ? "" : "s")}: at most {tally.Most} inside";
    }

    /// <summary>All wait at a gate, which opens once.</summary>
    public async Task<string> ManualResetEvent()
    {
        var gate = new AsyncManualResetEvent();
        var through = 0;
        var waiting = Enumerable.Range(0, tasks).Select(async _ =>
        {
            await gate.WaitAsync(cancel).ConfigureAwait(false);
            Interlocked.Increment(ref through);
        }).ToList();
        var before = Volatile.Read(ref through);
        gate.Set(); // [gate]
        await Task.WhenAll(waiting).ConfigureAwait(false);
        return $"{tasks} came, {before} through before Set, {through} after it";
    }

    /// <summary>Every tenth writes, the others read.</summary>
    public async Task<string> ReaderWriterLock()
    {
        var @lock = new AsyncReaderWriterLock();
        Tally readers = new(), writers = new();
        var together = 0;
        await All(async number =>
        {
            if (number % 10 == 0)
            {
                using (await @lock.WriterLockAsync(cancel).ConfigureAwait(false))
                {
                    writers.Enter();
                    if (readers.Inside > 0) Interlocked.Increment(ref together);
                    await Task.Yield();
                    writers.Leave();
                }
                return;
            }
            using (await @lock.ReaderLockAsync(cancel).ConfigureAwait(false))
            {
                readers.Enter();
                if (writers.Inside > 0) Interlocked.Increment(ref together);
                await Task.Yield();
                readers.Leave();
            }
        }).ConfigureAwait(false);
        return $"at most {writers.Most} writing, {readers.Most} reading, {together} times both";
    }

    /// <summary>One waits until all others have changed what it waits for.</summary>
    public async Task<string> Monitor()
    {
        var monitor = new AsyncMonitor(); // guards:
        int arrived = 0, looks = 0;

        async Task Host()
        {
            using (await monitor.EnterAsync(cancel).ConfigureAwait(false))
            {
                while (arrived < tasks)                                      // [while]
                {
                    looks++;
                    await monitor.WaitAsync(cancel).ConfigureAwait(false);   // gives the monitor back meanwhile
                }
            }
        }

        var host = Host();
        await All(async _ =>
        {
            using (await monitor.EnterAsync(cancel).ConfigureAwait(false))
            {
                arrived++;
                monitor.Pulse(); // something has changed: the host looks again
            }
        }).ConfigureAwait(false);
        await host.ConfigureAwait(false);
        return $"the host looked {looks} times in vain, then all {arrived} were there";
    }

    private static async Task Visit(Tally tally)
    {
        tally.Enter();
        await Task.Yield(); // lets others run while this one is inside
        tally.Leave();
    }

    private Task All(Func<int, Task> body) =>
        Task.WhenAll(Enumerable.Range(0, tasks).Select(number => Task.Run(() => body(number), cancel)));
}
