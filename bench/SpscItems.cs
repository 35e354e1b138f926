using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Queues;

namespace Bench;

/// <summary>One thread puts, one takes; time per item. Wanted: the ring passes at least 5x as many as the channel, so a ratio
/// of at most 0.2. The channel knows that there is one writer and one reader, and its users wait synchronously.</summary>
public class SpscItems
{
    private const int Items = 1_000_000, Capacity = 1024;

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public long Channel()
    {
        var channel = System.Threading.Channels.Channel.CreateBounded<int>(
            new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
        long sum = 0;
        var taker = new Thread(() =>
        {
            for (var i = 0; i < Items; i++)
            {
                int item;
                while (!channel.Reader.TryRead(out item)) channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();
                sum += item;
            }
        });
        taker.Start();
        for (var i = 0; i < Items; i++)
            while (!channel.Writer.TryWrite(i)) channel.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult();
        taker.Join();
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public long SpscRing()
    {
        var ring = new SpscRing<int>(Capacity);
        return Through(ring.TryPut, ring.TryTake);
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public long MpmcRing()
    {
        var ring = new MpmcRing<int>(Capacity);
        return Through(ring.TryPut, ring.TryTake);
    }

    private delegate bool Take(out int item);

    // Nobody sleeps in a ring: its users spin, and give their core away when that takes long.
    private static long Through(Func<int, bool> tryPut, Take tryTake)
    {
        long sum = 0;
        var taker = new Thread(() =>
        {
            var wait = new SpinWait();
            for (var i = 0; i < Items; i++)
            {
                int item;
                while (!tryTake(out item)) wait.SpinOnce(sleep1Threshold: -1);
                wait.Reset();
                sum += item;
            }
        });
        taker.Start();
        var full = new SpinWait();
        for (var i = 0; i < Items; i++)
        {
            while (!tryPut(i)) full.SpinOnce(sleep1Threshold: -1);
            full.Reset();
        }
        taker.Join();
        return sum;
    }
}
