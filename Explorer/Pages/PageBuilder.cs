// From the events of a recording to the steps of a page:
//
//      events     Spawn  Begin  Read  [Touched] [Touched]  Write  Acquire, waits  ...
//      steps        1      2     3        4                  5         6
//
// A step of the page is a step of the schedule, an arrival at something that is not free, or an access to what is shared. What
// else a thread does in the line in which it is anyway is no step of its own. Where there are too many, those in the middle are
// told in one. What main does before it starts others is the state at the beginning.

using System.Globalization;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Pages;

/// <summary>Makes the model of a page of an execution that fails, as long as the objects of that execution are there.</summary>
internal sealed class PageBuilder
{
    private const int MostLanes = 24, MostSteps = 2_000, AtTheBeginning = 500;

    private readonly Told _told;
    private readonly Recording _recording;
    private readonly List<Event> _events;
    private readonly int _first; // where the page begins
    private readonly StepWords _words;
    private readonly PageFiles _files;
    private readonly PageState _state;
    private readonly Dictionary<int, int> _lanes; // by the numbers of threads
    private readonly HashSet<Event> _tellable; // what the text timeline could tell
    private readonly List<(Race Race, Event First, Event Second)> _races;

    /// <param name="told">The execution.</param>
    /// <param name="thatMatter">Races without which it would not fail, and the accesses in it.</param>
    public PageBuilder(Told told, IReadOnlyList<(Race Race, Event First, Event Second)> thatMatter)
    {
        (_told, _recording, _events) = (told, told.Recording, told.Recording.Events);
        _first = Math.Max(0, _events.FindIndex(done => done.Kind == OperationKind.Spawn || done.Actor != 0));
        _words = new StepWords(told.Telling.Wording);
        _files = new PageFiles(told.Telling.Source);
        _tellable = [.. told.Telling.Told().Where(done => !IsOfCompiler(done))];
        _races = told.Failure.Kind != FailureKind.Race ? [.. thatMatter.DistinctBy(pair => pair.Race)]
            : [.. _recording.Races.Where(seen => told.Races.Contains(seen.Race)).Take(1)]; // the one that is told
        _lanes = told.Execution.Threads.FindAll(IsShown).Select(thread => thread.Index)
            .Concat(Enumerable.Range(Recording.FirstCall, _recording.Calls))
            .OrderByDescending(actor => _tellable.Count(done => done.Actor == actor)).Take(MostLanes).Order()
            .Select((thread, lane) => (thread, lane)).ToDictionary(pair => pair.thread, pair => pair.lane);
        _state = new PageState(_words, told.Telling.Wording, _files, _lanes);
    }

    public PageModel Build()
    {
        foreach (var done in _tellable) _state.Show(done);
        var waiting = WaitingAfter();
        for (var i = 0; i < _first; i++) _state.Apply(_events[i], waiting[i]);
        _state.Begin();
        var threads = Threads();
        var (steps, numbers) = Steps(waiting);
        if (End() is { } end) steps.Add(end);
        var circle = Deadlocks.CycleOf(_recording);
        return new PageModel(threads, _state.Variables, _state.Locks, _files.Sources(), steps,
            [.. _races.Select(race => new PageRace(_told.Telling.Wording.NameOf(race.First.Resource),
                numbers[race.First], numbers[race.Second]))],
            [.. circle.Concat(_recording.Waiting.Except(circle).OrderBy(IsJoin))
                .Where(waits => _lanes.ContainsKey(waits.Thread.Index)).Select(Wait)],
            circle.TrueForAll(waits => _lanes.ContainsKey(waits.Thread.Index)) ? circle.Count : 0);
    }

    // A thread that only goes on with an async method, or waits until it does, is no thread to who reads.
    private bool IsShown(ControlledThread thread) => thread.NamedAfter is not (Resumption or Alarm { IsDelay: true })
        || _tellable.Any(done => done.Actor == thread.Index);

    // Threads of one name are told apart by their numbers.
    private List<PageThread> Threads()
    {
        var names = _lanes.Keys.Select(_told.Telling.Wording.ThreadName).ToList();
        return
        [
            .. _lanes.Select(pair =>
            {
                var (name, id) = (names[pair.Value], string.Create(CultureInfo.InvariantCulture, $"t{FirstThread(pair.Key)}"));
                var isAlone = names.Count(other => other == name) == 1;
                return new PageThread(isAlone ? name : $"{name} {id}", id, _state.IsStarted(pair.Value));
            }),
        ];
    }

    private int FirstThread(int actor) => actor < Recording.FirstCall ? actor : _events.Find(done => done.Actor == actor)!.Thread;

    // Who could not move after each event: known before each step, and at the end.
    private List<IReadOnlyList<Waiting>> WaitingAfter()
    {
        var after = new List<IReadOnlyList<Waiting>>(_events.Count);
        IReadOnlyList<Waiting> waiting = _recording.Waiting;
        for (var i = _events.Count - 1; i >= 0; i--)
        {
            after.Add(waiting);
            if (_events[i].Step >= 0) waiting = _events[i].Waiting;
        }
        after.Reverse();
        return after;
    }

