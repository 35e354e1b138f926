using Workbook.Explorer.Scheduling;
using Platform = System.Diagnostics.Stopwatch;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer: it measures virtual time.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class Stopwatch
{
    /// <summary>Ticks a second.</summary>
    public static readonly long Frequency = TimeSpan.TicksPerSecond;

    /// <summary>As on every machine of today.</summary>
    public static readonly bool IsHighResolution = true;

    private long _elapsed, _start;

    /// <summary>Ticks so far.</summary>
    public long ElapsedTicks => IsRunning ? Math.Max(0, _elapsed + GetTimestamp() - _start) : _elapsed;

    /// <summary>Milliseconds so far.</summary>
    public long ElapsedMilliseconds => ElapsedTicks / TimeSpan.TicksPerMillisecond;

    /// <summary>Time so far.</summary>
    public TimeSpan Elapsed => new(ElapsedTicks);

    /// <summary>Whether it is running.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>A new one, running.</summary>
    public static Stopwatch StartNew()
    {
        var watch = new Stopwatch();
        watch.Start();
        return watch;
    }

    /// <summary>The time of the calling thread.</summary>
    public static long GetTimestamp() => Clocks.Origin + VirtualTime.Read();

    /// <summary>The time since then.</summary>
    public static TimeSpan GetElapsedTime(long startingTimestamp) => GetElapsedTime(startingTimestamp, GetTimestamp());

    /// <summary>The time between the two.</summary>
    public static TimeSpan GetElapsedTime(long startingTimestamp, long endingTimestamp) =>
        new(endingTimestamp - startingTimestamp);

    /// <summary>Lets it run, from where it was stopped.</summary>
    public void Start()
    {
        if (IsRunning) return;
        (IsRunning, _start) = (true, GetTimestamp());
    }

    /// <summary>Stops it.</summary>
    public void Stop()
    {
        if (!IsRunning) return;
        // A thread that has not heard of the one that started it may have an earlier time.
        _elapsed = Math.Max(0, _elapsed + GetTimestamp() - _start);
        IsRunning = false;
    }

    /// <summary>Stops it at zero.</summary>
    public void Reset() => (IsRunning, _elapsed, _start) = (false, 0, 0);

    /// <summary>Lets it run from zero.</summary>
    public void Restart() => (IsRunning, _elapsed, _start) = (true, 0, GetTimestamp());

    /// <inheritdoc/>
    public override string ToString() => $"{Elapsed}";
}
