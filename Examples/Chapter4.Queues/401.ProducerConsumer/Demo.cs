// p1 ... pP                         the queue                  c1 ... cC
//   make an item (--produce)        --capacity slots             take it, or sleep while it is empty
//   put it, or sleep while full                                  use it (--consume)
//   the last one closes it                                       until closed and drained
// main looks at the depth every 10 ms, joins them, and audits what they have put down

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ProducerConsumer;

[Exercise(401, "producer-consumer", "Producers and consumers", Points = 10,
    Small = "--items 30 --produce 1ms --consume 1ms --patience 5ms")]
public static class Demo
{
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(10);

    public static void Run(
        Stage stage,
        [Option("threads that put", 1, 50)] int producers = 3,
        [Option("threads that take", 1, 50)] int consumers = 2,
        [Option("items in all", 1, 100_000)] int items = 120,
        [Option("slots of the queue", 1, 10_000)] int capacity = 8,
        [Option("time that it takes to make an item", 0, 10_000)] int produceMs = 10,
        [Option("time that it takes to use an item", 0, 10_000)] int consumeMs = 20,
        [Option("close the queue after that time, done or not; 0ms: when all is put", 0, 60_000)] int closeMs = 0,
        [Option("how long the timed calls wait at the beginning", 1, 10_000)] int patienceMs = 50)
    {
        new Calls(patienceMs).Play(stage);
        stage.WriteLine();

        var queue = new BoundedQueue<Item>(capacity);
        var (putting, taking) = (Hands('p', producers, queue, stage), Hands('c', consumers, queue, stage));
        var stillPutting = producers;
        var group = new ThreadGroup();
        for (var index = 0; index < producers; index++)
        {
            var (producer, share) = (putting[index], (items / producers) + (index < items % producers ? 1 : 0));
            group.Start(producer.Name, () =>
            {
                try { Produce(producer, share, stage, produceMs); }
                finally
                {
                    if (Interlocked.Decrement(ref stillPutting) == 0)
                        queue.Close(); // [last] nobody puts any more
                }
            });
        }
        foreach (var consumer in taking)
            group.Start(consumer.Name, () => { while (consumer.Take()) stage.Sleep(consumeMs); });

        Depth depth;
        using (var live = stage.IsTerminal ? stage.Live() : null)
        {
            depth = new Depth(capacity, live);
            do
            {
                depth.Add(queue.Count);
                if (closeMs > 0 && depth.Elapsed.TotalMilliseconds >= closeMs) queue.Close(); // [early]
            } while (!group.Join(_betweenLooks));
        }

        var took = depth.Elapsed;

        depth.Show(stage);
        stage.WriteLine();
        stage.Table("who did what", ["thread", "items", "found it", "times", "then waited, ms"],
            [.. Rows(putting, "full"), .. Rows(taking, "empty")]);
        stage.WriteLine($"{took.TotalMilliseconds:F0} ms until all had ended");
        var made = putting.Sum(producer => producer.Items.Count);
        if (made < items) stage.WriteLine($"closed before the end: {items - made} of {items} items were not put");
        foreach (var line in new Audit(putting, taking).Findings) stage.WriteLine(line);
    }

    private static void Produce(Hand producer, int share, Stage stage, int produceMs)
    {
        for (var number = 1; number <= share; number++)
        {
            stage.Sleep(produceMs);
            if (!producer.Put(new Item(producer.Name, number))) return; // closed
        }
    }

    private static List<Hand> Hands(char kind, int count, BoundedQueue<Item> queue, Stage stage) =>
        [.. Enumerable.Range(1, count).Select(number => new Hand($"{kind}{number}", queue, stage.Cancel))];

    private static IEnumerable<string[]> Rows(IEnumerable<Hand> hands, string obstacle) => hands.Select(hand =>
        (string[])[hand.Name, $"{hand.Items.Count}", obstacle, $"{hand.Failed}", $"{hand.Waited.TotalMilliseconds:F0}"]);
}
