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
    private const int Longest = 2;
    private readonly List<Event> _told = [.. telling.Told()];

    /// <summary>By the places where a thread was let in; if there were none, by the order.</summary>
    public string OfInterruptions()
    {
        var sentences = new List<string>();
        for (var i = 1; i < _told.Count && sentences.Count < Longest; i++)
        {
            if (_told[i].IsTurn && Interruption(i) is { } sentence) sentences.Add(sentence);
        }
        if (sentences.Count > 0) return string.Join(" ", sentences);
        var order = new List<string>();
        foreach (var done in _told.Where(done => done.Kind != OperationKind.Spawn && !done.IsBlocked))
        {
            var name = telling.ThreadName(done.Thread);
            if (order.Count == 0 || order[^1] != name) order.Add(name);
        }
        if (order.Count < 2) return Alone(order);
        return order.Count > 6 ? $"Nobody is interrupted: it is the order that counts, {string.Join(", ", order.Take(6))} and so "
                + "on."
            : $"Nobody is interrupted: it is the order that counts, {string.Join(", then ", order)}.";
    }

    private string Alone(List<string> order)
    {
        var late = execution.Threads.FindAll(thread => thread.Index > 0 && !order.Contains(thread.Name));
        if (late.Count == 0 || order.Count == 0) return "It takes no interruption: each thread runs until it waits or ends.";
        var names = string.Join(" and ", late.Select(thread => thread.Name));
        return $"Nobody is interrupted: {order[0]} goes on before {names} {(late.Count == 1 ? "has" : "have")} done anything.";
    }

    /// <summary>Two accesses that nothing orders.</summary>
    public string OfRace(Event first, Event second) =>
        $"{Doing(first)} and {Doing(second)} race: no lock, no atomic step and no wait puts one before the other.";

    /// <summary>What one event was: <c>w1's reading left = 1 (line 12)</c>.</summary>
    public string Doing(Event done) => $"{telling.ThreadName(done.Thread)}'s {What(done)} ({telling.Where(done.Site)})";

    private string? Interruption(int turn)
    {
        var intruder = _told[turn].Thread;
        var before = _told.FindLastIndex(turn - 1, done => done.Kind != OperationKind.Spawn);
        if (before < 0 || _told[before].Thread == intruder) return null;
        var victim = _told[before].Thread;
        var end = _told.FindIndex(turn + 1, done => done.IsTurn && done.Thread != victim);
        if (end >= 0) end = Math.Max(end, _told.FindIndex(turn, done => done.Thread == victim) + 1);
        var (one, two) = PairAround(turn, victim, end < 0 ? _told.Count : end);
        if (two is null) return $"{telling.ThreadName(intruder)} was let in after {Doing(one)}.";
        return $"{telling.ThreadName(intruder)} was let in between {Doing(one)} and its {What(two)} ({telling.Where(two.Site)}).";
    }

    // The last access before and the first one after, to a place that others changed in between; better a write after than a
    // read.
    private (Event Before, Event? After) PairAround(int turn, int victim, int end)
    {
        var later = Enumerable.Range(turn, end - turn).Where(i => _told[i].Thread == victim).ToList();
        foreach (var wantsWrite in (bool[])[true, false])
        {
            foreach (var after in later.Where(i => _told[i].Location is not null && _told[i].IsWrite == wantsWrite))
            {
                var place = _told[after].Resource;
                if (!_told[turn..after].Exists(done => done.Thread != victim && done.IsWrite && done.Resource == place
                    && !Equals(done.Before, done.After))) continue;
                var before = _told.FindLastIndex(turn - 1, done => done.Thread == victim && done.Resource == place);
                if (before >= 0) return (_told[before], _told[after]);
            }
        }
        var last = _told.FindLast(done => _told.IndexOf(done) < turn && done.Thread == victim && !done.IsBlocked)
            ?? _told.First(done => done.Thread == victim);
        // What it waits for in the end says more than what comes next.
        var stuck = later.FindLast(i => _told[i].IsBlocked);
        return (last, later.Count == 0 ? null : execution.Failure?.Exception is null && stuck > 0 ? _told[stuck]
            : _told[later[0]]);
    }

    private string What(Event done)
    {
        var name = telling.NameOf(done.Resource);
        return done.Kind switch
        {
            OperationKind.Read when done.Before != Values.Unknown && done.Location is not null =>
                $"reading {name} = {telling.Show(done.Before)}",
            OperationKind.Read => $"looking at {name}",
            OperationKind.Write when done.After != Values.Unknown && done.Location is not null =>
                $"writing {name} = {telling.Show(done.After)}",
            OperationKind.Write => $"writing {name}",
            OperationKind.Atomic when done.After != Values.Unknown => Equals(done.Before, done.After)
                ? $"finding {name} = {telling.Show(done.Before)}"
                : $"changing {name} from {telling.Show(done.Before)} to {telling.Show(done.After)}",
            OperationKind.Atomic => $"changing {name}",
            OperationKind.Wait or OperationKind.TryAcquire when done is { Resource: SemaphoreState, IsBlocked: false } =>
                $"taking a permit of {name}",
            OperationKind.Acquire or OperationKind.TryAcquire => $"taking {name}",
            OperationKind.Release => $"giving up {name}",
            OperationKind.Wait => done.Resource is LockState ? $"waiting for a pulse of {name}" : $"waiting for {name}",
            OperationKind.Signal when done.Resource is LockState => $"pulsing {name}",
            OperationKind.Signal => done.Resource is EventState ? $"setting {name}" : done.Resource is SemaphoreState
                ? $"releasing {name}" : $"signalling {name}",
            OperationKind.Reset => $"resetting {name}",
            OperationKind.Dispose => $"disposing of {name}",
            OperationKind.Join => $"waiting for the end of {name}",
            OperationKind.Spawn => $"starting {name}",
            OperationKind.Sleep => "sleeping",
            OperationKind.End => "end",
            _ => $"using {name}",
        };
    }
}