    private (List<PageStep> Steps, Dictionary<Event, int> Numbers) Steps(List<IReadOnlyList<Waiting>> waiting)
    {
        var kept = Kept();
        var inTheMiddle = kept.Count <= MostSteps ? [] : kept.Skip(AtTheBeginning).SkipLast(MostSteps - AtTheBeginning)
            .Where(done => !IsOfRace(done)).ToHashSet();
        kept.ExceptWith(inTheMiddle);
        var steps = new List<PageStep>();
        var numbers = new Dictionary<Event, int>();
        var (leftOut, isPreemption) = (0, false);
        for (var i = _first; i < _events.Count; i++)
        {
            if (kept.Contains(_events[i]))
            {
                if (leftOut > 0) steps.Add(_state.Changed(LeftOut(leftOut)));
                leftOut = 0;
            }
            _state.Apply(_events[i], waiting[i]);
            isPreemption |= _events[i].IsPreemption; // it may have been before a step that is not shown
            if (inTheMiddle.Contains(_events[i])) leftOut++;
            if (!kept.Contains(_events[i])) continue;
            numbers.Add(_events[i], steps.Count);
            steps.Add(_state.Changed(StepOf(_events[i]) with { IsPreemption = isPreemption }));
            isPreemption = false;
        }
        return (steps, numbers);
    }

    private HashSet<Event> Kept()
    {
        var kept = new HashSet<Event>();
        var lines = new Dictionary<int, string?>(); // where each thread was last
        foreach (var done in _events.Skip(_first))
        {
            var line = _files.PlaceOf(done.Site);
            var moves = line is not null && lines.GetValueOrDefault(done.Actor) != line && Values.IsPlain(done.Before);
            lines[done.Actor] = line;
            if (IsOfCompiler(done)) continue;
            if (IsOfRace(done) || (_lanes.ContainsKey(done.Actor)
                && (done.Step >= 0 || done.IsBlocked || moves || _tellable.Contains(done)))) kept.Add(done);
        }
        return kept;
    }

    private bool IsOfRace(Event done) => _races.Exists(race => race.First == done || race.Second == done);

    // The state of a state machine, the object that a lambda's variables are in: what stands nowhere in the source.
    private static bool IsOfCompiler(Event done) => done.Location is { Key: > 0, Owner: not null } place
        && ObjectPaths.IsClosure(place.Owner.GetType()) && ObjectPaths.LabelOf(Values.FieldNameOf(place.Key)) is null;

    private static PageStep LeftOut(int count) =>
        new(-1, string.Create(CultureInfo.InvariantCulture, $"{count:N0} steps are left out here"), "left-out");

    private PageStep StepOf(Event done)
    {
        var (source, line) = _files.Use(done.Site);
        return new PageStep(_lanes.GetValueOrDefault(done.Actor, -1), _words.Of(done), done.IsBlocked ? "waits" : "done")
        {
            Source = source,
            Line = line,
            Place = _files.PlaceOf(done.Site),
            Variable = _state.VariableOf(done),
            Lock = _state.LockOf(done),
        };
    }

    // The failure itself, as the last step; a race that does not make the test fail is none.
    private PageStep? End()
    {
        if (_told.Execution.Failure is not { } failure) return null;
        if (failure.Exception is { } exception)
        {
            var culprit = _recording.Culprit?.Index ?? -1;
            _state.Fail(culprit);
            var (file, at) = Throwing.PlaceOf(exception);
            var (source, line) = _files.Use(file, at);
            return _state.Changed(new PageStep(_lanes.GetValueOrDefault(culprit, -1), Failures.Words(exception), "failure")
            {
                Source = source,
                Line = line,
                Place = file is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{at}"),
            });
        }
        var last = failure.Kind == FailureKind.ThreadLeft ? _events[^1].Actor : -1;
        return _state.Changed(new PageStep(_lanes.GetValueOrDefault(last, -1), failure.Kind switch
        {
            FailureKind.Deadlock or FailureKind.PartialDeadlock or FailureKind.LostWakeup => "nobody can go on",
            FailureKind.Livelock => "no end is in sight",
            FailureKind.ThreadLeft => "is still at work after main has ended",
            _ => failure.Message,
        }, "failure"));
    }

    private static bool IsJoin(Waiting waiting) => waiting.Operation.Kind == OperationKind.Join;

    private PageWait Wait(Waiting waiting) => new(
        _lanes[waiting.Thread.Index], IsJoin(waiting) ? null : _told.Telling.Wording.NameOf(waiting.Resource),
        _files.PlaceOf(waiting.Operation.Site),
        [.. Deadlocks.HoldersOf(waiting, _recording).Select(holder => holder.Index).Where(_lanes.ContainsKey)
            .Select(thread => _lanes[thread])],
        waiting.Resource is SemaphoreState ? "was taken by" : "is held by");
}
