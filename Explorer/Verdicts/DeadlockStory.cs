// A clause for each thread that waits, and for each call of an async method that waits in a circle:
//
//      b waits for _first (line 9), which a holds; a waits for _second (line 8), which b holds: each waits for the other.

using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Tells who waits for what in an execution in which nobody can go on.</summary>
internal sealed class DeadlockStory(Recording recording, Wording wording)
{
    /// <summary>In one sentence.</summary>
    /// <param name="calls">Calls of async methods that wait for each other; none: there is no such circle.</param>
    public string Of(IReadOnlyList<AwaitLink> calls)
    {
        var cycle = Deadlocks.CycleOf(recording);
        var clauses = cycle.Select(waiting => Clause(waiting)).ToList();
        if (cycle.Count > 0) clauses[^1] += Closing(cycle.Count);
        clauses.AddRange(calls.Select(link => Clause(link)));
        if (calls.Count > 0) clauses[^1] += Closing(calls.Count);
        // Who only waits for the end of one that is told of anyway comes last.
        var others = recording.Waiting.Except(cycle).OrderBy(waiting => waiting.Operation.Kind == OperationKind.Join).ToList();
        clauses.AddRange(others.Select(waiting => calls.Count > 0 && waiting.Resource is TaskState
            ? $"{waiting.Thread.Name} waits for {wording.NameOf(waiting.Resource)}{wording.At(waiting.Operation.Site)}, "
                + "which waits for them"
            : Clause(waiting)));
        return string.Join("; ", clauses) + ".";
    }

    private static string Closing(int count) => count switch
    {
        1 => ": it waits for itself",
        2 => ": each waits for the other",
        _ => ": a cycle",
    };

    private string Clause(AwaitLink link) => link.Permit is null
        ? $"{link.Method.Name} awaits {link.Holder.Name}{wording.At(link.Site)}"
        : $"{link.Method.Name} waits for a permit of {wording.NameOf(link.Permit)}{wording.At(link.Site)}, which "
            + $"{(link.Holder == link.Method ? "it itself" : link.Holder.Name)} has taken{wording.At(link.Taken)}";

    private string Clause(Waiting waiting)
    {
        var (thread, operation) = (waiting.Thread, waiting.Operation);
        var at = wording.At(operation.Site);
        if (operation.Kind == OperationKind.Join) return $"{thread.Name} waits for the end of {operation.Resource.Name}";
        var name = wording.NameOf(waiting.Resource);
        if (waiting.Resource.Want is { } want)
            return $"{thread.Name} waits for {want.Lacks} {name}{at}, and nobody is left to {want.Remedy}";
        if (waiting.Resource is TaskState task) return $"{thread.Name} waits for {name}{at}{Task(task, thread)}";
        if (waiting.AwaitsCall) return Call(waiting, name, at);
        if (waiting.Holders.Count > 1)
            return $"{thread.Name} waits for {name}{at}, which "
                + $"{string.Join(" and ", waiting.Holders.Select(one => one == thread ? "it itself" : one.Name))} hold";
        if (waiting.Holders is [var holder])
        {
            var since = Deadlocks.Taking(waiting, recording) is { } taken ? wording.At(taken.Site) : "";
            if (holder == thread) return $"{thread.Name} waits for {name}{at}, which it holds itself{since}";
            return recording.Ended.Contains(holder.Index)
                ? $"{thread.Name} waits for {name}{at}, which {holder.Name} took{since} and never gave up: it has ended"
                : $"{thread.Name} waits for {name}{at}, which {holder.Name} holds{since}";
        }
        var takers = Deadlocks.Takers(waiting.Resource, recording);
        if (takers.Count == 0) return $"{thread.Name} waits for {name}{at}, and nobody is left to signal it";
        var (taker, site) = takers[^1];
        var ended = recording.Ended.Contains(taker) ? ", and it has ended" : "";
        return $"{thread.Name} waits for {name}{at}, whose last permit "
            + $"{(taker == thread.Index ? "it" : wording.ThreadName(taker))} took"
            + $"{wording.At(site)}{(taker == thread.Index ? " itself" : ended)}";
    }

    // Why it is not completed: ", which awaits promise.Task (line 5), and nobody completes that".
    private string Task(TaskState task, ControlledThread thread)
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

    private string Call(Waiting waiting, string name, string at)
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
}
