using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.AsyncBuffers;

/// <summary>What holds of a queue in front of which nobody blocks, with room for one.</summary>
public static class Scenarios
{
    [Scenario("two items come out in order, and then the end")]
    public static async Task ToTheEnd()
    {
        var queue = new AwaitableQueue<int>(1);
        async Task Produce()
        {
            await queue.PutAsync(1).ConfigureAwait(false);
            await queue.PutAsync(2).ConfigureAwait(false);
            queue.Complete();
        }
        var producer = Task.Run(Produce);
        var taken = new List<int>();
        await foreach (var item in queue.TakeAllAsync().ConfigureAwait(false)) taken.Add(item);
        await producer.ConfigureAwait(false);
        Require.That(taken is [1, 2]);
    }

    [Scenario("an item is not lost on a consumer that gives up")]
    public static async Task NotLost()
    {
        var queue = new AwaitableQueue<int>(1);
        using var impatience = new CancellationTokenSource();
        var take = queue.TakeAsync(impatience.Token);
        var cancelling = Task.Run(impatience.Cancel);
        await queue.PutAsync(7).ConfigureAwait(false);
        await cancelling.ConfigureAwait(false);
        await ((Task)take).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Require.That(queue.Count == (take.IsCompletedSuccessfully ? 0 : 1));
    }

    [Scenario("two see the last item, one takes it, and the other waits for ever", Fails = true)]
    public static async Task LooksFirst()
    {
        var queue = new AwaitableQueue<int>(1);
        await queue.PutAsync(7).ConfigureAwait(false);
        async Task TakeIfThereIsOne()
        {
            if (queue.Count > 0) await queue.TakeAsync().ConfigureAwait(false); // [look], then [take]
        }
        await Task.WhenAll(Task.Run(TakeIfThereIsOne), Task.Run(TakeIfThereIsOne)).ConfigureAwait(false);
    }
}
