// Three jobs, each with two machines. An arrow: asked for while the other one was held.
//
//      flyer      cutter, then press            cutter ----> press
//      book       press, then binder               ^           |
//      calendar   binder, then cutter              +-- binder <+
//
// Nothing goes wrong while they come one after the other. All together, they can wait for each other for ever.

using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LockOrder;

/// <summary>Jobs that take their machines in a circle, under the eyes of a checker.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="repaired">Whether the calendar takes the cutter first.</param>
public sealed class PrintShop(Stage stage, bool repaired)
{
    /// <summary>One job after the other: nobody ever waits, and the checker learns the order from what it sees.</summary>
    public void OneAfterTheOther()
    {
        var detector = new DeadlockDetector();
        var checker = new LockOrderChecker(throws: false);
        var machines = new Machines(detector, checker, ranked: false);
        var rows = new List<string[]>();
        foreach (var (name, job) in Jobs(machines))
        {
            var (learned, violations) = (checker.Learned.Count, checker.Violations.Count);
            WorkerThread.Start(name, () => job(() => { })).Join();
            rows.Add([name, string.Join(", ", checker.Learned.Skip(learned).Select(edge => $"{edge.Held.Name} -> {edge.Wanted.Name}")),
                string.Join(", ", checker.Violations.Skip(violations).Select(found =>
                    $"{found.Edge.Held.Name} -> {found.Edge.Wanted.Name}"))]);
        }
        stage.Table("one job after the other", ["done", "learned", "out of order"], rows);
        stage.WriteLine($"deadlocks: {detector.Deadlocks}, violations: {checker.Violations.Count}");
        foreach (var violation in checker.Violations) stage.WriteLine($"{violation}");
    }

    /// <summary>The calendar alone, before anybody else has worked: only ranks can tell that it is wrong.</summary>
    public void CalendarAlone()
    {
        var checker = new LockOrderChecker(throws: true);
        var machines = new Machines(new DeadlockDetector(), checker, ranked: true);
        stage.WriteLine("with ranks, the calendar alone");
        WorkerThread.Start("calendar", () =>
        {
            try { Calendar(machines, meet: () => { }); }
            catch (LockOrderException refused) { stage.WriteLine(refused.Message); }
        }).Join();
        stage.WriteLine($"violations: {checker.Violations.Count}");
    }

    /// <summary>All jobs at once, each with its first machine before any asks for its second.</summary>
    public void AllTogether()
    {
        DeadlockReport? report = null;
        var detector = new DeadlockDetector(
            Comparer<WaitingThread>.Create((a, b) => (b.Name == "calendar").CompareTo(a.Name == "calendar")), // gives way
            found => report = found);
        var jobs = Jobs(new Machines(detector, order: null, ranked: false));
        var allHold = new CyclicBarrier(jobs.Count);
        var done = 0; // by Interlocked until all have ended
        var group = new ThreadGroup();
        foreach (var (name, job) in jobs)
            group.Start(name, () =>
            {
                try
                {
                    job(() => allHold.SignalAndWait(stage.Cancel));     // [meet]
                    Interlocked.Increment(ref done);
                }
                catch (DeadlockException)
                {
                    // it has given way, and its first machine is free: see the report
                }
            });
        group.Join();
        stage.WriteLine($"all together: {done} of {jobs.Count} jobs done, deadlocks: {detector.Deadlocks}");
        foreach (var thread in (report?.Cycle ?? []).OrderBy(thread => thread.Name, StringComparer.Ordinal))
            stage.WriteLine($"  {thread}");
        if (report?.Victim is { } victim) stage.WriteLine($"{victim.Name} gave way");
    }

    private List<(string Name, Action<Action> Job)> Jobs(Machines machines) =>
    [
        ("flyer", meet => Flyer(machines, meet)),
        ("book", meet => Book(machines, meet)),
        ("calendar", meet => Calendar(machines, meet)),
    ];

    private void Flyer(Machines machines, Action meet)
    {
        using (machines.Cutter.Hold(stage.Cancel))
        {
            meet();
            using (machines.Press.Hold(stage.Cancel)) { }
        }
    }

    private void Book(Machines machines, Action meet)
    {
        using (machines.Press.Hold(stage.Cancel))
        {
            meet();
            using (machines.Binder.Hold(stage.Cancel)) { }
        }
    }

    private void Calendar(Machines machines, Action meet)
    {
        var (first, second) = repaired ? (machines.Cutter, machines.Binder) : (machines.Binder, machines.Cutter); // [repair]
        using (first.Hold(stage.Cancel))
        {
            meet();
            using (second.Hold(stage.Cancel)) { }                       // [out of order]
        }
    }

    private sealed class Machines(DeadlockDetector detector, LockOrderChecker? order, bool ranked)
    {
        public TrackedLock Cutter { get; } = new("cutter") { Detector = detector, Order = order, Rank = ranked ? 1 : null };
        public TrackedLock Press { get; } = new("press") { Detector = detector, Order = order, Rank = ranked ? 2 : null };
        public TrackedLock Binder { get; } = new("binder") { Detector = detector, Order = order, Rank = ranked ? 3 : null };
    }
}
