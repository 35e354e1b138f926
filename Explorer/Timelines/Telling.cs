// From what was written down to what is told. Left out: what one thread does for itself, what nobody changes, beginnings and
// ends, what main does before it starts the others. What a thread does in one statement, uninterrupted, is one row.

using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Timelines;

/// <summary>Makes rows of the events of an execution.</summary>
internal sealed class Telling
{
    private readonly Execution _execution;
    private readonly Recording _recording;
    private readonly ObjectNames _names;
    private readonly SourceText _source;
    private readonly HashSet<Resource> _shared = [];
    private readonly int _firstSpawn;

    public Telling(Execution execution, Recording recording, ObjectNames names, SourceText source)
    {
        (_execution, _recording, _names, _source) = (execution, recording, names, source);
        _firstSpawn = Math.Max(0, recording.Events.FindIndex(done => done.Kind == OperationKind.Spawn));
        FindShared();
    }

    /// <summary>What matters, in the order in which it happened.</summary>
    public List<TimelineRow> Rows()
    {
        var rows = new List<TimelineRow>();
        var open = new Row();
        foreach (var done in Told())
        {
            if (open.Takes(done, _source))
            {
                open.Add(done, this);
                continue;
            }
            Close(open, rows);
            open = new Row();
            open.Add(done, this);
        }
        Close(open, rows);
        if (_recording.Culprit is { } culprit) rows.Add(Thrown(culprit, _execution.Failure!));
        return rows;
    }

    /// <summary>Events that are worth a word.</summary>
    public IEnumerable<Event> Told()
    {
        var last = new List<Event>(); // who waits for others' ends in the end
        var isPreemption = false;
        for (var i = 0; i < _recording.Events.Count; i++)
        {
            var done = _recording.Events[i];
            isPreemption |= done.IsPreemption;
            if (!IsTold(done, i)) continue;
            if (done.Kind == OperationKind.Join && done.IsBlocked)
            {
                last.Add(done);
                continue;
            }
            done.IsTurn = isPreemption; // the preemption may have been before a step that is not told
            isPreemption = false;
            yield return done;
        }
        foreach (var waits in last) yield return waits;
    }

    /// <summary>What an event did, in a few words.</summary>
    public string Words(Event done)
    {
        var name = _names.Of(done.Resource);
        if (done.IsBlocked) return Waits(done, name);
        return done.Kind switch
        {
            OperationKind.Read when done.Resource is EventState => done.Before is true ? $"{name} is set" : $"{name} is not set",
            OperationKind.Read when done.Resource is SemaphoreState => $"sees {Show(done.Before)} permits in {name}",
            OperationKind.Read or OperationKind.Watch when done.Location is null => $"looks at {name}",
            OperationKind.Read => done.Before == Values.Unknown ? $"reads {name}" : $"{name} is {Show(done.Before)}",
            OperationKind.Write when done.Location is not null => done.After == Values.Unknown ? $"writes {name}"
                : $"{name} = {Show(done.After)}",
            OperationKind.Atomic when done.Location is not null => Changed(done, name),
            OperationKind.Spawn => $"starts {name}",
            OperationKind.End => "ends",
            OperationKind.Join => done.TimedOut ? $"waits no longer for {name}" : $"has waited for {name}",
            OperationKind.Acquire => done.TimedOut ? $"gives up waiting for {name}" : $"takes {name}",
            OperationKind.TryAcquire when done.Resource is not Waitable or MutexState =>
                done.Holder is { } holder && holder.Index != done.Thread ? $"finds {name} taken, by {holder.Name}"
                    : $"takes {name}",
            OperationKind.Release => $"gives up {name}",
            OperationKind.Wait when done.TimedOut => $"waits no longer for {name}",
            OperationKind.Wait or OperationKind.TryAcquire => Passed(done, name),
            OperationKind.Signal => Signalled(done, name),
            OperationKind.Reset => $"resets {name}",
            OperationKind.Interrupt => $"interrupts {name}",
            OperationKind.Dispose => $"disposes of {name}",
            OperationKind.Sleep => "sleeps",
            OperationKind.Yield => "gives way",
            _ => Changed(done, name),
        };
    }

