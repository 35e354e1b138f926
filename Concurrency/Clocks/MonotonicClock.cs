using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Clocks;

/// <summary>The machine's clock, as <see cref="Stopwatch"/> reads it: setting the time of day does not move it.</summary>
[DebuggerDisplay("{Now}")] // takes no lock
public sealed class MonotonicClock : IClock
{
    private static readonly long _origin = Stopwatch.GetTimestamp();

    private MonotonicClock() { }

    /// <summary>There is one for all.</summary>
    public static MonotonicClock Instance { get; } = new();

    /// <inheritdoc/>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_origin);

    /// <inheritdoc/>
    public bool Wait(Parker parker, TimeSpan atMost, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(parker);
        return parker.TryPark(Deadline.After(atMost), cancel);
    }
}
