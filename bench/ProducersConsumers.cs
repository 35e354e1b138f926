namespace Bench;

/// <summary>Sends items from P producers to as many consumers through a queue.</summary>
internal static class ProducersConsumers
{
    /// <param name="pairs">Producers, and consumers.</param>
    /// <param name="items">In all, a multiple of <paramref name="pairs"/>.</param>
    /// <param name="put">Puts one.</param>
    /// <param name="take">Takes one; false once the queue is closed and drained.</param>
    /// <param name="close">Called when all items are in.</param>
    public static void Run(int pairs, int items, Action<int> put, Func<bool> take, Action close)
    {
        using var start = new Barrier(2 * pairs); // the platform's: only to start together
        Thread Start(string name, Action loop)
        {
            var thread = new Thread(() => { start.SignalAndWait(); loop(); }) { Name = name };
            thread.Start();
            return thread;
        }

        List<Thread> producers = [], consumers = [];
        for (var number = 0; number < pairs; number++)
        {
            producers.Add(Start($"producer {number}", () => { for (var i = 0; i < items / pairs; i++) put(i); }));
            consumers.Add(Start($"consumer {number}", () => { while (take()) { } }));
        }
        producers.ForEach(thread => thread.Join());
        close();
        consumers.ForEach(thread => thread.Join());
    }
}
