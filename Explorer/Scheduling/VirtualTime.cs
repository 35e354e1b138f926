// Each thread has a time of its own, which travels with its vector clock. It goes on where a program would feel it:
//
//      a sleep, or a wait whose time was up     by its length
//      asking a clock                           by a microsecond, so that time is never the same twice
//
//      main      0 ms  Sleep(20)  20 ms  Join(worker) ------> 50 ms     the later of the two
//      worker    0 ms  Sleep(50)  50 ms  ends --------------/
//
// So what a clock says depends on what happened before, and on nothing else: not on the steps that other threads do
// meanwhile, whose order is explored on its own.
//
// Who asks a clock again and again, and lets no time pass, waits for it to go on: from the 257th time on it goes twice as far
// with every second reading, and a loop that runs until a time has come ends, in a second of virtual time after 300 rounds,
// in a day after 330.

namespace Workbook.Explorer.Scheduling;

/// <summary>The clock that programs under test see.</summary>
internal static class VirtualTime
{
    private const int Patience = 256, LongestStep = 40; // readings; doublings

    /// <summary>The calling thread's time, in ticks of 100 ns since the execution began. Outside of one it stands still, at
    /// 0.</summary>
    public static long Read()
    {
        if (Execution.Current is null) return 0;
        var self = Execution.Self;
        var doublings = Math.Min(LongestStep, Math.Max(0, ++self.Readings - Patience) / 2);
        return self.Clock.Now += TimeSpan.TicksPerMicrosecond << doublings;
    }

    /// <summary>When the time of the step that the thread stands before is up.</summary>
    public static long Due(ControlledThread thread) => thread.Clock.Now + (thread.Pending.Timeout * TimeSpan.TicksPerMillisecond);

    /// <summary>The thread has slept, or waited in vain.</summary>
    public static void Pass(ControlledThread thread, long milliseconds)
    {
        thread.Clock.Now += milliseconds * TimeSpan.TicksPerMillisecond;
        thread.Readings = 0;
    }
}
