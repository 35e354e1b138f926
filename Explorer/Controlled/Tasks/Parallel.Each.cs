using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

// Over collections.
public static partial class Parallel
{
    /// <summary>Runs the body for each item, several at once.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source, Action<TSource> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return All(source, _usual, (item, _, _) => body(item));
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source, Action<TSource, ParallelLoopState> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return All(source, _usual, (item, state, _) => body(item, state));
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source,
        Action<TSource, ParallelLoopState, long> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        return All(source, _usual, (item, state, i) => body(item, state, i));
    }

    /// <summary>Runs the body for each item, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult ForEach<TSource, TLocal>(IEnumerable<TSource> source, Func<TLocal> localInit,
        Func<TSource, ParallelLoopState, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        return All(source, _usual, localInit, (item, state, _, local) => body(item, state, local), localFinally);
    }

    /// <summary>Runs the body for each item, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult ForEach<TSource, TLocal>(IEnumerable<TSource> source, Func<TLocal> localInit,
        Func<TSource, ParallelLoopState, long, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        return All(source, _usual, localInit, (item, state, i, local) => body(item, state, i, local), localFinally);
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source, ParallelOptions parallelOptions,
        Action<TSource> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return All(source, parallelOptions, (item, _, _) => body(item));
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source, ParallelOptions parallelOptions,
        Action<TSource, ParallelLoopState> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return All(source, parallelOptions, (item, state, _) => body(item, state));
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source, ParallelOptions parallelOptions,
        Action<TSource, ParallelLoopState, long> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return All(source, parallelOptions, (item, state, i) => body(item, state, i));
    }

    /// <summary>Runs the body for each item, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult ForEach<TSource, TLocal>(IEnumerable<TSource> source, ParallelOptions parallelOptions,
        Func<TLocal> localInit, Func<TSource, ParallelLoopState, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return All(source, parallelOptions, localInit, (item, state, _, local) => body(item, state, local), localFinally);
    }

    /// <summary>Runs the body for each item, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult ForEach<TSource, TLocal>(IEnumerable<TSource> source, ParallelOptions parallelOptions,
        Func<TLocal> localInit, Func<TSource, ParallelLoopState, long, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return All(source, parallelOptions, localInit, (item, state, i, local) => body(item, state, i, local), localFinally);
    }

    private static ParallelLoopResult All<TSource>(IEnumerable<TSource> source, ParallelOptions options,
        Action<TSource, ParallelLoopState, long> body) =>
        All<TSource, bool>(source, options, null, (item, state, i, local) =>
        {
            body(item, state, i);
            return local;
        }, null);

    private static ParallelLoopResult All<TSource, TLocal>(IEnumerable<TSource> source, ParallelOptions options,
        Func<TLocal>? begin, Func<TSource, ParallelLoopState, long, TLocal, TLocal> body, Action<TLocal>? finish)
    {
        if (source is IList<TSource> list)
            return Count(0, list.Count, options, begin, (i, state, local) => body(list[(int)i], state, i, local), finish);
        var cancel = options.CancellationToken;
        CancellationTokens.ThrowIfCancellationRequested(in cancel);
        var loop = new LoopState(0, cancel, goesOn: false);
        using var items = source.GetEnumerator();
        var taken = new Dictionary<long, TSource>(); // by workers that have yet to begin with it
        bool Move(long next)
        {
            if (!items.MoveNext()) return false;
            taken.Add(next, items.Current);
            return true;
        }
        TLocal Each(long i, ParallelLoopState state, TLocal local)
        {
            taken.Remove(i, out var item);
            return body(item!, state, i, local);
        }
        new ParallelWorkers<TLocal>(loop, Move, Each) { Begin = begin, End = finish, Gate = new object() }
            .Run(Workers(options, int.MaxValue), cancel);
        return Result(loop, cancel);
    }
}
