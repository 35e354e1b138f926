using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Async;

namespace Bench;

/// <summary>A producer and a consumer, both tasks, with room for 64 items between them: they wait for each other again and again.
/// Wanted: at least 0.7x the throughput of the platform's channel, so a ratio of at most 1.43.</summary>
[MemoryDiagnoser]
public class AsyncQueueThroughput
{
    private const int Items = 100_000, Room = 64;

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task Channel()
    {
        var channel = System.Threading.Channels.Channel.CreateBounded<int>(Room);
        return Task.WhenAll(Task.Run(Produce), Task.Run(Consume));

        async Task Produce()
        {
            for (var i = 0; i < Items; i++) await channel.Writer.WriteAsync(i);
        }

        async Task Consume()
        {
            for (var i = 0; i < Items; i++) await channel.Reader.ReadAsync();
        }
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public Task AsyncProducerConsumerQueue()
    {
        var queue = new AsyncProducerConsumerQueue<int>(Room);
        return Task.WhenAll(Task.Run(Produce), Task.Run(Consume));

        async Task Produce()
        {
            for (var i = 0; i < Items; i++) await queue.EnqueueAsync(i);
        }

        async Task Consume()
        {
            for (var i = 0; i < Items; i++) await queue.DequeueAsync();
        }
    }
}
