// A map is cut into chunks; each chunk is one job, and each item has its own outcome:
//
//      items      a b c d | e f g h | i j        chunk = 4
//      outcomes   A B ! D | E F G H | I J        c failed: so does the map, when all are done; IMap throws there, and goes on

using Workbook.Concurrency.Pools;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

// A function for many items.
public sealed partial class ProcessPool
{
    /// <summary>Calls <paramref name="function"/> for each item, in all workers, and blocks until all is done.</summary>
    /// <param name="function">A static one.</param>
    /// <param name="items">All are taken before anything is submitted; what they throw comes out as it is.</param>
    /// <param name="chunk">How many items make one job, at least 1; 0: so many that each worker gets about four.</param>
    /// <param name="cancel">Ends the wait, and drops the jobs that have not begun.</param>
    /// <returns>The results, in the order of the items; none for no items.</returns>
    /// <exception cref="RemoteException">The function threw for an item (of several, the first one in order). All others were
    /// done.</exception>
    /// <exception cref="WorkerDiedException">A worker died; its chunk has no results.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the pool was terminated.</exception>
    /// <exception cref="NotSupportedException">An item cannot travel; nothing was submitted.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed, or a callback of it asks.</exception>
    public TResult[] Map<T, TResult>(Func<T, TResult> function, IEnumerable<T> items, int chunk = 0,
        CancellationToken cancel = default)
    {
        RefuseOwnThreads(nameof(Map));
        return All<TResult>(function, Spread(items), chunk, new JobOptions { Cancel = cancel }).Result(cancel);
    }

    /// <summary>The same for a function of two arguments, which each item brings.</summary>
    /// <inheritdoc cref="Map{T, TResult}"/>
    public TResult[] StarMap<T1, T2, TResult>(Func<T1, T2, TResult> function, IEnumerable<(T1, T2)> items, int chunk = 0,
        CancellationToken cancel = default)
    {
        RefuseOwnThreads(nameof(StarMap));
        return All<TResult>(function, Spread(items), chunk, new JobOptions { Cancel = cancel }).Result(cancel);
    }

    /// <summary>The same for a function of three arguments.</summary>
    /// <inheritdoc cref="Map{T, TResult}"/>
    public TResult[] StarMap<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function, IEnumerable<(T1, T2, T3)> items,
        int chunk = 0, CancellationToken cancel = default)
    {
        RefuseOwnThreads(nameof(StarMap));
        return All<TResult>(function, Spread(items), chunk, new JobOptions { Cancel = cancel }).Result(cancel);
    }

    /// <summary>Like <see cref="Map{T, TResult}"/>, but returns the future of the results instead of waiting for them.</summary>
    /// <remarks>The future ends when all chunks have ended, also if one failed before. Callbacks as for
    /// <see cref="ApplyAsync(Action, Action?, Action{Exception}?, JobOptions?)"/>.</remarks>
    /// <exception cref="NotSupportedException">An item cannot travel; nothing was submitted.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    public Future<TResult[]> MapAsync<T, TResult>(
        Func<T, TResult> function, IEnumerable<T> items, int chunk = 0,
        Action<TResult[]>? onDone = null, Action<Exception>? onError = null, JobOptions? options = null) =>
        All(function, Spread(items), chunk, options, onDone, onError);

    /// <inheritdoc cref="MapAsync{T, TResult}"/>
    public Future<TResult[]> StarMapAsync<T1, T2, TResult>(
        Func<T1, T2, TResult> function, IEnumerable<(T1, T2)> items, int chunk = 0,
        Action<TResult[]>? onDone = null, Action<Exception>? onError = null, JobOptions? options = null) =>
        All(function, Spread(items), chunk, options, onDone, onError);

    /// <summary>The results one by one, in the order of the items, each as soon as it and those before it are there.</summary>
    /// <param name="function">A static one.</param>
    /// <param name="items">Taken little by little, by who enumerates the results: as many as keep the workers at work. What they
    /// throw is thrown behind the results of the chunks before.</param>
    /// <param name="chunk">How many items make one job, at least 1.</param>
    /// <param name="cancel">Ends a wait for the next one.</param>
    /// <returns>Each enumeration calls the function anew. MoveNext throws for an item that failed, and may be called again for
    /// the next one; foreach ends there. Leaving early drops what has not begun.</returns>
    /// <exception cref="InvalidOperationException">The pool is closed; from MoveNext.</exception>
    public IEnumerable<TResult> IMap<T, TResult>(Func<T, TResult> function, IEnumerable<T> items, int chunk = 1,
        CancellationToken cancel = default) =>
        Lazily<TResult>(function, Spread(items), chunk, isOrdered: true, cancel);

    /// <summary>The results one by one, in the order in which they come.</summary>
    /// <inheritdoc cref="IMap{T, TResult}"/>
    public IEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, TResult> function, IEnumerable<T> items, int chunk = 1,
        CancellationToken cancel = default) =>
        Lazily<TResult>(function, Spread(items), chunk, isOrdered: false, cancel);

    /// <summary>Submits one chunk.</summary>
    internal Future<ItemOutcome<T>[]> SubmitChunk<T>(ChunkJob<T> job, JobOptions? options = null)
    {
        Submit(job, options);
        return job.Future;
    }

    internal ChunkJob<T> MakeChunk<T>(Delegate function, IReadOnlyList<object?[]> items)
    {
        var method = _methods[function];
        var encoded = new FrameBuffer();
        var handover = new Handover();
        foreach (var item in items) method.Encode(item, encoded, handover);
        return new ChunkJob<T>(method, items.Count, new JobArguments(encoded.Written, handover));
    }

    private Future<T[]> All<T>(
        Delegate function, IEnumerable<object?[]> items, int chunk, JobOptions? options, Action<T[]>? onDone = null,
            Action<Exception>? onError = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        var all = items.ToList();
        if (chunk == 0) chunk = Math.Max(1, (all.Count + 4 * Size - 1) / (4 * Size));
        var jobs = all.Chunk(chunk).Select(some => MakeChunk<T>(function, some)).ToList(); // what cannot travel throws here
        var gathering = new MapGathering<T>(all.Count, jobs.Count);
        CallBack(gathering.Future, onDone, onError);
        for (var i = 0; i < jobs.Count; i++)
        {
            var first = i * chunk;
            jobs[i].Future.OnDone(ended => gathering.Add(first, ended));
            SubmitChunk(jobs[i], options);
        }
        return gathering.Future;
    }

    private PooledResults<T> Lazily<T>(Delegate function, IEnumerable<object?[]> items, int chunk, bool isOrdered,
        CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        _ = _methods[function]; // refuses what cannot be called over there now, not in MoveNext
        return new PooledResults<T>(this, function, items.Chunk(chunk), isOrdered, cancel);
    }

    private static IEnumerable<object?[]> Spread<T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Select(item => new object?[] { item });
    }

    private static IEnumerable<object?[]> Spread<T1, T2>(IEnumerable<(T1, T2)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Select(item => new object?[] { item.Item1, item.Item2 });
    }

    private static IEnumerable<object?[]> Spread<T1, T2, T3>(IEnumerable<(T1, T2, T3)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Select(item => new object?[] { item.Item1, item.Item2, item.Item3 });
    }
}
