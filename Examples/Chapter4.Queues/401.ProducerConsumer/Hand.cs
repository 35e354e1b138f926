// What one thread did. A producer puts down what the queue has accepted, a consumer what it was given:
//
//      p1 ... pP      Items                        Items      c1 ... cC
//                       |                            |
//                       +--------> Audit.cs <--------+

using System.Diagnostics;

namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>A producer or a consumer: it tries without waiting first, and waits only if that fails.</summary>
/// <remarks>Used by one thread; read it when that has ended.</remarks>
/// <param name="name"><c>p1</c>, <c>c1</c>, ...</param>
/// <param name="queue">Where the items go through.</param>
/// <param name="cancel">Ends its waits.</param>
public sealed class Hand(string name, BoundedQueue<Item> queue, CancellationToken cancel)
{
    private readonly Stopwatch _waiting = new();

    public string Name => name;

    /// <summary>The items that it put, or took, in this order.</summary>
    public List<Item> Items { get; } = [];

    /// <summary>How often the first try found the queue full, or empty.</summary>
    public int Failed { get; private set; }

    /// <summary>How long it waited after these.</summary>
    public TimeSpan Waited => _waiting.Elapsed;

    /// <summary>Puts an item.</summary>
    /// <returns>False: the queue is closed.</returns>
    public bool Put(Item item)
    {
        if (!queue.TryPut(item))                                             // [try] full, or closed?
        {
            if (!Wait(() => queue.TryPut(item, Timeout.InfiniteTimeSpan, cancel))) return false;
            Failed++;
        }
        Items.Add(item);
        return true;
    }

    /// <summary>Takes an item.</summary>
    /// <returns>False: the queue is closed and drained.</returns>
    public bool Take()
    {
        if (!queue.TryTake(out var item))
        {
            if (!Wait(() => queue.Take(out item, cancel))) return false;
            Failed++;
        }
        Items.Add(item!);
        return true;
    }

    private bool Wait(Func<bool> attempt)
    {
        _waiting.Start();
        try { return attempt(); }
        finally { _waiting.Stop(); }
    }
}
