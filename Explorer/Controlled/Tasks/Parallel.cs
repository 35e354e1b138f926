using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Tasks.Parallel;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary><see cref="Platform"/> under the explorer: see <see cref="ParallelWorkers{TLocal}"/>.</summary>
/// <remarks>Left out: partitioners, and the scheduler of <see cref="ParallelOptions"/>.</remarks>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public static partial class Parallel
{
    private static readonly ParallelOptions _usual = new();

    /// <summary>Runs them all, several at once, and returns when all have ended.</summary>
    /// <exception cref="AggregateException">What they threw.</exception>
    public static void Invoke(params Action[] actions) => Invoke(_usual, actions);

    /// <inheritdoc cref="Invoke(Action[])"/>
    /// <exception cref="OperationCanceledException">The token was cancelled before all had begun.</exception>
    public static void Invoke(ParallelOptions parallelOptions, params Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        var cancel = parallelOptions.CancellationToken;
        CancellationTokens.ThrowIfCancellationRequested(in cancel);
        var all = actions.ToArray();
        if (Array.Exists(all, action => action is null)) throw new ArgumentException("One of the actions was null.");
        if (all.Length == 0) return;
        var begun = 0;
        var loop = new LoopState(0, cancel, goesOn: true);
        new ParallelWorkers<bool>(loop, next => next < all.Length, (i, _, _) =>
        {
            begun++; // only the thread with the baton counts
            all[i]();
            return true;
        }).Run(Workers(parallelOptions, all.Length, all.Length), cancel);
        if (begun < all.Length) throw new OperationCanceledException(cancel);
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(int fromInclusive, int toExclusive, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Count(fromInclusive, toExclusive, _usual, (i, _) => body((int)i));
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(int fromInclusive, int toExclusive, Action<int, ParallelLoopState> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Count(fromInclusive, toExclusive, _usual, (i, state) => body((int)i, state));
    }

    /// <summary>Runs the body for each number of the range, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult For<TLocal>(int fromInclusive, int toExclusive, Func<TLocal> localInit,
        Func<int, ParallelLoopState, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        return Count(fromInclusive, toExclusive, _usual, localInit, (i, state, local) => body((int)i, state, local),
            localFinally);
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(int fromInclusive, int toExclusive, ParallelOptions parallelOptions,
        Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return Count(fromInclusive, toExclusive, parallelOptions, (i, _) => body((int)i));
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(int fromInclusive, int toExclusive, ParallelOptions parallelOptions,
        Action<int, ParallelLoopState> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return Count(fromInclusive, toExclusive, parallelOptions, (i, state) => body((int)i, state));
    }

    /// <summary>Runs the body for each number of the range, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult For<TLocal>(int fromInclusive, int toExclusive, ParallelOptions parallelOptions,
        Func<TLocal> localInit, Func<int, ParallelLoopState, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return Count(fromInclusive, toExclusive, parallelOptions, localInit, (i, state, local) => body((int)i, state, local),
            localFinally);
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(long fromInclusive, long toExclusive, Action<long> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Count(fromInclusive, toExclusive, _usual, (i, _) => body(i));
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(long fromInclusive, long toExclusive, Action<long, ParallelLoopState> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Count(fromInclusive, toExclusive, _usual, (i, state) => body(i, state));
    }

    /// <summary>Runs the body for each number of the range, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult For<TLocal>(long fromInclusive, long toExclusive, Func<TLocal> localInit,
        Func<long, ParallelLoopState, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        return Count(fromInclusive, toExclusive, _usual, localInit, (i, state, local) => body(i, state, local), localFinally);
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(long fromInclusive, long toExclusive, ParallelOptions parallelOptions,
        Action<long> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return Count(fromInclusive, toExclusive, parallelOptions, (i, _) => body(i));
    }

    /// <summary>Runs the body for each number of the range, several at once.</summary>
    public static ParallelLoopResult For(long fromInclusive, long toExclusive, ParallelOptions parallelOptions,
        Action<long, ParallelLoopState> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return Count(fromInclusive, toExclusive, parallelOptions, (i, state) => body(i, state));
    }

    /// <summary>Runs the body for each number of the range, several at once, each worker with something of its own.</summary>
    public static ParallelLoopResult For<TLocal>(long fromInclusive, long toExclusive, ParallelOptions parallelOptions,
        Func<TLocal> localInit, Func<long, ParallelLoopState, TLocal, TLocal> body, Action<TLocal> localFinally)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(localInit);
        ArgumentNullException.ThrowIfNull(localFinally);
        ArgumentNullException.ThrowIfNull(parallelOptions);
        return Count(fromInclusive, toExclusive, parallelOptions, localInit, (i, state, local) => body(i, state, local),
            localFinally);
    }

    private static ParallelLoopResult Count(long first, long end, ParallelOptions options,
        Action<long, ParallelLoopState> body) =>
        Count<bool>(first, end, options, null, (i, state, local) =>
        {
            body(i, state);
            return local;
        }, null);

    private static ParallelLoopResult Count<TLocal>(long first, long end, ParallelOptions options, Func<TLocal>? begin,
        Func<long, ParallelLoopState, TLocal, TLocal> body, Action<TLocal>? finish)
    {
        if (first >= end) return new ParallelLoopResult { IsCompleted = true }; // even if it is cancelled
        var cancel = options.CancellationToken;
        CancellationTokens.ThrowIfCancellationRequested(in cancel);
        var loop = new LoopState(first, cancel, goesOn: false);
        new ParallelWorkers<TLocal>(loop, next => next < end, body) { Begin = begin, End = finish }
            .Run(Workers(options, end - first), cancel);
        return Result(loop, cancel);
    }

    private static ParallelLoopResult Result(LoopState loop, CancellationToken cancel)
    {
        CancellationTokens.ThrowIfCancellationRequested(in cancel);
        return new ParallelLoopResult
        {
            IsCompleted = !loop.IsStopped && loop.LowestBreak is null,
            LowestBreakIteration = loop.LowestBreak,
        };
    }

    private static long Workers(ParallelOptions options, long iterations, int usual = 0) => Math.Min(iterations,
        Execution.Current is null ? 1 : options.MaxDegreeOfParallelism is not -1 and var most ? most
        : Math.Max(Machine.ProcessorCount, usual));
}
