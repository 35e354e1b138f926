using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Says what went wrong in an execution that was recorded.</summary>
internal sealed class Findings(Execution execution, Recording recording, Telling telling)
{
    /// <summary>What, in one sentence.</summary>
    public string Message()
    {
        var failure = execution.Failure!;
        if (failure.Exception is { } exception) return Thrown(failure.Kind, exception);
        return failure.Kind switch
        {
            FailureKind.Deadlock or FailureKind.PartialDeadlock or FailureKind.LostWakeup =>
                Deadlocks.Describe(recording, telling),
            FailureKind.Livelock => Livelock(failure),
            FailureKind.ThreadLeft => Left(),
            _ => failure.Message,
        };
    }

    /// <summary>How it came about, in one sentence or two.</summary>
    public string Story(Failure failure)
    {
        var story = new Story(telling, execution);
        if (failure.Kind == FailureKind.Race) return "Nothing puts the one before the other: no lock, no atomic step, no wait.";
        if (failure.Kind == FailureKind.ThreadLeft) return "main went on to its end without waiting for it.";
        if (failure.Kind == FailureKind.LostWakeup && TooEarly() is var (call, wait))
            return $"{story.Doing(call)} came before {story.Doing(wait)}, and nobody was there to hear it.";
        if (recording.Waiting.Find(waiting => waiting.Holders is [var holder]
            && recording.Ended.Contains(holder.Index)) is { Holders: [var gone] } kept
            && Deadlocks.Taking(kept, recording) is { } taken)
            return $"{gone.Name} took {telling.NameOf(taken.Resource)} ({telling.Where(taken.Site)}) and ended without giving "
                + "it up.";
        return story.OfInterruptions();
    }

    /// <summary>A race of an execution that does not fail.</summary>
    /// <param name="wanted">Which; the first that occurs is told.</param>
    public Failure OfRace(IReadOnlyCollection<Race> wanted)
    {
        var story = new Story(telling, execution);
        var (_, first, second) = recording.Races.Find(seen => wanted.Contains(seen.Race));
        return new Failure(FailureKind.Race, first is null ? "two accesses race"
            : $"{story.Doing(first)} and {story.Doing(second)} race");
    }

    // A pulse or a Set, and the wait that should have heard it.
    private (Event Call, Event Wait)? TooEarly()
    {
        foreach (var waiting in recording.Waiting.Where(waiting => waiting.AwaitsCall))
        {
            var wait = recording.Events.FindLastIndex(done => done.IsBlocked && done.Thread == waiting.Thread.Index);
            var call = recording.Events.FindLastIndex(done => done.Kind == OperationKind.Signal
                && done.Resource == waiting.Resource);
            if (call >= 0 && call < wait && recording.Events[call].Thread != waiting.Thread.Index)
                return (recording.Events[call], recording.Events[wait]);
        }
        return null;
    }

    private string Thrown(FailureKind kind, Exception exception)
    {
        var who = recording.Culprit?.Name ?? "a thread";
        var (file, line) = Throwing.PlaceOf(exception);
        var place = file is null ? "" : $" ({Path.GetFileName(file)}:{line})";
        var words = Failures.Words(exception);
        if (kind == FailureKind.Misuse && recording.Events.FindLast(done => done.Thread == recording.Culprit?.Index) is { } last
            && exception is SemaphoreFullException)
            return $"{who} releases {telling.NameOf(last.Resource)} beyond its maximum{place}: it gives back a permit that was "
                + "not taken";
        return kind == FailureKind.Assertion ? $"{who}: {words}{place}" : $"{who} {words}{place}";
    }

    private string Left()
    {
        var last = recording.Events.FindLast(done => done.Location is not null && done.IsWrite && done.Thread != 0)!;
        var name = telling.ThreadName(last.Thread);
        return $"{name} is still at work after main has ended: it writes {telling.NameOf(last.Resource)} "
            + $"({telling.Where(last.Site)}). "
            + "Join it, or wait for something that it does last.";
    }

    // Who goes round, where, and what it looks at: all that is in the last steps.
    private string Livelock(Failure failure)
    {
        const int Last = 200;
        var inVain = recording.Waiting.Where(waiting => waiting.Operation.Kind == OperationKind.Spin).ToList();
        if (inVain.Count > 0)
            return $"{string.Join("; ", inVain.Select(waiting => Round(recording.Events.Where(done => done.Thread == waiting.Thread.Index))))} "
                + "for ever, and nobody is left who could change that";
        if (recording.Spinner is { } spinner)
            return $"{spinner.Name} goes round the loop at {telling.Where(recording.SpinningAt)} for ever, and does nothing there that "
                + "another thread could see, or wait for";
        var tail = recording.Events.Skip(recording.Events.Count - Last).ToList();
        if (recording.Events.Count < Last) return failure.Message;
        var clauses = tail.Where(done => done.Site != 0).GroupBy(done => done.Thread).OrderBy(thread => thread.Key).Select(Round);
        return $"{string.Join("; ", clauses)}: after {execution.Steps.Count} steps no end is in sight.";
    }

    // "a goes round line 5 (go is false)": what one thread has done of late.
    private string Round(IEnumerable<Event> ofThread)
    {
        const int Last = 20;
        var events = ofThread.Where(done => done.Site != 0).TakeLast(Last).ToList();
        var lines = events.Select(done => telling.Where(done.Site)).Distinct().TakeLast(4);
        var looks = events.Where(done => done.Location is not null && done.Kind is OperationKind.Read or OperationKind.Atomic)
            .Select(done => $"{telling.NameOf(done.Resource)} is {telling.Show(done.Before)}").Distinct().TakeLast(3).ToList();
        return $"{telling.ThreadName(events[^1].Thread)} goes round "
            + $"{string.Join(", ", lines)}{(looks.Count > 0 ? $" ({string.Join(", ", looks)})" : "")}";
    }
}
