// Three stages, with bounded queues between them; 3 mappers, 2 reducers:
//
//                 blocks            mapper 1 --+     parts of words a, c, ...
//      reader ---> | | | | --->     mapper 2 --+---> | | | | ---> reducer 1: a 7, c 2, ...
//      one thread   toMap           mapper 3 --+---> | | | | ---> reducer 2: b 4, d 1, ...
//                                                   toReduce[r]
//
//   I1  A block goes to one mapper; each of its words is counted once, in the part for ReducerOf(word).
//   I2  All parts that have a word go to the same reducer, so no two reducers have a word in common, and nobody locks a count.
//   I3  At most capacity blocks wait, and at most capacity parts for each reducer: who is faster sleeps, and memory stays small.
//
// The end goes the way of the data: the reader closes toMap after the last block; a mapper ends when toMap is closed and empty;
// the last one to end closes the reducers' queues. A failure anywhere cancels all waits, so that nobody sleeps for ever.

using System.Runtime.ExceptionServices;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>Counts words by map and reduce.</summary>
/// <remarks>Any thread may call any member. It keeps nothing from one call to the next.</remarks>
public sealed class WordCount
{
    private readonly int _mappers, _reducers, _capacity;

    /// <param name="mappers">Threads that count the words of blocks, at least 1.</param>
    /// <param name="reducers">Threads that add up the counts, at least 1.</param>
    /// <param name="capacity">Of each queue between them, at least 1.</param>
    public WordCount(int mappers, int reducers, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mappers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(reducers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_mappers, _reducers, _capacity) = (mappers, reducers, capacity);
    }

    /// <summary>Which reducer counts a word, 0 to reducers - 1: the same one in every run of every program.</summary>
    public int ReducerOf(string word)
    {
        var hash = 2166136261u; // FNV-1a; string.GetHashCode gives another number in every process
        foreach (var c in word) hash = (hash ^ c) * 16777619u;
        return (int)(hash % (uint)_reducers);
    }

    /// <summary>How often each word occurs. Blocks until all threads have ended.</summary>
    /// <param name="blocks">Pieces of text that cut no word; one thread walks through them as there is room.</param>
    /// <param name="cancel">Ends all stages.</param>
    /// <exception cref="OperationCanceledException">Cancelled; no thread runs any more.</exception>
    /// <exception cref="Exception">What the blocks threw when they were read, as it was thrown; no thread runs any
    /// more.</exception>
    public IReadOnlyDictionary<string, long> Of(IEnumerable<string> blocks, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        cancel.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var toMap = new BoundedBlockingQueue<string>(_capacity);
        var toReduce = Enumerable.Range(0, _reducers)
            .Select(_ => new BoundedBlockingQueue<Dictionary<string, long>>(_capacity)).ToArray();
        var counts = new Dictionary<string, long>[_reducers];
        var mapping = _mappers; // how many have not ended
        Exception? failure = null; // the first; the others fail because of it

        var group = new ThreadGroup();
        void Start(string name, Action stage) => group.Start(name, () =>
        {
            try { stage(); }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel(); // the others would wait for us
                throw;
            }
        });
        Start("reader", () => Read(blocks, toMap, stop.Token));
        for (var m = 1; m <= _mappers; m++)
            Start($"mapper {m}", () =>
            {
                Map(toMap, toReduce, stop.Token);
                if (Interlocked.Decrement(ref mapping) == 0) foreach (var queue in toReduce) queue.Close(); // [last]
            });
        for (var r = 0; r < _reducers; r++)
        {
            var mine = r;
            Start($"reducer {mine + 1}", () => counts[mine] = Reduce(toReduce[mine], stop.Token));
        }

        try { group.Join(); } // what the threads wrote is visible from here on
        catch (AggregateException)
        {
            cancel.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(failure!);
        }
        return counts.SelectMany(count => count).ToDictionary(); // I2: no key twice
    }

    private static void Read(IEnumerable<string> blocks, BoundedBlockingQueue<string> toMap, CancellationToken cancel)
    {
        foreach (var block in blocks)
        {
            cancel.ThrowIfCancellationRequested(); // Put only looks at it when it has to wait
            toMap.Put(block, cancel);              // [put]
        }
        toMap.Close();
    }

    private void Map(
        BoundedBlockingQueue<string> toMap, BoundedBlockingQueue<Dictionary<string, long>>[] toReduce, CancellationToken cancel)
    {
        while (toMap.Take(out var block, cancel))
        {
            var parts = toReduce.Select(_ => new Dictionary<string, long>()).ToArray();
            foreach (var word in Words.In(block)) Add(parts[ReducerOf(word)], word, 1); // [map] nobody else has these parts
            for (var r = 0; r < parts.Length; r++)
                if (parts[r].Count > 0) toReduce[r].Put(parts[r], cancel);              // [hand over] from here on the reducer's
        }
    }

    private static Dictionary<string, long> Reduce(BoundedBlockingQueue<Dictionary<string, long>> parts, CancellationToken cancel)
    {
        var counts = new Dictionary<string, long>();
        while (parts.Take(out var part, cancel))
            foreach (var (word, count) in part) Add(counts, word, count);               // [reduce]
        return counts;
    }

    private static void Add(Dictionary<string, long> counts, string word, long count) =>
        counts[word] = counts.GetValueOrDefault(word) + count;
}
