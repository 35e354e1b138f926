// What variables hold, who holds which lock and what threads are about, event by event. A step of the page may stand for several
// events: what it changes is the difference between the state now and the state when the last step was made.

using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Pages;

/// <summary>Follows the state of an execution that was recorded, and says what has changed.</summary>
internal sealed class PageState(StepWords words, Wording wording, PageFiles files, IReadOnlyDictionary<int, int> lanes)
{
    private const int MostVariables = 60, MostLocks = 40;

    private readonly List<Resource> _variables = [], _locks = [];
    private readonly List<string?> _values = [], _firstValues = [], _shownValues = [];
    private readonly List<PageLockState> _states = [], _firstStates = [], _shownStates = [];
    private readonly PageStand[] _stands = [.. Enumerable.Repeat(PageStand.New, lanes.Count)];
    private readonly PageStand[] _shownStands = [.. Enumerable.Repeat(PageStand.New, lanes.Count)];
    private readonly Dictionary<int, PageStand> _awaits = []; // calls of async methods that are at an await
    private bool _hasBegun;

    public IReadOnlyList<PageVariable> Variables =>
        [.. _variables.Select((place, i) => new PageVariable(wording.NameOf(place), _firstValues[i]))];

    public IReadOnlyList<PageLock> Locks =>
        [.. _locks.Select((resource, i) => new PageLock(wording.NameOf(resource), _firstStates[i]))];

    /// <summary>Makes places for what an event is about, which is to be shown. Before <see cref="Apply"/>.</summary>
    public void Show(Event done)
    {
        if (done.Location is { } place)
        {
            if (_variables.Contains(place) || _variables.Count == MostVariables) return;
            _variables.Add(place);
            foreach (var values in (List<string?>[])[_values, _firstValues, _shownValues]) values.Add(words.Value(done.Before));
        }
        else if (done.Resource is not ControlledThread)
        {
            foreach (var resource in done.Resource.Parts ?? [done.Resource])
            {
                if (_locks.Contains(resource) || _locks.Count == MostLocks) continue;
                _locks.Add(resource);
                var state = new PageLockState([], resource == done.Resource ? InWords(resource, done.Before) : null);
                foreach (var states in (List<PageLockState>[])[_states, _firstStates, _shownStates]) states.Add(state);
            }
        }
    }

    /// <summary>The number of the variable that it is about; null: none.</summary>
    public int? VariableOf(Event done) => Number(_variables, done.Resource);

    /// <summary>The number of the lock that it is about; null: none.</summary>
    public int? LockOf(Event done) => Number(_locks, done.Resource);

    /// <summary>All that came before is the state before the first step.</summary>
    public void Begin()
    {
        for (var i = 0; i < _values.Count; i++) _firstValues[i] = _shownValues[i] = _values[i];
        for (var i = 0; i < _states.Count; i++) _firstStates[i] = _shownStates[i] = _states[i];
        _stands.CopyTo(_shownStands, 0);
        _hasBegun = true;
    }

    /// <summary>Whether the thread of that lane has been started.</summary>
    public bool IsStarted(int lane) => _stands[lane] != PageStand.New;

    /// <summary>An event has happened.</summary>
    /// <param name="done">Which.</param>
    /// <param name="waiting">Who could not move afterwards.</param>
    public void Apply(Event done, IReadOnlyList<Waiting> waiting)
    {
        if (VariableOf(done) is { } variable && !done.IsBlocked) _values[variable] = words.Value(done.After);
        if (!done.IsBlocked) Hold(done);
        Stand(done.Actor, PageStand.Ready);
        Await(done);
        if (done is { Kind: OperationKind.Spawn, Resource: ControlledThread started, IsBlocked: false })
            Stand(started.Index, PageStand.Ready);
        foreach (var lane in lanes.Values)
        {
            if (_stands[lane].State == "waits") _stands[lane] = PageStand.Ready;
        }
        foreach (var (actor, stand) in _awaits) Stand(actor, stand);
        foreach (var waits in waiting) Wait(waits);
        if (done.Kind == OperationKind.End) Stand(done.Thread, PageStand.Ended);
    }

