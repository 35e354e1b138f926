using System.Collections.Concurrent;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Queues;

namespace Bench;

/// <summary>Time per item through a bounded first-in-first-out queue, by one producer and one consumer, and by two and two.
/// Wanted: throughput at least 3x BlockingCollection, a ratio of at most 0.33, and no less than a bounded Channel with waits that
/// block.</summary>
public class QueueThroughput
{
    private const int Items = 400_000;

    [Params(1, 2)]
    public int Pairs { get; set; }

    [Params(64, 1024)]
    public int Capacity { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public void BlockingCollection()
    {
        using var queue = new BlockingCollection<int>(Capacity);
        ProducersConsumers.Run(
            Pairs, Items, queue.Add, () => queue.TryTake(out _, Timeout.Infinite), queue.CompleteAdding);
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public void Channel()
    {
        var channel = System.Threading.Channels.Channel.CreateBounded<int>(Capacity);
        ChannelWriter<int> writer = channel.Writer;
        ChannelReader<int> reader = channel.Reader;
        void Put(int item)
        {
            if (!writer.TryWrite(item)) writer.WriteAsync(item).AsTask().GetAwaiter().GetResult();
        }
        bool Take()
        {
            while (!reader.TryRead(out _))
                if (!reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) return false;
            return true;
        }
        ProducersConsumers.Run(Pairs, Items, Put, Take, () => writer.Complete());
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public void BoundedBlockingQueue()
    {
        var queue = new BoundedBlockingQueue<int>(Capacity);
        ProducersConsumers.Run(Pairs, Items, item => queue.Put(item), () => queue.Take(out _), queue.Close);
    }
}
