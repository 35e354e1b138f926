// No more steps:
//
//      all threads have ended                         the test has run to its end
//      all foreground threads have ended              the same; the background threads are led out, as the platform ends them
//      nobody can move                                a deadlock of some kind, or one who spins for ever
//      no end in sight after so many steps            a livelock
//
//   E1  Background threads go on beyond the end of the others as far as they can, but for long time-outs: what they do then might
//       have come before that end, after a sleep or a short time-out too, and partial-order reduction tries only what it has seen
//       some execution do. A long one needs no such care: it is up only when nobody else can move, so not while main can.
//   E2  One that goes on without end is cut off, and the execution says so (WasCutOff): then nobody may claim to have seen all.

using Workbook.Explorer.Races;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Scheduling;

internal sealed partial class Execution
{
    private int _endedAt = -1; // the number of steps when the last foreground thread ended

    /// <summary>Whether the test's own method has returned.</summary>
    public bool HasMainEnded => Threads[0].HasEnded;

    /// <summary>Whether background threads would have gone on after the end of the others, for longer than anybody
    /// looked.</summary>
    public bool WasCutOff { get; private set; }

    /// <summary>A place is about to be written after main has ended. If this is data of the test's own, which others have used,
    /// then the test has forgotten the thread that writes.</summary>
    public void Wrote(Location place, int site)
    {
        var self = Self;
        if (IsAborting || self.IsBackground || self.Index == 0 || !IsOfTheTest(place)) return;
        var isUsedByOthers = place.Writes.Exists(write => write.Thread != self.Index)
            || place.Reads.Exists(read => read.Thread != self.Index);
        if (!isUsedByOthers) return;
        self.Site = site;
        Fail(FailureKind.ThreadLeft, $"{self.Name} is still at work after main has ended");
        throw Unwinding(self);
    }

    // A static field, a captured variable, an element of an array. What lies in an object may be the object's own business: a
    // latch that has just let main go on, and tidies up.
    private static bool IsOfTheTest(Location place) =>
        place.Owner is null or Array || place.Owner.GetType().Name.StartsWith("<>c", StringComparison.Ordinal);

    // Whether only background threads are left, which end with the process, and have gone as far as they can. E1
    private bool IsOver()
    {
        const int AsFar = 200; // steps
        if (Threads.Exists(static thread => thread is { Carrier: not null, IsBackground: false })) return false;
        if (_endedAt < 0) _endedAt = Steps.Count;
        if (Enabled.Count == 0 || IsLastResort) return true;
        return WasCutOff = Steps.Count - _endedAt > AsFar; // E2
    }

    // Nobody can move. If somebody only spins, what it reads may change unseen, as long as a race shows that is no scheduling
    // point yet.
    private ControlledThread? Stuck()
    {
        var spinning = Threads.FindAll(thread => thread.Carrier is not null && thread.Pending.Kind == OperationKind.Spin);
        if (spinning.Count == 0) Fail(Deadlocks.KindOf(this), "nobody can go on"); // who waits for whom is told when it is told
        else if (Races.HasNewPoints) GiveUp();
        else
        {
            Fail(FailureKind.Livelock, string.Join("; ", spinning.Select(thread =>
                $"{thread.Name} goes round a loop for ever, and nobody is left who could change "
                + $"{thread.Pending.Resource.Name}")));
        }
        return null;
    }

    private ControlledThread? GoesNowhere()
    {
        Fail(FailureKind.Livelock, $"after {options.Steps} steps no end is in sight, though all moved by turns for the last half "
            + $"of them; who still runs: {string.Join(", ", Enabled.Select(thread => thread.Name))}.");
        return null;
    }
}
