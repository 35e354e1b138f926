// The one line on top of a timeline: where another was let in, and what was undone by it.
//
//      w1   reads left = 1 (line 12)                                  <- the last that it knew
//      w2                              ... writes left = 0 ...        <- let in
//      w1                                                writes left = 0 (line 13)   <- what it did in spite of it
//
// Of all that w1 does before and after, the two accesses to one place count that others changed in between.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Tells in a sentence or two how a failure came about.</summary>
internal sealed class Story(Telling telling, Execution execution)
{
    private const int Longest = 2, MostInOrder = 6;
    private readonly List<Event> _told = [.. telling.Told()];
    private readonly Wording _wording = telling.Wording;

    /// <summary>By the places where a thread was let in; if there were none, by the order.</summary>
    public string OfInterruptions()
    {
        var sentences = Delayed().Take(Longest).ToList();
        for (var i = 1; i < _told.Count && sentences.Count < Longest; i++)
        {
            if (_told[i].IsTurn && Interruption(i) is { } sentence) sentences.Add(sentence);
        }
        if (sentences.Count > 0) return string.Join(" ", sentences);
        if (AcrossAwaits() is { } across) return across;
        if (execution.Failure?.Exception is not null && telling.Unawaited is [var forgotten, ..])
            return $"Nobody awaits {forgotten.Name}: {telling.Culprit?.Name ?? "main"} goes on "
                + $"while it still waits{_wording.At(forgotten.Site)}.";
        var order = new List<string>();
        foreach (var done in _told.Where(done => done.Kind != OperationKind.Spawn && !done.IsBlocked))
        {
            var name = _wording.ThreadName(done.Actor);
            if (order.Count == 0 || order[^1] != name) order.Add(name);
        }
        if (order.Count < 2) return Alone(order);
        return order.Count > MostInOrder
            ? $"Nobody is interrupted: it is the order that counts, {string.Join(", ", order.Take(MostInOrder))} and so on."
            : $"Nobody is interrupted: it is the order that counts, {string.Join(", then ", order)}.";
    }

    /// <summary>What one event was: <c>w1's reading left = 1 (line 12)</c>.</summary>
    public string Doing(Event done) => $"{_wording.ThreadName(done.Actor)}'s {What(done)}{_wording.At(done.Site)}";

    // An async method lets others in at each await, and nobody interrupts it: what it read before, and wrote after that, though
    // others have written there in between.
    private string? AcrossAwaits()
    {
        for (var after = _told.Count - 1; after > 0; after--)
        {
            var written = _told[after];
            if (written.Location is null || !written.IsWrite || written.IsBlocked || telling.IsThread(written.Actor)) continue;
            var before = _told.FindLastIndex(after - 1, done => done.Actor == written.Actor && done.Resource == written.Resource);
            if (before < 0) continue;
            var other = _told[before..after].Find(done => done.Actor != written.Actor && done.Resource == written.Resource
                && done.IsWrite && !Equals(done.Before, done.After));
            if (other is null) continue;
            return $"{_wording.ThreadName(other.Actor)} was let in between {Doing(_told[before])} and its "
                + $"{What(written)}{_wording.At(written.Site)}: it awaits in between.";
        }
        return null;
    }

    // What was in a store buffer while its thread looked at something else, and others at the place that it was to reach.
    private IEnumerable<string> Delayed()
    {
        foreach (var written in _told.Where(done => done is { Kind: OperationKind.Buffer, IsDelayed: true }))
        {
            var begin = _told.IndexOf(written) + 1;
            var end = written.Reaches is { } reaches ? _told.IndexOf(reaches) : _told.Count;
            var meanwhile = _told[begin..end].FindAll(done => done.Location is not null && done.Kind != OperationKind.Flush);
            var own = meanwhile.Find(done => done.Actor == written.Actor && done.Resource != written.Resource && !done.IsWrite);
            var missed = meanwhile.Find(done => done.Actor != written.Actor && done.Resource == written.Resource);
            if (missed is null) continue;
            yield return $"{_wording.ThreadName(written.Actor)}'s write {Seen(written)} was still in its store buffer when "
                + (own is null ? "" : $"it read {Seen(own)}, and when ")
                + $"{_wording.ThreadName(missed.Actor)} {(missed.IsWrite ? "wrote" : "read")} {Seen(missed)}.";
        }
    }

    private string Seen(Event done)
    {
        var value = done.IsWrite ? done.After : done.Before;
        var shown = value == Values.Unknown ? "" : $" = {_wording.Show(value)}";
        return $"{_wording.NameOf(done.Resource)}{shown}{_wording.At(done.Site)}";
    }

