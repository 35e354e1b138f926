using System.Numerics;

namespace Workbook.Explorer.Controlled.Tasks;

// With bodies that are awaited. A worker is a thread of the pool that waits for its body: which thread goes on is chance on the
// platform.
public static partial class Parallel
{
    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static Task ForAsync<T>(T fromInclusive, T toExclusive, Func<T, CancellationToken, ValueTask> body)
        where T : notnull, IBinaryInteger<T> => ForAsync(fromInclusive, toExclusive, _usual, body);

    /// <summary>Runs the body for each number of the range, several at once, unless the token is cancelled first.</summary>
    public static Task ForAsync<T>(T fromInclusive, T toExclusive, CancellationToken cancellationToken,
        Func<T, CancellationToken, ValueTask> body) where T : notnull, IBinaryInteger<T> =>
        ForAsync(fromInclusive, toExclusive, new ParallelOptions { CancellationToken = cancellationToken }, body);

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static Task ForAsync<T>(T fromInclusive, T toExclusive, ParallelOptions parallelOptions,
        Func<T, CancellationToken, ValueTask> body) where T : notnull, IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(fromInclusive);
        ArgumentNullException.ThrowIfNull(toExclusive);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        ArgumentNullException.ThrowIfNull(body);
        var next = fromInclusive;
        (bool, T) Move()
        {
            if (next >= toExclusive) return (false, next);
            var taken = next;
            next++;
            return (true, taken);
        }
        return new AsyncLoop<T>(Move, static () => { }, body, parallelOptions).Start();
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static Task ForEachAsync<TSource>(IEnumerable<TSource> source, Func<TSource, CancellationToken, ValueTask> body) =>
        ForEachAsync(source, _usual, body);

    /// <summary>Runs the body for each item, several at once, unless the token is cancelled first.</summary>
    public static Task ForEachAsync<TSource>(IEnumerable<TSource> source, CancellationToken cancellationToken,
        Func<TSource, CancellationToken, ValueTask> body) =>
        ForEachAsync(source, new ParallelOptions { CancellationToken = cancellationToken }, body);

    /// <summary>Runs the body for each item, several at once.</summary>
    public static Task ForEachAsync<TSource>(IEnumerable<TSource> source, ParallelOptions parallelOptions,
        Func<TSource, CancellationToken, ValueTask> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        ArgumentNullException.ThrowIfNull(body);
        IEnumerator<TSource>? items = null;
        (bool, TSource) Move()
        {
            items ??= source.GetEnumerator();
            return items.MoveNext() ? (true, items.Current) : (false, default!);
        }
        return new AsyncLoop<TSource>(Move, () => items?.Dispose(), body, parallelOptions).Start();
    }

    /// <summary>Runs the body for each item, several at once.</summary>
    public static Task ForEachAsync<TSource>(IAsyncEnumerable<TSource> source,
        Func<TSource, CancellationToken, ValueTask> body) =>
        ForEachAsync(source, _usual, body);

    /// <summary>Runs the body for each item, several at once, unless the token is cancelled first.</summary>
    public static Task ForEachAsync<TSource>(IAsyncEnumerable<TSource> source, CancellationToken cancellationToken,
        Func<TSource, CancellationToken, ValueTask> body) =>
        ForEachAsync(source, new ParallelOptions { CancellationToken = cancellationToken }, body);

    /// <summary>Runs the body for each item, several at once.</summary>
    public static Task ForEachAsync<TSource>(IAsyncEnumerable<TSource> source, ParallelOptions parallelOptions,
        Func<TSource, CancellationToken, ValueTask> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        ArgumentNullException.ThrowIfNull(body);
        IAsyncEnumerator<TSource>? items = null;
        AsyncLoop<TSource>? loop = null;
        (bool, TSource) Move()
        {
            items ??= source.GetAsyncEnumerator(loop!.Token);
            var moved = items.MoveNextAsync().AsTask();
            TaskStates.Wait(moved);
            return moved.GetAwaiter().GetResult() ? (true, items.Current) : (false, default!);
        }
        void End()
        {
            if (items is not null) AsyncLoop<TSource>.Await(items.DisposeAsync());
        }
        loop = new AsyncLoop<TSource>(Move, End, body, parallelOptions);
        return loop.Start();
    }
}
