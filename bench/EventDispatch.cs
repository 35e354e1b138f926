using System.Collections.Concurrent;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Events;

namespace Bench;

/// <summary>Post and dispatch of an event by one thread, a burst at a time. Wanted: at most 100 ns, which is 10 million events
/// a second on one core. Beside it the usual pumps of actions: each has to make one for its data.</summary>
[MemoryDiagnoser]
public class EventDispatch
{
    private const int Events = 1_000_000, Burst = 1_000;

    private long _sum;

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long EventLoop()
    {
        var loop = new EventLoop();
        var number = loop.Define<int>("number");
        var more = loop.Define<int>("more");
        loop.Register(number, n => _sum += n);
        loop.Register(more, burst =>
        {
            for (var i = 0; i < Burst - 1; i++) loop.Post(number, i);
            if (burst < Events / Burst) loop.Post(more, burst + 1); else loop.Stop();
        });
        loop.Post(more, 1);
        loop.Run();
        return _sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long BlockingCollectionOfActions()
    {
        using var queue = new BlockingCollection<Action>();
        for (var burst = 0; burst < Events / Burst; burst++)
        {
            for (var i = 0; i < Burst; i++) { var n = i; queue.Add(() => _sum += n); }
            while (queue.TryTake(out var action)) action();
        }
        return _sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long ChannelOfActions()
    {
        var queue = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
        for (var burst = 0; burst < Events / Burst; burst++)
        {
            for (var i = 0; i < Burst; i++) { var n = i; queue.Writer.TryWrite(() => _sum += n); }
            while (queue.Reader.TryRead(out var action)) action();
        }
        return _sum;
    }
}