    public string NameOf(Resource resource) => _names.Of(resource);

    public string ThreadName(int thread) => _execution.Threads[thread].Name;

    public string Show(object? value) => Values.Show(value, _names.Of);

    /// <summary>Where it stands: <c>line 12</c>, or <c>Shop.cs:12</c> in a program of several files.</summary>
    public string Where(int site) => _source[site] is not { } at ? "?" : at.File is null ? at.Method : $"line {at.Line}";

    private string Waits(Event done, string name) => done.Kind switch
    {
        OperationKind.Join => $"waits for the end of {name}",
        OperationKind.Wait when done.Resource is LockState => $"waits for a pulse of {name}",
        _ => done.Holder is { } holder ? $"waits for {name}, which {holder.Name} holds" : $"waits for {name}",
    };

    private string Changed(Event done, string name, string prefix = "") =>
        done.Before == Values.Unknown || done.After == Values.Unknown ? $"{prefix}changes {name}"
        : Equals(done.Before, done.After) ? $"{prefix}{name} stays {Show(done.Before)}"
        : $"{prefix}{name} {Show(done.Before)} -> {Show(done.After)}";

    // Past a lock's waiting room, an event or a semaphore.
    private string Passed(Event done, string name)
    {
        if (done.Resource is LockState) return $"is woken, takes {name}";
        if (done.Resource is SemaphoreState) return done.Before is 0 ? $"finds no permit in {name}"
            : $"takes a permit of {name}, {Show(done.After)} left";
        if (done.Kind == OperationKind.TryAcquire && done.Before is false) return $"finds {name} not set";
        return done.Resource is MutexState ? $"takes {name}" : $"goes past {name}";
    }

    private string Signalled(Event done, string name)
    {
        if (done.Resource is SemaphoreState) return Equals(done.Before, done.After) ? $"releases {name}, which is full"
            : $"releases {name}: {Show(done.Before)} -> {Show(done.After)}";
        if (done.Resource is EventState) return done.Before is true ? $"sets {name}, which is set" : $"sets {name}";
        if (done.Resource is CountdownState) return $"signals {name}: {Show(done.Before)} -> {Show(done.After)}";
        if (done.Resource is not LockState) return $"signals {name}";
        var (before, after) = (done.Before as int? ?? 0, done.After as int? ?? 0);
        return before == 0 ? $"pulses {name}: nobody waits" : $"pulses {name}: wakes {before - after} of {before}";
    }

    private bool IsTold(Event done, int index)
    {
        if (index < _firstSpawn) return false;
        return done.Kind switch
        {
            OperationKind.Begin or OperationKind.Yield => false,
            OperationKind.End => done.Thread != 0 && _recording.Culprit is null && _recording.Waiting.Count > 0,
            OperationKind.Spawn => true,
            OperationKind.Sleep => !done.IsBlocked,
            OperationKind.Join => done.TimedOut || (done.IsBlocked && _recording.Culprit is null && IsLast(done)),
            OperationKind.Watch => false,
            OperationKind.Read when done.Resource is ControlledThread => false,
            _ => (done is { Step: >= 0, Location: not null }) || _shared.Contains(done.Resource)
                || (done.Resource.Parts is { } parts && parts.Any(_shared.Contains)),
        };
    }

    private bool IsLast(Event done) =>
        _recording.Waiting.Exists(waiting => waiting.Thread.Index == done.Thread && waiting.Resource == done.Resource)
        && _recording.Events.FindLast(other => other.Thread == done.Thread) == done;

    // Memory: written by one thread and touched by another, once there were others. Locks and the like: used by two.
    private void FindShared()
    {
        var users = new Dictionary<Resource, (HashSet<int> Readers, HashSet<int> Writers)>();
        for (var i = _firstSpawn; i < _recording.Events.Count; i++)
        {
            var done = _recording.Events[i];
            foreach (var resource in done.Resource is Several { Parts: { } parts } ? parts : [done.Resource])
            {
                if (!users.TryGetValue(resource, out var who)) users.Add(resource, who = ([], []));
                (done.IsWrite ? who.Writers : who.Readers).Add(done.Thread);
            }
        }
        foreach (var (resource, (readers, writers)) in users)
        {
            if (resource is ControlledThread) continue;
            if (writers.Count > 1 || (writers.Count == 1 && readers.Any(reader => !writers.Contains(reader))))
                _shared.Add(resource);
        }
        foreach (var waiting in _recording.Waiting) _shared.Add(waiting.Resource);
    }

