// Time that passes only while somebody waits for it to pass, and then at once:
//
//      real        |--work--|........... waits 3 s ...........|--work--|
//      virtual     |--work--|--work--|                          Now: 0 s, then 3 s
//
//   I1  Now moves only in Advance and in Wait, never back.
//   I2  Whoever is unparked already does not wait: a Wait that finds a permit moves nothing.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Clocks;

/// <summary>A clock for simulations and tests: it stands still while code runs, and a wait moves it ahead instead of
/// blocking.</summary>
/// <remarks>Any thread may read it; one thread, the one of the loop that it is given to, waits.</remarks>
[DebuggerDisplay("{Now}")] // takes no lock
public sealed class VirtualClock : IClock
{
    private long _ticks; // of TimeSpan; moved by Interlocked.Add in Advance, read in Now

    /// <inheritdoc/>
    public TimeSpan Now => new(Interlocked.Read(ref _ticks));

    /// <summary>Lets that much time pass: what a computation of that length would do.</summary>
    /// <param name="time">Not negative.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        Interlocked.Add(ref _ticks, time.Ticks);
    }

    /// <summary>Moves ahead by <paramref name="atMost"/> and returns false, without blocking; but a permit that is there is
    /// taken, and a wait without end blocks for one.</summary>
    /// <inheritdoc/>
    public bool Wait(Parker parker, TimeSpan atMost, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(parker);
        if (atMost == Timeout.InfiniteTimeSpan) return parker.TryPark(Deadline.Never, cancel);
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atMost, TimeSpan.FromMilliseconds(int.MaxValue));
        if (parker.TryPark(Deadline.After(TimeSpan.Zero), CancellationToken.None)) return true; // I2
        if (!cancel.IsCancellationRequested) Advance(atMost);
        return false;
    }
}
