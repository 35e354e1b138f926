using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Clocks;

/// <summary>What time it is for a loop, and how it waits; so that a test, or a simulation, need not wait at all.</summary>
public interface IClock
{
    /// <summary>The time since some fixed moment; never goes back, and has nothing to do with the time of day.</summary>
    TimeSpan Now { get; }

    /// <summary>Blocks the calling thread until <paramref name="parker"/> is unparked, or so much time of this clock has
    /// passed.</summary>
    /// <param name="parker">Only the calling thread parks there.</param>
    /// <param name="atMost">Zero (only look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True with the permit taken; false when the time was over, or it was cancelled, first.</returns>
    bool Wait(Parker parker, TimeSpan atMost, CancellationToken cancel);
}