    private static void Close(Row row, List<TimelineRow> rows)
    {
        if (!row.IsEmpty) rows.Add(row.Made!);
    }

    private TimelineRow Thrown(ControlledThread culprit, Failure failure)
    {
        var (file, line) = Throwing.PlaceOf(failure.Exception!);
        return new TimelineRow(culprit.Index, culprit.Name, file, line, null, Failures.Words(failure.Exception!),
            IsPreemption: false);
    }

    /// <summary>A row that is being filled.</summary>
    private sealed class Row
    {
        private const int Rounds = 5;
        private readonly List<Event> _events = [];
        private readonly List<string> _words = [];
        private Resource? _taken; // a lock that was taken in this row
        private int _takenAt;
        private int _again; // how often it did what it had done in this row before

        public bool IsEmpty => Made is null;

        public TimelineRow? Made { get; private set; }

        /// <summary>What the same thread does in the same line, uninterrupted; threads that are started one after the
        /// other.</summary>
        public bool Takes(Event done, SourceText source) => !IsEmpty && _events[0].Thread == done.Thread && !done.IsTurn
            && (_events[^1].Kind == OperationKind.Spawn || done.Kind is OperationKind.Spawn or OperationKind.End
                ? _events[^1].Kind == done.Kind || done.Kind == OperationKind.End
                : IsSameLine(source[_events[0].Site], source[done.Site]));

        public void Add(Event done, Telling telling)
        {
            var last = _events.Count == 0 ? null : _events[^1];
            _events.Add(done);
            var words = telling.Words(done);
            if (done.Kind == OperationKind.Spawn && last?.Kind == OperationKind.Spawn) _words[^1] += $", {done.Resource.Name}";
            else if (last is { Kind: OperationKind.Read } && done.Kind == OperationKind.Write && last.Resource == done.Resource)
                _words[^1] = telling.Changed(done, telling._names.Of(done.Resource));
            else if (done is { Kind: OperationKind.Wait, IsBlocked: true }
                && last?.Resource == done.Resource) _words[^1] += " and waits for a pulse";
            else if (done.Kind == OperationKind.Release && _taken == done.Resource) CloseLock(telling);
            else if (!_words.Contains(words)) _words.Add(words);
            else _again++;
            if (done is { Kind: OperationKind.Acquire, IsBlocked: false, TimedOut: false }) (_taken, _takenAt) =
                (done.Resource, _words.Count - 1);
            var first = _events[0];
            var at = telling._source[first.Site];
            var thread = telling._execution.Threads[first.Thread];
            var source = first.Kind is OperationKind.Spawn or OperationKind.End ? null
                : telling._source.Statement((_events.Find(other => !IsLocking(other)) ?? first).Site);
            var line = first.Kind == OperationKind.End ? 0 : at?.Line ?? 0;
            Made = new TimelineRow(first.Thread, thread.Name, at?.File, line, source, string.Join(", ", _words)
                + (_again >= Rounds ? ", again and again" : ""), first.IsTurn);
        }

        // "takes the lock, x is 1, gives up the lock" is told as "x is 1 under the lock".
        private void CloseLock(Telling telling)
        {
            var name = telling.NameOf(_taken!);
            if (_takenAt == _words.Count - 1) _words[^1] = $"takes {name}, gives it up";
            else
            {
                _words.RemoveAt(_takenAt);
                _words[^1] += $" (under {name})";
                if (_words.IndexOf(_words[^1]) < _words.Count - 1) _words.RemoveAt(_words.Count - 1);
            }
            _taken = null;
        }

        private static bool IsLocking(Event done) =>
            done.Kind is OperationKind.Acquire or OperationKind.Release or OperationKind.End;

        private static bool IsSameLine(Site? one, Site? other) => one is not null && other is not null
            && (one.File, one.Line) == (other.File, other.Line);
    }
}
