// Who waits for whom, when nobody can go on:
//
//      a  --- waits for --->  _second  --- held by --->  b
//      ^                                                 |
//      +--- held by ---  _first  <--- waits for ---------+
//
//      a cycle                                    deadlock, partial if somebody has ended
//      no cycle, and somebody waits for a call    lost wakeup: a pulse or a Set that came too early, or never
//      else                                       as the first: a lock that its holder took along, a permit not given back

using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Says who waits for what when nobody can go on.</summary>
internal static class Deadlocks
{
    /// <summary>Asked in the state in which nobody can go on.</summary>
    public static FailureKind KindOf(Execution execution)
    {
        var stuck = execution.Threads.Where(thread => thread.Carrier is not null && !thread.IsBackground).ToList();
        var hasEnded = execution.Threads.Exists(thread => thread.HasEnded);
        if (!stuck.Exists(start => IsInCycle(start, thread => HoldersOf(execution, thread))))
        {
            var calls = stuck.Where(thread => thread.Pending.Resource.AwaitsCall(thread, thread.Pending))
                .Select(thread => thread.Pending.Resource.Subject).ToList();
            if (calls.Count > 0 && (hasEnded || calls.Exists(resource => WasSignalled(execution, resource))))
                return FailureKind.LostWakeup;
        }
        execution.Tasks.Circle = AwaitCircles.In(execution.Tasks);
        // Threads of the pool come and go.
        return execution.Threads.Exists(thread => thread is { HasEnded: true, IsBackground: false })
            ? FailureKind.PartialDeadlock : FailureKind.Deadlock;
    }

    /// <summary>The threads that wait for each other in a circle, from the one with the lowest number on; none if there is no
    /// circle.</summary>
    public static List<Waiting> CycleOf(Recording recording)
    {
        foreach (var start in recording.Waiting)
        {
            var way = new List<Waiting> { start };
            while (recording.Waiting.Find(next => HoldersOf(way[^1], recording).Contains(next.Thread)) is { } next)
            {
                if (next == start) return way;
                if (way.Contains(next)) break;
                way.Add(next);
            }
        }
        return [];
    }

    /// <summary>Where the holder has taken what the thread waits for.</summary>
    public static Event? Taking(Waiting waiting, Recording recording) =>
        recording.Events.FindLast(done => waiting.Holders.Any(holder => holder.Index == done.Thread)
        && done.Resource == waiting.Resource && !done.IsBlocked && done.Kind is OperationKind.Acquire or OperationKind.TryAcquire
            or OperationKind.Wait);

    /// <summary>Whom a thread waits for: who holds what it wants, or has taken the permits of it and waits too; none, if it waits
    /// for a call.</summary>
    public static List<ControlledThread> HoldersOf(Waiting waiting, Recording recording)
    {
        if (waiting.AwaitsCall) return [];
        if (waiting.Holders.Count > 0) return [.. waiting.Holders];
        var takers = Takers(waiting.Resource, recording);
        return [.. recording.Waiting.Select(other => other.Thread)
            .Where(thread => takers.Exists(taker => taker.Thread == thread.Index))];
    }

    public static List<(int Thread, int Site)> Takers(Resource resource, Recording recording) =>
        Takers(recording.Events.Where(done => done.Resource == resource && !done.IsBlocked)
            .Select(done => (done.Thread, done.Kind, Took: !done.TimedOut && !Equals(done.Before, done.After), done.Site)));

    private static bool WasSignalled(Execution execution, Resource resource) =>
        execution.Steps.Exists(step => step.Operation.Kind == OperationKind.Signal && step.Operation.Resource.Overlaps(resource));

    private static bool IsInCycle(ControlledThread start, Func<ControlledThread, List<ControlledThread>> holders)
    {
        var open = new Stack<ControlledThread>(holders(start));
        var visited = new HashSet<ControlledThread>();
        while (open.TryPop(out var thread))
        {
            if (thread == start) return true;
            if (!visited.Add(thread)) continue;
            foreach (var next in holders(thread)) open.Push(next);
        }
        return false;
    }

    private static List<ControlledThread> HoldersOf(Execution execution, ControlledThread thread)
    {
        if (thread.Carrier is null || thread.Pending.Resource.AwaitsCall(thread, thread.Pending)) return [];
        var awaited = thread.Pending.Resource.Subject;
        if (awaited.HoldersIn(execution).ToList() is { Count: > 0 } holders) return holders;
        var takers = Takers(execution.Steps.Where(step => step.Operation.Resource.Subject == awaited)
            .Select(step => (step.Thread, step.Operation.Kind, Took: !step.TimedOut, step.Operation.Site)));
        return [.. takers.Select(taker => execution.Threads[taker.Thread])];
    }

    // Who has taken a permit and not given it back; a permit that another gives back is taken to be the oldest.
    private static List<(int Thread, int Site)> Takers(IEnumerable<(int Thread, OperationKind Kind, bool Took, int Site)> steps)
    {
        var takers = new List<(int Thread, int Site)>();
        foreach (var step in steps)
        {
            if (step.Kind is OperationKind.Wait && step.Took) takers.Add((step.Thread, step.Site));
            else if (step.Kind is OperationKind.Signal && takers.Count > 0)
                takers.RemoveAt(Math.Max(0, takers.FindLastIndex(taker => taker.Thread == step.Thread)));
        }
        return takers;
    }
}