    /// <summary>The thread does nothing more: its exception is the failure.</summary>
    public void Fail(int thread) => Stand(thread, PageStand.Failed);

    /// <summary>The step, with what has changed since the last one.</summary>
    public PageStep Changed(PageStep step)
    {
        if (!_hasBegun) throw new InvalidOperationException("The first step is made after Begin.");
        return step with
        {
            Values = Changes(_values, _shownValues, static (one, other) => one == other),
            Locks = Changes(_states, _shownStates, static (one, other) => one.IsSame(other)),
            Threads = Changes(_stands, _shownStands, static (one, other) => one.IsSame(other)),
        };
    }

    private static Dictionary<int, T>? Changes<T>(IList<T> now, IList<T> shown, Func<T, T, bool> isSame)
    {
        Dictionary<int, T>? changes = null;
        for (var i = 0; i < now.Count; i++)
        {
            if (isSame(now[i], shown[i])) continue;
            (changes ??= [])[i] = shown[i] = now[i];
        }
        return changes;
    }

    private static int? Number(List<Resource> resources, Resource resource) =>
        resources.IndexOf(resource) is >= 0 and var number ? number
        : resource.Parts is [var part, ..] && resources.IndexOf(part) is >= 0 and var ofPart ? ofPart
        : null;

    private void Hold(Event done)
    {
        foreach (var (resource, holders) in done.Holders)
        {
            if (_locks.IndexOf(resource) is not (>= 0 and var number)) continue;
            var state = resource == done.Resource ? InWords(resource, done.After) : _states[number].State;
            _states[number] = new PageLockState(Lanes(holders), state);
        }
    }

    private void Await(Event done)
    {
        if (done.IsBlocked) return;
        _awaits.Remove(done.Actor);
        if (!done.Awaits) return;
        var (source, line) = files.Use(done.Site);
        _awaits[done.Actor] = new PageStand("waits", words.Of(done), null, Number(_locks, done.Resource), source, line);
    }

    private void Wait(Waiting waits)
    {
        if (waits.Resource is TaskState { Method.IsTest: true }) return; // main is where the test is
        if (!lanes.TryGetValue(waits.Thread.Index, out var lane)) return;
        var (source, line) = files.Use(waits.Operation.Site);
        _stands[lane] = new PageStand("waits", words.Of(waits),
            waits.AwaitsCall ? null : Lanes(waits.Holders.Select(holder => holder.Index)), Number(_locks, waits.Resource),
            source, line);
    }

    private void Stand(int thread, PageStand stand)
    {
        if (lanes.TryGetValue(thread, out var lane)) _stands[lane] = stand;
    }

    private int[] Lanes(IEnumerable<int> threads) => [.. threads.Where(lanes.ContainsKey).Select(thread => lanes[thread])];

    // Of a lock its holders say all, but for who waits for a pulse.
    private string? InWords(Resource resource, object? state) => (resource, state) switch
    {
        (LockState, 0) or (MutexState or ReadWriteState or SpinLockState, _) => null,
        (LockState, int sleepers) => $"{sleepers} {(sleepers == 1 ? "waits" : "wait")} for a pulse",
        (SemaphoreState, 1) => "1 permit",
        (SemaphoreState, int permits) => $"{permits} permits",
        (EventState, bool isSet) => isSet ? "set" : "not set",
        (CountdownState, int count) => $"at {count}",
        (PhaseState, int arrived) => $"{arrived} arrived",
        (TaskState, TaskStatus status) => status switch
        {
            TaskStatus.RanToCompletion => "completed",
            TaskStatus.Faulted => "failed",
            TaskStatus.Canceled => "cancelled",
            _ => "not completed",
        },
        _ => words.Value(state) is { } value && Values.IsPlain(state) ? value : null,
    };
}
