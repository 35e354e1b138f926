using System.Collections.Concurrent;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Queues;

namespace Bench;

/// <summary>Put and take by one thread. Wanted: no slower than a bounded Channel, and at most 0.33x BlockingCollection.</summary>
public class UncontendedQueues
{
    private readonly BlockingCollection<int> _collection = new(1024);
    private readonly Channel<int> _channel = System.Threading.Channels.Channel.CreateBounded<int>(1024);
    private readonly BoundedBlockingQueue<int> _bounded = new(1024);
    private readonly UnboundedBlockingQueue<int> _unbounded = new();
    private readonly BlockingStack<int> _stack = new(1024);
    private readonly BlockingPriorityQueue<int, int> _priority = new(item => item, 1024);

    [Benchmark(Baseline = true)]
    public int BlockingCollection() { _collection.Add(1); return _collection.Take(); }

    [Benchmark]
    public bool Channel() { _channel.Writer.TryWrite(1); return _channel.Reader.TryRead(out _); }

    [Benchmark]
    public bool BoundedBlockingQueue() { _bounded.Put(1); return _bounded.Take(out _); }

    [Benchmark]
    public bool UnboundedBlockingQueue() { _unbounded.Put(1); return _unbounded.Take(out _); }

    [Benchmark]
    public bool BlockingStack() { _stack.Put(1); return _stack.Take(out _); }

    [Benchmark]
    public bool BlockingPriorityQueue() { _priority.Put(1); return _priority.Take(out _); }
}
