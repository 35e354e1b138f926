using System.Diagnostics;

namespace Workbook.Concurrency.Coroutines;

/// <summary>What a coroutine gives up its turn for: <c>yield return</c> one of these.</summary>
/// <remarks>Nothing happens before it is yielded. Further steps come from <see cref="Inbox{T}.Receive"/>,
/// <see cref="Coroutine.Join"/> and <see cref="Coroutine.AwaitEnd"/>.</remarks>
[DebuggerDisplay("{Display,nq}")]
public readonly struct Step
{
    internal Step(IAwaited awaited) => Awaited = awaited;

    private Step(TimeSpan pause) => Pause = pause;

    /// <summary>Lets all others that are ready have a turn first.</summary>
    public static Step Yield => default;

    /// <summary>Null: nothing but its turn, and the time.</summary>
    internal IAwaited? Awaited { get; }

    internal TimeSpan Pause { get; }

    private string Display => Awaited?.What ?? (Pause > TimeSpan.Zero ? $"sleep {Pause}" : "yield");

    /// <summary>Sleeps for no less than <paramref name="time"/> of the scheduler's clock, while others run.</summary>
    /// <param name="time">Zero, which is <see cref="Yield"/>, to <see cref="int.MaxValue"/> ms.</param>
    public static Step Sleep(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromMilliseconds(int.MaxValue));
        return new Step(time);
    }

    /// <summary>Waits until all have ended. If some did not end well, the coroutine that waits ends with an
    /// <see cref="AggregateException"/>, its finally blocks run: a <see cref="CoroutineFailedException"/> for each that failed
    /// or was cancelled, in the order given.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public static Step JoinAll(params IEnumerable<Coroutine> coroutines)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        Coroutine[] all = [.. coroutines];
        return Array.IndexOf(all, null) < 0
            ? new Step(new EndOf(all, Verdict.AllFailures))
            : throw new ArgumentException("One of them is null; pass coroutines that were spawned.", nameof(coroutines));
    }
}
