using System.Globalization;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Verdicts;

/// <summary>Says what went wrong in an execution that was recorded.</summary>
internal sealed class Findings(Execution execution, Recording recording, Telling telling)
{
    private readonly Wording _wording = telling.Wording;

    /// <summary>What, in one sentence.</summary>
    public string Message()
    {
        var failure = execution.Failure!;
        if (failure.Exception is { } exception) return Thrown(failure.Kind, exception);
        return failure.Kind switch
        {
            FailureKind.Deadlock or FailureKind.PartialDeadlock or FailureKind.LostWakeup =>
                new DeadlockStory(recording, _wording).Of(execution.Tasks.Circle),
            FailureKind.Livelock => Livelock(failure),
            FailureKind.ThreadLeft => Left(),
            _ => failure.Message,
        };
    }

    /// <summary>How it came about, in one sentence or two.</summary>
    public string Story(Failure failure)
    {
        if (failure.Kind == FailureKind.Race) return "Nothing puts the one before the other: no lock, no atomic step, no wait.";
        if (failure.Kind == FailureKind.ThreadLeft) return "main went on to its end without waiting for it.";
        var story = new Story(telling, execution);
        if (recording.Events.Find(_wording.IsAbandonment) is { } abandoned)
        {
            var mutex = _wording.NameOf(abandoned.Resource);
            return $"{_wording.ThreadName(abandoned.Thread)} ended without giving up {mutex}, and the next who took it was told.";
        }
        if (failure.Exception is not null || recording.Waiting.Count == 0) return story.OfInterruptions();
        var stuck = new StuckStory(recording, story, _wording);
        if (stuck.OfCause() is { } cause) return cause;
        var isInterrupted = execution.Steps.Exists(step => step.IsPreemption);
        var isCircle = Deadlocks.CycleOf(recording).Count > 0;
        return (isInterrupted || isCircle ? null : stuck.OfState()) ?? story.OfInterruptions();
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

    private string Thrown(FailureKind kind, Exception exception)
    {
        var who = recording.Culprit?.Name ?? "a thread";
        var (file, line) = Throwing.PlaceOf(exception);
        var place = file is null ? "" : $" ({Path.GetFileName(file)}:{line})";
        if (exception is SemaphoreFullException
            && recording.Events.FindLast(done => done.Thread == recording.Culprit?.Index) is { } last)
        {
            return $"{who} releases {_wording.NameOf(last.Resource)} beyond its maximum{place}: "
                + "it gives back a permit that was not taken";
        }
        var words = Failures.Words(exception).TrimEnd('.');
        return kind == FailureKind.Assertion ? $"{who}: {words}{place}" : $"{who} {words}{place}";
    }

    private string Left()
    {
        var last = recording.Events.FindLast(done => done.Location is not null && done.IsWrite && done.Thread != 0)!;
        var name = _wording.ThreadName(last.Thread);
        return $"{name} is still at work after main has ended: it writes {_wording.NameOf(last.Resource)}"
            + $"{_wording.At(last.Site)}. Join it, or wait for something that it does last.";
    }

    // Who goes round, where, and what it looks at: all that is in the last steps.
    private string Livelock(Failure failure)
    {
        const int Last = 200;
        var inVain = recording.Waiting.Where(waiting => waiting.Operation.Kind == OperationKind.Spin).ToList();
        if (inVain.Count > 0)
        {
            var rounds = inVain.Select(waiting => Round(recording.Events.Where(done => done.Thread == waiting.Thread.Index)));
            return $"{string.Join("; ", rounds)} for ever, and nobody is left who could change that";
        }
        if (recording.Spinner is { } spinner)
        {
            var touched = recording.Events.Where(done => done.Thread == spinner.Index && done.Location is not null);
            return $"{Round(touched, recording.SpinningAt, spinner)} for ever: after "
                + string.Create(CultureInfo.InvariantCulture, $"{Execution.TooManyRounds:n0} rounds no end is in sight, ")
                + "and it does nothing there that another thread could see, or wait for";
        }
        var tail = recording.Events.Skip(recording.Events.Count - Last).ToList();
        if (recording.Events.Count < Last) return failure.Message;
        var clauses = tail.Where(done => done.Site != 0).GroupBy(done => done.Thread).OrderBy(thread => thread.Key)
            .Select(thread => Round(thread));
        return $"{string.Join("; ", clauses)}: after {execution.Steps.Count} steps no end is in sight.";
    }

    // "a goes round line 5 (go is false)": what one thread has done of late.
    // The loop is the one at that site, if it is known.
    private string Round(IEnumerable<Event> ofThread, int site = 0, ControlledThread? thread = null)
    {
        const int Last = 20;
        var events = ofThread.Where(done => done.Site != 0).TakeLast(Last).ToList();
        var lines = site != 0 ? [$"the loop at {_wording.Where(site)}"]
            : events.Select(done => _wording.Where(done.Site)).Distinct().TakeLast(4);
        var looks = events.Where(done => done.Location is not null && done.Kind is OperationKind.Read or OperationKind.Atomic)
            .Select(done => $"{_wording.NameOf(done.Resource)} is {_wording.Show(done.Before)}").Distinct().TakeLast(3).ToList();
        return $"{thread?.Name ?? _wording.ThreadName(events[^1].Thread)} goes round "
            + $"{string.Join(", ", lines)}{(looks.Count > 0 ? $" ({string.Join(", ", looks)})" : "")}";
    }
}
