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

    /// <summary>A clause for each thread that waits: "b waits for _first (line 9), which a holds".</summary>
    public static string Describe(Recording recording, Wording wording, IReadOnlyList<AwaitLink> calls)
    {
        var cycle = CycleOf(recording);
        var clauses = cycle.Select(waiting => Clause(waiting, recording, wording)).ToList();
        if (cycle.Count > 0)
            clauses[^1] += cycle.Count == 1 ? ": it waits for itself" : cycle.Count == 2 ? ": each waits for the other"
                : ": a cycle";
        clauses.AddRange(calls.Select(link => Clause(link, wording)));
        if (calls.Count > 0)
            clauses[^1] += calls.Count == 1 ? ": it waits for itself" : calls.Count == 2 ? ": each waits for the other"
                : ": a cycle";
        // Who only waits for the end of one that is told of anyway comes last.
        var others = recording.Waiting.Except(cycle).OrderBy(waiting => waiting.Operation.Kind == OperationKind.Join).ToList();
        clauses.AddRange(others.Select(waiting => calls.Count > 0 && waiting.Resource is TaskState
            ? $"{waiting.Thread.Name} waits for {wording.NameOf(waiting.Resource)}{wording.At(waiting.Operation.Site)}, "
                + "which waits for them"
            : Clause(waiting, recording, wording)));
        return string.Join("; ", clauses) + ".";
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

    private static string Clause(AwaitLink link, Wording wording) => link.Permit is null
        ? $"{link.Method.Name} awaits {link.Holder.Name}{wording.At(link.Site)}"
        : $"{link.Method.Name} waits for a permit of {wording.NameOf(link.Permit)}{wording.At(link.Site)}, which "
            + $"{(link.Holder == link.Method ? "it itself" : link.Holder.Name)} has taken{wording.At(link.Taken)}";

    private static string Clause(Waiting waiting, Recording recording, Wording wording)
    {
        var (thread, operation) = (waiting.Thread, waiting.Operation);
        var at = wording.At(operation.Site);
        if (operation.Kind == OperationKind.Join) return $"{thread.Name} waits for the end of {operation.Resource.Name}";
        var name = wording.NameOf(waiting.Resource);
        if (waiting.Resource.Want is { } want)
            return $"{thread.Name} waits for {want.Lacks} {name}{at}, and nobody is left to {want.Remedy}";
        if (waiting.Resource is TaskState task) return $"{thread.Name} waits for {name}{at}{Task(task, thread, wording)}";
        if (waiting.AwaitsCall) return Call(waiting, name, at, recording, wording);
        if (waiting.Holders.Count > 1)
            return $"{thread.Name} waits for {name}{at}, which "
                + $"{string.Join(" and ", waiting.Holders.Select(one => one == thread ? "it itself" : one.Name))} hold";
        if (waiting.Holders is [var holder])
        {
            var since = Taking(waiting, recording) is { } taken ? wording.At(taken.Site) : "";
            if (holder == thread) return $"{thread.Name} waits for {name}{at}, which it holds itself{since}";
            return recording.Ended.Contains(holder.Index)
                ? $"{thread.Name} waits for {name}{at}, which {holder.Name} took{since} and never gave up: it has ended"
                : $"{thread.Name} waits for {name}{at}, which {holder.Name} holds{since}";
        }
        var takers = Takers(waiting.Resource, recording);
        if (takers.Count == 0) return $"{thread.Name} waits for {name}{at}, and nobody is left to signal it";
        var (taker, site) = takers[^1];
        var ended = recording.Ended.Contains(taker) ? ", and it has ended" : "";
        return $"{thread.Name} waits for {name}{at}, whose last permit "
            + $"{(taker == thread.Index ? "it" : wording.ThreadName(taker))} took"
            + $"{wording.At(site)}{(taker == thread.Index ? " itself" : ended)}";
    }

    // Why it is not completed: ", which awaits promise.Task (line 5), and nobody completes that".
    private static string Task(TaskState task, ControlledThread thread, Wording wording)
    {
        var chain = task.Chain;
        var way = new System.Text.StringBuilder();
        foreach (var link in chain.Links)
        {
            if (link.Awaited is not { } next || (next.Method is { } inner && inner.Told != inner)) continue;
            way.Append(link.Method is null ? ", which follows " : ", which awaits ").Append(wording.NameOf(next))
                .Append(wording.At(link.Site)).Append(link.IsDone ? ": that is completed" : "");
        }
        var last = chain.Links[^1].Task;
        if (chain.IsCircle) way.Append(": it waits for itself");
        else if (chain.Holder is { } holder)
        {
            var who = holder == thread ? "it itself" : holder.Name;
            if (!chain.IsRunning && ContextOf(chain) is { } context)
                way.Append($"; what is left of {wording.NameOf(last)} is to run in {context}, by {holder.Name}"
                    + (holder == thread ? ", which waits here" : ""));
            else if (!chain.IsRunning) way.Append($", and {who} would have to go on with {wording.NameOf(last)}");
            else if (holder == thread) way.Append(", which is it itself");
            else if (holder.Name != wording.NameOf(last)) way.Append($", which {who} runs");
        }
        else if (chain.Links[^1].Awaited is null)
            way.Append(last.Work is null ? $", and nobody {last.Remedy}" : ", which nobody has begun");
        return way.ToString();
    }

    // As it is to be called: the UiContext that was current at its await.
    private static string? ContextOf(TaskChain chain) => chain.Links[^1].Method?.Context is { } context
        ? $"the {Values.NameOf(context.GetType())} that was current at its await" : null;

    private static string Call(Waiting waiting, string name, string at, Recording recording, Wording wording)
    {
        var isPulse = waiting.Resource is LockState;
        var since = recording.Events.FindLastIndex(done => done.Thread == waiting.Thread.Index && done.IsBlocked);
        var call = recording.Events.FindLast(done => done.Kind == OperationKind.Signal && done.Resource == waiting.Resource);
        var waits = $"{waiting.Thread.Name} waits for {(isPulse ? $"a pulse of {name}" : name)}{at}";
        if (call is null) return $"{waits}, and nobody has {(isPulse ? "pulsed" : "set")} it at all";
        var undone = recording.Events.FindLast(done => done.Kind == OperationKind.Reset && done.Resource == waiting.Resource);
        if (undone is not null && recording.Events.IndexOf(undone) > recording.Events.IndexOf(call))
            return $"{waits}, and the last Set, {wording.ThreadName(call.Thread)}'s{wording.At(call.Site)}, was undone by "
                + $"{wording.ThreadName(undone.Thread)}'s Reset{wording.At(undone.Site)}";
        var came = recording.Events.IndexOf(call) < since ? "came before that" : "has let another go on";
        return $"{waits}, and the last {(isPulse ? "pulse" : "Set")}, {wording.ThreadName(call.Thread)}'s"
            + $"{wording.At(call.Site)}, {came}";
    }

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
