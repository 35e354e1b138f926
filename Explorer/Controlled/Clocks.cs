using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>The platform's clocks under the explorer: all show the virtual time of the thread that asks.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class Clocks
{
    /// <summary>Where clocks without a date begin: an hour, so that there is a time before the test began.</summary>
    internal const long Origin = TimeSpan.TicksPerHour;

    private static readonly DateTime _origin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc); // each execution begins then

    /// <summary>The date, in universal time.</summary>
    [Replaces(typeof(DateTime), nameof(DateTime.UtcNow))]
    public static DateTime UtcNow => _origin.AddTicks(VirtualTime.Read());

    /// <summary>The date, in the machine's time zone.</summary>
    [Replaces(typeof(DateTime), nameof(DateTime.Now))]
    public static DateTime Now => UtcNow.ToLocalTime();

    /// <summary>The day, in the machine's time zone.</summary>
    [Replaces(typeof(DateTime), nameof(DateTime.Today))]
    public static DateTime Today => Now.Date;

    /// <summary>The date, in universal time.</summary>
    [Replaces(typeof(DateTimeOffset), nameof(DateTimeOffset.UtcNow))]
    public static DateTimeOffset OffsetUtcNow => new(UtcNow);

    /// <summary>The date, in the machine's time zone.</summary>
    [Replaces(typeof(DateTimeOffset), nameof(DateTimeOffset.Now))]
    public static DateTimeOffset OffsetNow => new(Now);

    /// <summary>Milliseconds since the machine was started.</summary>
    [Replaces(typeof(Environment), nameof(Environment.TickCount64))]
    public static long TickCount64 => (Origin + VirtualTime.Read()) / TimeSpan.TicksPerMillisecond;

    /// <summary>The same, as far as an int holds it.</summary>
    [Replaces(typeof(Environment), nameof(Environment.TickCount))]
    public static int TickCount => unchecked((int)TickCount64);

    /// <summary>The provider that shows virtual time, and refuses timers.</summary>
    [Replaces(typeof(TimeProvider), nameof(TimeProvider.System))]
    public static TimeProvider Provider { get; } = new VirtualTimeProvider();

    private sealed class VirtualTimeProvider : TimeProvider
    {
        public override long TimestampFrequency => Stopwatch.Frequency;

        public override DateTimeOffset GetUtcNow() => OffsetUtcNow;

        public override long GetTimestamp() => Stopwatch.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("Timers are not controlled.");
    }
}
