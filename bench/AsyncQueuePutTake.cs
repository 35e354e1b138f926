#if UPSTREAM_PACKAGES
using Theirs = Nito.AsyncEx;
#endif
using System.Collections.Concurrent;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Async;

namespace Bench;

/// <summary>One item in and out, nobody waits. Wanted: at least 0.7x the throughput of the platform's channel, so a ratio of at
/// most 1.43, of the queue without limit to the baseline and of the one with a limit to BoundedChannel.</summary>
[MemoryDiagnoser]
public class AsyncQueuePutTake
{
    private readonly Channel<object> _channel = Channel.CreateUnbounded<object>();
    private readonly Channel<object> _bounded = Channel.CreateBounded<object>(16);
    private readonly AsyncProducerConsumerQueue<object> _queue = new();
    private readonly AsyncProducerConsumerQueue<object> _boundedQueue = new(16);
    private readonly AsyncCollection<object> _stack = new(new ConcurrentStack<object>());
    private readonly object _item = new();

    [Benchmark(Baseline = true)]
    public async Task<object> UnboundedChannel()
    {
        await _channel.Writer.WriteAsync(_item);
        return await _channel.Reader.ReadAsync();
    }

    [Benchmark]
    public async Task<object> BoundedChannel()
    {
        await _bounded.Writer.WriteAsync(_item);
        return await _bounded.Reader.ReadAsync();
    }

    [Benchmark]
    public async Task<object> EnqueueAsync()
    {
        await _queue.EnqueueAsync(_item);
        return await _queue.DequeueAsync();
    }

    [Benchmark]
    public async Task<object> BoundedEnqueueAsync()
    {
        await _boundedQueue.EnqueueAsync(_item);
        return await _boundedQueue.DequeueAsync();
    }

    [Benchmark]
    public object Enqueue()
    {
        _queue.Enqueue(_item);
        return _queue.Dequeue();
    }

    [Benchmark]
    public async Task<object> StackAddAsync()
    {
        await _stack.AddAsync(_item);
        return await _stack.TakeAsync();
    }

#if UPSTREAM_PACKAGES
    private readonly Theirs.AsyncProducerConsumerQueue<object> _theirs = new();

    [Benchmark]
    public async Task<object> NitoEnqueueAsync()
    {
        await _theirs.EnqueueAsync(_item);
        return await _theirs.DequeueAsync();
    }
#endif
}
