// From what was written down to what is told. Left out: what one thread does for itself, what nobody changes, beginnings and
// ends, what main does before it starts the others.

using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Timelines;

/// <summary>Chooses of the events of an execution those that are told, and makes rows of them.</summary>
internal sealed class Telling
{
    private readonly Execution _execution;
    private readonly Recording _recording;
    private readonly Sharing _sharing;
    private readonly SourceText _source;

    public Telling(Execution execution, Recording recording, ObjectNames names, SourceText source)
    {
        (_execution, _recording, _source) = (execution, recording, source);
        Delays.Find(recording);
        _sharing = new Sharing(recording);
        Wording = new Wording(execution, recording, _sharing, names, source);
    }

    public Wording Wording { get; }

    /// <summary>The program's source.</summary>
    public SourceText Source => _source;

    /// <summary>Whose exception it was that the execution failed with; null: it was none.</summary>
    public ControlledThread? Culprit => _recording.Culprit;

    /// <summary>Calls of async methods that have not ended when the execution fails, and that nobody awaits.</summary>
    public IReadOnlyList<AsyncMethod> Unawaited => _recording.Unawaited;

    /// <summary>Whether the number stands for a thread, and for no call of an async method.</summary>
    public bool IsThread(int actor) => _recording.CallOf(actor) is null && !(actor == 0 && _recording.IsTestAsync);

    /// <summary>What matters, in the order in which it happened.</summary>
    public List<TimelineRow> Rows()
    {
        var rows = new List<TimelineRow>();
        RowBuilder? open = null;
        foreach (var done in Told())
        {
            if (open?.Takes(done) != true)
            {
                if (open is not null) rows.Add(open.Build());
                open = new RowBuilder(Wording, _source);
            }
            open.Add(done);
        }
        if (open is not null) rows.Add(open.Build());
        if (_recording.Culprit is { } culprit) rows.Add(Thrown(culprit));
        return rows;
    }

    /// <summary>Events that are worth a word; last, who waits for others' ends in the end, and main last of these.</summary>
    public IEnumerable<Event> Told()
    {
        var last = new List<Event>();
        var isPreemption = false;
        for (var i = _sharing.Beginning; i < _recording.Events.Count; i++)
        {
            var done = _recording.Events[i];
            isPreemption |= done.IsPreemption;
            if (!IsTold(done)) continue;
            if (done.Kind == OperationKind.Join && done.IsBlocked)
            {
                last.Add(done);
                continue;
            }
            done.IsTurn = isPreemption; // the preemption may have been before a step that is not told
            isPreemption = false;
            yield return done;
        }
        foreach (var waits in last.OrderBy(waits => waits.Thread == 0)) yield return waits;
    }

    private bool IsTold(Event done) => !IsOfMachinery(done) && done.Kind switch
    {
        OperationKind.Read when done.Looking != Looking.ToKnow => done.Awaits,
        OperationKind.Begin or OperationKind.Yield or OperationKind.Watch or OperationKind.Fence => false,
        OperationKind.Flush => done.IsDelayed,
        OperationKind.End => done.Thread == 0 ? _execution.Failure?.Kind == FailureKind.ThreadLeft
            : _recording.Culprit is null && _recording.Waiting.Count > 0,
        OperationKind.Spawn => true,
        OperationKind.Sleep => !done.IsBlocked,
        OperationKind.Join => done.TimedOut || (done.IsBlocked && _recording.Culprit is null && IsLast(done)),
        OperationKind.Read when done.Resource is ControlledThread => false,
        _ => _sharing.Contains(done.Resource) || (done.Step >= 0 && IsOfInterest(done)),
    };

    // How a task goes on, which stands nowhere in the source: that main waits for a test that is async, that an async method
    // ends, or what follows others, and that a time has come.
    private bool IsOfMachinery(Event done) => done.Kind switch
    {
        _ when done.Resource is Cell { IsOfMachinery: true } => true,
        OperationKind.Spawn => done.Resource is ControlledThread { NamedAfter: Resumption or Alarm { IsDelay: true } },
        OperationKind.Read when done.Resource is TaskState { Method: { } method } => method.Told != method,
        OperationKind.Wait => done.Resource is TaskState { Method.IsTest: true },
        OperationKind.Signal => done.Resource is TaskState task && (task.Method is not null || task.Followed is not null
            || (task.Work is not null && task.IsInner) || _execution.Threads[done.Thread].NamedAfter is Alarm { IsDelay: true }),
        OperationKind.End => done.Thread != 0
            && _execution.Threads[done.Thread].NamedAfter is Resumption or Alarm { IsDelay: true },
        _ => done.Location is { Key: > 0, Owner: { } owner } place && ObjectPaths.IsClosure(owner.GetType())
            && (IsNowhere(done) || ObjectPaths.LabelOf(Values.FieldNameOf(place.Key)) is null),
    };

    // What the compiler does in a program that has symbols.
    private bool IsNowhere(Event done) => _source[done.Site]?.File is null
        && _recording.Events.Exists(other => _source[other.Site]?.File is not null);

    // A place that races in some execution, though in this one a single thread uses it: its value may say why. That of an
    // array says nothing, since all arrays count as one there, nor does an object that stays what it is.
    private bool IsOfInterest(Event done) => done.Location is { } place
        && (_execution.Failure?.Kind == FailureKind.Livelock || (place.Owner is not Array && Values.IsPlain(done.Before)));

    private bool IsLast(Event done) =>
        _recording.Waiting.Exists(waiting => waiting.Thread.Index == done.Thread && waiting.Resource == done.Resource)
        && _recording.Events.FindLast(other => other.Thread == done.Thread) == done;

    private TimelineRow Thrown(ControlledThread culprit)
    {
        var exception = _execution.Failure!.Exception!;
        var (file, line) = Throwing.PlaceOf(exception);
        return new TimelineRow(Wording.NumberOf(culprit.Index), culprit.Name, file, line, null, Failures.Words(exception),
            IsPreemption: false);
    }
}
