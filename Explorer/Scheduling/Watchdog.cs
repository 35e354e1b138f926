// Looks from outside whether an exploration still moves. It cannot: a thread of the test may be in code that is not marked,
// computing for ever or blocked in the system, and no thread can be ended from outside. So it only tells; who is told ends the
// process.
//
//      progress    ----x----x----x----------------------------->
//      looks         |    |    |    |    |    |    |    |
//                                   same same same same   -> told once

namespace Workbook.Explorer.Scheduling;

/// <summary>Tells when an exploration has not moved for some time.</summary>
/// <remarks>Shutdown: Dispose ends its thread, and returns when that is gone, unless it is called by whoever is told.</remarks>
internal sealed class Watchdog : IDisposable
{
    private const int Looks = 4; // in the time that it is patient for

    private readonly ManualResetEventSlim _ended = new();
    private readonly Func<Progress> _progress;
    private readonly Action<Progress> _tell;
    private readonly TimeSpan _patience;
    private readonly Thread _thread;

    /// <param name="progress">Asked from the watchdog's thread: <see cref="Exploration.Progress"/>.</param>
    /// <param name="patience">So long nothing may move: between this and a quarter more.</param>
    /// <param name="tell">Called once on the watchdog's thread, with where everything stands.</param>
    public Watchdog(Func<Progress> progress, TimeSpan patience, Action<Progress> tell)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience, TimeSpan.Zero);
        (_progress, _patience, _tell) = (progress, patience, tell);
        _thread = new Thread(Watch) { Name = "watchdog of an exploration", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended.Set();
        if (Thread.CurrentThread == _thread) return;
        _thread.Join();
        _ended.Dispose();
    }

    private void Watch()
    {
        var (seen, same) = (_progress(), 0);
        while (same < Looks)
        {
            if (_ended.Wait(_patience / Looks)) return;
            var now = _progress();
            same = now == seen && now.Thread is not null ? same + 1 : 0; // with nobody running it is the explorer that computes
            seen = now;
        }
        _tell(seen);
    }
}