    // Nothing that is told was done by more than one thread.
    private string Alone(List<string> order)
    {
        var name = order.Count > 0 ? order[0] : telling.Culprit?.Name;
        var late = execution.Threads.FindAll(thread => thread.Index > 0 && thread.Drains is null
            && !_told.Exists(done => done.Thread == thread.Index && !done.IsBlocked));
        if (execution.Failure?.Exception is not null || order.Count == 0 || late.Exists(thread => thread.Name == name))
            late = [];
        if (late.Count > 0)
        {
            var names = string.Join(" and ", late.Select(thread => thread.Name));
            return $"Nobody is interrupted: {name} goes on before {names} {(late.Count == 1 ? "has" : "have")} done anything.";
        }
        return name is null ? "Nobody is interrupted: it comes to this whoever goes first."
            : $"Nobody is interrupted: {name} comes to this by itself.";
    }

    private string? Interruption(int turn)
    {
        var intruder = _told[turn].Actor;
        var before = _told.FindLastIndex(turn - 1, done => done.Kind != OperationKind.Spawn);
        if (before < 0 || _told[before].Actor == intruder) return null;
        var victim = _told[before].Actor;
        var end = _told.FindIndex(turn + 1, done => done.IsTurn && done.Actor != victim);
        if (end >= 0) end = Math.Max(end, _told.FindIndex(turn, done => done.Actor == victim) + 1);
        var (one, two) = PairAround(turn, victim, end < 0 ? _told.Count : end);
        return two is null ? $"{_wording.ThreadName(intruder)} was let in after {Doing(one)}."
            : $"{_wording.ThreadName(intruder)} was let in between {Doing(one)} and its {What(two)}{_wording.At(two.Site)}.";
    }

    // The last access before and the first one after, to a place that others changed in between; better a write after than a
    // read.
    private (Event Before, Event? After) PairAround(int turn, int victim, int end)
    {
        var later = Enumerable.Range(turn, end - turn)
            .Where(i => _told[i].Actor == victim && _told[i].Kind != OperationKind.Flush).ToList();
        foreach (var wantsWrite in (bool[])[true, false])
        {
            foreach (var after in later.Where(i => _told[i].Location is not null && _told[i].IsWrite == wantsWrite))
            {
                var place = _told[after].Resource;
                var others = _told[turn..after].Where(done => done.Actor != victim && done.Resource == place);
                if (!others.Any(done => done.IsWrite && !Equals(done.Before, done.After))) continue;
                var before = _told.FindLastIndex(turn - 1, done => done.Actor == victim && done.Resource == place);
                if (before >= 0) return (_told[before], _told[after]);
            }
        }
        var last = _told[..turn].FindLast(done => done.Actor == victim && !done.IsBlocked)
            ?? _told.First(done => done.Actor == victim);
        if (later.Count == 0) return (last, null);
        // What it waits for in the end says more than what comes next.
        var stuck = execution.Failure?.Exception is null ? later.FindLast(i => _told[i].IsBlocked) : 0;
        return (last, _told[stuck > 0 ? stuck : later[0]]);
    }

    private string What(Event done)
    {
        var name = _wording.NameOf(done.Resource);
        return done.Kind switch
        {
            OperationKind.Read when done.Location is not null && done.Before != Values.Unknown =>
                $"reading {name} = {_wording.Show(done.Before)}",
            OperationKind.Read => $"looking at {name}",
            OperationKind.Write or OperationKind.Buffer or OperationKind.Flush when done.Location is not null
                && done.After != Values.Unknown =>
                $"writing {name} = {_wording.Show(done.After)}",
            OperationKind.Write or OperationKind.Buffer or OperationKind.Flush => $"writing {name}",
            OperationKind.Atomic when done.After == Values.Unknown => $"changing {name}",
            OperationKind.Atomic when Equals(done.Before, done.After) => $"finding {name} = {_wording.Show(done.Before)}",
            OperationKind.Atomic =>
                $"changing {name} from {_wording.Show(done.Before)} to {_wording.Show(done.After)}",
            OperationKind.Acquire when done.IsBlocked => $"waiting for {name}",
            OperationKind.Acquire => $"taking {name}",
            OperationKind.Wait or OperationKind.TryAcquire => Waiting(done, name),
            OperationKind.Release => $"giving up {name}",
            OperationKind.Signal => Signalling(done.Resource, name),
            OperationKind.Reset => $"resetting {name}",
            OperationKind.Dispose => $"disposing of {name}",
            OperationKind.Join => $"waiting for the end of {name}",
            OperationKind.Spawn => $"starting {name}",
            OperationKind.Sleep => "sleeping",
            OperationKind.End => "end",
            _ => $"using {name}",
        };
    }

    private static string Waiting(Event done, string name) => done.Resource switch
    {
        LockState when done is { Kind: OperationKind.Wait, IsBlocked: true } => $"waiting for a pulse of {name}",
        _ when done.IsBlocked || done.TimedOut => $"waiting for {name}",
        SemaphoreState => done.Before is 0 ? $"finding no permit in {name}" : $"taking a permit of {name}",
        LockState or MutexState or ReadWriteState or SpinLockState => $"taking {name}",
        _ => $"going past {name}",
    };

    private static string Signalling(Resource resource, string name) => resource switch
    {
        LockState => $"pulsing {name}",
        EventState => $"setting {name}",
        SemaphoreState => $"releasing {name}",
        _ => $"signalling {name}",
    };
}
