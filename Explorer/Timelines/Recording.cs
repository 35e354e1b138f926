// What happens in one execution, as it is told afterwards. A step is written down when it is chosen, with what its place in
// memory holds before it; what it holds after it is seen when the same thread comes to its next step, or ends:
//
//      w1  Chose(write left)     Before = 1
//      w1  ... writes ...
//      w1  Announced(release)    After = 0, since nobody else ran in between
//
// Executions that are only explored have no recording, and pay one comparison with null a step for it.

using System.Runtime.Loader;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Verdicts;
using Workbook.Explorer.WeakMemory;

namespace Workbook.Explorer.Timelines;

/// <summary>Writes down what happens in an execution.</summary>
/// <remarks>Used by the thread that has the baton.</remarks>
internal sealed class Recording(AssemblyLoadContext program)
{
    /// <summary>The first number that stands for a call of an async method, and for no thread.</summary>
    public const int FirstCall = 1 << 20;

    private readonly List<Event> _unsettled = []; // done by the thread that runs; what they left behind is not known yet

    private readonly HashSet<(Resource Place, int Site)> _reads = []; // since the last step or write
    private readonly Dictionary<WriteToken, Event> _delayed = [];

    private readonly List<AsyncMethod> _calls = [];

    private int _steps, _again; // and how many of these were there already
    private Execution? _execution;

    /// <summary>Calls of async methods that have not ended when the execution fails, and that nobody awaits.</summary>
    public List<AsyncMethod> Unawaited { get; } = [];

    /// <summary>Whether main is a call of an async method.</summary>
    public bool IsTestAsync { get; private set; }

    /// <summary>How many calls of async methods have a number.</summary>
    public int Calls => _calls.Count;

    public List<Event> Events { get; } = [];

    /// <summary>Pairs of accesses that nothing orders.</summary>
    public List<(Race Race, Event First, Event Second)> Races { get; } = [];

    /// <summary>Who waits, when the execution fails.</summary>
    public List<Waiting> Waiting { get; } = [];

    /// <summary>Whose exception it was that the execution failed with; null: it was none.</summary>
    public ControlledThread? Culprit { get; private set; }

    /// <summary>Who went round a loop without a step until it was stopped; null: nobody.</summary>
    public ControlledThread? Spinner { get; private set; }

    /// <summary>Where that loop is.</summary>
    public int SpinningAt { get; private set; }

    /// <summary>The numbers of the threads that had ended when the execution failed.</summary>
    public List<int> Ended { get; } = [];

    /// <summary>The call that the number stands for; null: it stands for a thread.</summary>
    public AsyncMethod? CallOf(int actor) => actor < FirstCall ? null : _calls[actor - FirstCall];

    /// <summary>A thread has come to its next step.</summary>
    public void Announced(ControlledThread thread)
    {
        Settle();
        if (Waits(thread)) Block(thread);
    }

    /// <summary>A step is about to be done.</summary>
    public void Chose(in Step step, ControlledThread thread, Execution execution)
    {
        _execution = execution;
        Settle();
        if (step.Operation.Kind != OperationKind.Yield) ForgetReads();
        if (thread.Drains is { } buffer)
        {
            Reaches(buffer.Writes.First(), _steps++);
            return;
        }
        var own = step.Operation is { Kind: OperationKind.Read, Resource: Location place }
            ? thread.Buffer?.NewestIn(place) : null;
        var done = new Event(step.Thread, step.Operation)
        {
            Step = _steps++,
            Actor = ActorOf(thread),
            Looking = thread.Looking,
            Clock = Copy(thread.Clock),
            IsForwarded = own is not null,
            Holder = step.Operation.Resource.Holder,
            IsPreemption = step.IsPreemption,
            TimedOut = step.TimedOut,
            Before = own is null ? Values.In(step.Operation.Resource.Subject, program)
                : thread.Buffer!.Seen(own.Cell, own.Cell.Value),
            Waiting = WaitingBut(thread),
        };
        Events.Add(done);
        _unsettled.Add(done);
        if (step.Operation.Resource is WriteToken token) _delayed.Add(token, done);
    }

    /// <summary>A delayed write is about to reach memory.</summary>
    public void Reaches(DelayedWrite write, int step = -1)
    {
        Settle();
        var written = _delayed[write.Token];
        var done = new Event(written.Thread, write.Flush)
        {
            Step = step,
            Mover = write.Drain.Index,
            Clock = Copy(write.Clock),
            Before = Values.In(write.Subject, program),
            Waiting = WaitingBut(null),
        };
        written.Reaches = done;
        Events.Add(done);
        _unsettled.Add(done);
    }

