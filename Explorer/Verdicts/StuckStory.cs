using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Tells how it came about that a thread waits for ever, from what was done to what it waits for.</summary>
internal sealed class StuckStory(Recording recording, Story story, Wording wording)
{
    /// <summary>Of a call that came too early, or of a holder that has ended; null: the cause is neither.</summary>
    public string? OfCause()
    {
        foreach (var waiting in recording.Waiting.Where(waiting => waiting.AwaitsCall))
        {
            if (TooEarly(waiting) is var (call, wait))
                return $"{story.Doing(call)} came before {story.Doing(wait)}, and nobody was there to hear it.";
        }
        foreach (var waiting in recording.Waiting)
        {
            if (waiting.Holders is [var holder] && recording.Ended.Contains(holder.Index)
                && Deadlocks.Taking(waiting, recording) is { } taken)
            {
                return Kept(holder.Name, wording.NameOf(taken.Resource), taken.Site, "giving it up");
            }
        }
        return null;
    }

    /// <summary>Where nobody was interrupted, which would tell more; null: there is nothing to add to who waits for
    /// what.</summary>
    public string? OfState()
    {
        foreach (var waiting in recording.Waiting.Where(waiting => waiting.Operation.Kind != OperationKind.Join))
        {
            if (waiting.AwaitsCall) return OfCalls(waiting);
            var name = wording.NameOf(waiting.Resource);
            if (waiting.Resource is CountdownState or PhaseState) return OfCount(waiting, name);
            if (waiting.Resource is SemaphoreState && Deadlocks.Takers(waiting.Resource, recording) is { Count: > 0 } takers
                && recording.Ended.Contains(takers[^1].Thread))
            {
                return Kept(wording.ThreadName(takers[^1].Thread), $"a permit of {name}", takers[^1].Site, "giving it back");
            }
        }
        return null;
    }

    private string? OfCalls(Waiting waiting)
    {
        var name = wording.NameOf(waiting.Resource);
        var calls = recording.Events.FindAll(done =>
            done.Kind == OperationKind.Signal && done.Resource == waiting.Resource && !done.IsBlocked);
        if (waiting.Resource is TaskState task)
        {
            var last = wording.NameOf(task.Chain.Links[^1].Task);
            var remedy = task.Chain.Links[^1].Task.Remedy;
            return $"Nobody {(remedy == TaskState.Completes ? $"completes {last}" : remedy)}: all who could have done so have "
                + "ended, or wait too.";
        }
        if (calls.Count == 0)
            return $"Nobody calls: all who could end {waiting.Thread.Name}'s wait for {name} have ended, or wait too.";
        var undone = recording.Events.FindLast(done => done.Kind == OperationKind.Reset && done.Resource == waiting.Resource);
        return undone is not null
            ? $"{story.Doing(undone)} undid {story.Doing(calls[^1])} before {waiting.Thread.Name} could go on."
            : $"{story.Doing(calls[^1])} let another go on, and {waiting.Thread.Name} is left.";
    }

    private string OfCount(Waiting waiting, string name)
    {
        var signals = recording.Events.Count(done =>
            done.Kind == OperationKind.Signal && done.Resource == waiting.Resource && !done.IsBlocked);
        var times = signals switch { 0 => "never", 1 => "once", 2 => "twice", _ => $"{signals} times" };
        return waiting.Resource is CountdownState
            ? $"{name} was signalled {times}, and is still at {waiting.Resource.State}."
            : $"Threads came to {name} {times}, and it waits for more.";
    }

    // A pulse or a Set, and the wait that should have heard it.
    private (Event Call, Event Wait)? TooEarly(Waiting waiting)
    {
        var wait = recording.Events.FindLastIndex(done => done.IsBlocked && done.Thread == waiting.Thread.Index);
        var call = recording.Events.FindLastIndex(done =>
            done.Kind == OperationKind.Signal && done.Resource == waiting.Resource);
        return call >= 0 && call < wait && recording.Events[call].Thread != waiting.Thread.Index
            ? (recording.Events[call], recording.Events[wait])
            : null;
    }

    private string Kept(string who, string what, int site, string without) =>
        $"{who} took {what}{wording.At(site)} and ended without {without}.";
}
