using System.Diagnostics;

namespace Workbook.Examples.Queues.AsyncBuffers;

/// <summary>Producers that are faster than the consumers, and a queue between them.</summary>
/// <param name="producers">Each puts its own items, without rest.</param>
/// <param name="consumers">Each rests after every item.</param>
/// <param name="items">Of all producers together.</param>
/// <param name="rest">Of a consumer.</param>
public sealed class LongRun(int producers, int consumers, int items, TimeSpan rest)
{
    /// <summary>What came of it.</summary>
    /// <param name="Lost">Items that were never taken.</param>
    /// <param name="Twice">Items that were taken more than once.</param>
    /// <param name="Depth">How many items lay in the queue, seen after each take, in the order of the takes.</param>
    /// <param name="Waited">Puts that did not find room at once.</param>
    /// <param name="Elapsed">From the first put to the last take.</param>
    public sealed record Result(int Lost, int Twice, IReadOnlyList<int> Depth, int Waited, TimeSpan Elapsed);

    /// <summary>Runs it with a queue of that capacity.</summary>
    public async Task<Result> Through(int capacity, CancellationToken cancel)
    {
        var queue = new AwaitableQueue<int>(capacity);
        var timesTaken = new int[items];
        var depth = new int[items];
        int waited = 0, takes = 0;
        var began = Stopwatch.GetTimestamp();

        async Task Produce(int number)
        {
            for (var item = number; item < items; item += producers)
            {
                var put = queue.PutAsync(item, cancel);
                if (!put.IsCompleted) Interlocked.Increment(ref waited);
                await put.ConfigureAwait(false);        // [backpressure]
            }
        }

        async Task Consume()
        {
            await foreach (var item in queue.TakeAllAsync(cancel).ConfigureAwait(false))
            {
                Interlocked.Increment(ref timesTaken[item]);
                var take = Interlocked.Increment(ref takes);
                if (take <= items) depth[take - 1] = queue.Count; // more takes than items: the sums will tell
                if (rest > TimeSpan.Zero) await Task.Delay(rest, cancel).ConfigureAwait(false);
            }
        }

        async Task ProduceAll()
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, producers).Select(number => Task.Run(() => Produce(number), cancel)))
                    .ConfigureAwait(false);
            }
            finally { queue.Complete(); }               // [complete] after the last put
        }

        // All of them, also on Ctrl+C: nobody is left behind.
        await Task.WhenAll(Enumerable.Range(0, consumers).Select(_ => Task.Run(Consume, cancel)).Append(ProduceAll()))
            .ConfigureAwait(false);
        return new Result(
            timesTaken.Count(times => times == 0), timesTaken.Count(times => times > 1), depth, waited,
            Stopwatch.GetElapsedTime(began));
    }
}