    /// <summary>A place is about to be read or written that is no scheduling point.</summary>
    public void Touched(ControlledThread thread, Location location, bool isWrite, int site)
    {
        const int Enough = 1_000; // of the same, from a loop that may go round millions of times
        if (isWrite) ForgetReads();
        else if (!_reads.Add((location, site)) && ++_again > Enough) return;
        Settle();
        var operation = new Operation(isWrite ? OperationKind.Write : OperationKind.Read, location, isWrite, site);
        var done = new Event(thread.Index, operation)
        {
            Actor = ActorOf(thread),
            Clock = Copy(thread.Clock),
            Before = Values.In(location, program),
        };
        Events.Add(done);
        _unsettled.Add(done);
    }

    /// <summary>An access was found to race with an earlier one.</summary>
    public void Raced(Race race, Location location, in Access earlier, in Access now)
    {
        var (one, other, whole) = (earlier, now, location.Whole);
        var second = Events.FindLast(candidate =>
            candidate.Thread == other.Thread && candidate.Resource == whole && !candidate.IsBlocked);
        var first = Events.FindLast(candidate =>
            candidate.Thread == one.Thread && candidate.Resource == whole && candidate.Site == one.Site && !candidate.IsBlocked);
        if (first is not null && second is not null) Races.Add((race, first, second));
    }

    /// <summary>The execution has failed.</summary>
    /// <param name="execution">Which.</param>
    /// <param name="culprit">Who did it; null: nobody in particular.</param>
    public void Failed(Execution execution, ControlledThread? culprit)
    {
        var failure = execution.Failure!;
        if (failure.Kind == FailureKind.ThreadLeft) _unsettled.Clear(); // it is not done any more
        Settle();
        Culprit = failure.Exception is null ? null : culprit;
        var runs = failure.Exception is not null || failure.Kind == FailureKind.ThreadLeft ? culprit : null;
        if (culprit?.Rounds >= Execution.TooManyRounds) (Spinner, SpinningAt) = (culprit, culprit.Site);
        Unawaited.AddRange(AwaitCircles.Unawaited(execution));
        foreach (var thread in execution.Threads)
        {
            if (thread.HasEnded) Ended.Add(thread.Index);
            else if (thread != runs && thread.Carrier is not null && Waits(thread)) AddWaiting(execution, thread);
        }
    }

    private void ForgetReads()
    {
        _reads.Clear();
        _again = 0;
    }

    private void AddWaiting(Execution execution, ControlledThread thread)
    {
        Waiting.Add(WaitingOf(execution, thread));
        if (Events.FindLast(done => done.Thread == thread.Index) is not { IsBlocked: true })
            Block(thread); // it was free when it came there
    }

    private List<Waiting> WaitingBut(ControlledThread? thread) =>
        _execution!.Threads.FindAll(other => other != thread && other.Carrier is not null && Waits(other))
            .ConvertAll(other => WaitingOf(_execution, other));

    private static Waiting WaitingOf(Execution execution, ControlledThread thread)
    {
        var resource = thread.Pending.Resource;
        return new Waiting(thread, thread.Pending, [.. resource.Subject.HoldersIn(execution)],
            resource.AwaitsCall(thread, thread.Pending));
    }

    // Its own store buffer is nothing that anybody would say it waits for.
    private static bool Waits(ControlledThread thread) => !thread.CanMove && thread.Pending.Kind != OperationKind.Fence;

    private void Block(ControlledThread thread) =>
        Events.Add(new Event(thread.Index, thread.Pending)
        {
            Actor = ActorOf(thread),
            IsBlocked = true,
            Holder = thread.Pending.Resource.Holder,
        });

    // A test that is async is main, on whatever thread it goes on.
    private int ActorOf(ControlledThread thread)
    {
        if (thread.Method?.Told is not { } call) return thread.Index;
        IsTestAsync |= call.IsTest;
        if (call.IsTest) return 0;
        var number = _calls.IndexOf(call);
        if (number < 0)
        {
            number = _calls.Count;
            _calls.Add(call);
        }
        return FirstCall + number;
    }

    private static VectorClock Copy(in VectorClock clock)
    {
        var copy = new VectorClock();
        copy.Set(clock);
        return copy;
    }

    private void Settle()
    {
        foreach (var done in _unsettled)
        {
            done.After = Values.In(done.Resource, program);
            if (done.Resource is not (Location or ControlledThread)) done.Holders = HoldersOf(done.Resource);
        }
        _unsettled.Clear();
    }

    private List<(Resource, IReadOnlyList<int>)> HoldersOf(Resource resource) => [.. (resource.Parts ?? [resource])
        .Select(part => (part, (IReadOnlyList<int>)[.. part.HoldersIn(_execution!).Select(holder => holder.Index)]))];
}
