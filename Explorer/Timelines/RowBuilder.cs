// What one thread does in one line, uninterrupted, makes one row:
//
//      takes gate   +   x 0 -> 1   +   gives up gate      ->      x 0 -> 1 (under gate)
//      x is 0       +   x = 1                             ->      x 0 -> 1
//      starts a     +   starts b                          ->      starts a, b

using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>A row that is being filled with events.</summary>
internal sealed class RowBuilder(Wording wording, SourceText source)
{
    private const int Many = 5;
    private readonly List<Event> _events = [];
    private readonly List<string> _words = [];
    private Resource? _taken; // a lock that was taken in this row
    private int _takenAt;
    private int _again; // how often it did what it had done in this row before

    /// <summary>Whether the event belongs into this row, which is not empty.</summary>
    public bool Takes(Event done)
    {
        var (first, last) = (_events[0], _events[^1]);
        if (first.Actor != done.Actor || done.IsTurn) return false;
        if (done.Kind == OperationKind.End) return true;
        if (first.Kind == OperationKind.Flush || done.Kind == OperationKind.Flush) return false;
        if (last.Kind == OperationKind.Spawn || done.Kind == OperationKind.Spawn) return last.Kind == done.Kind;
        return IsSameLine(source[first.Site], source[done.Site]);
    }

    public void Add(Event done)
    {
        var last = _events.Count == 0 ? null : _events[^1];
        _events.Add(done);
        var isOfSame = last?.Resource == done.Resource;
        var words = wording.Of(done);
        if (done.Kind == OperationKind.Spawn && last?.Kind == OperationKind.Spawn) _words[^1] += $", {done.Resource.Name}";
        else if (isOfSame && last!.Kind == OperationKind.Read && done.IsWriteAtOnce)
            _words[^1] = wording.Changed(done);
        else if (isOfSame && done is { Kind: OperationKind.Wait, IsBlocked: true, Resource: LockState })
            _words[^1] += _words[^1].EndsWith(')') ? ", waits for a pulse" : " and waits for a pulse";
        else if (isOfSame && last!.Kind == OperationKind.Acquire && done is { Kind: OperationKind.Wait, IsBlocked: true })
            _words[^1] = words; // a writer came to the lock, and did not get it
        else if (done.Kind == OperationKind.Release && _taken == done.Resource) CloseLock();
        else if (!_words.Contains(words)) _words.Add(words);
        else _again++;
        if (done is { Kind: OperationKind.Acquire, IsBlocked: false, TimedOut: false })
            (_taken, _takenAt) = (done.Resource, _words.Count - 1);
    }

    public TimelineRow Build()
    {
        var first = _events[0];
        var at = source[first.Site];
        var statement = first.Kind is OperationKind.Spawn or OperationKind.End or OperationKind.Flush ? null
            : source.Statement((_events.Find(done => !IsLocking(done)) ?? first).Site);
        return new TimelineRow(wording.NumberOf(first.Actor), wording.ThreadName(first.Actor), at?.File,
            first.Kind == OperationKind.End ? 0 : at?.Line ?? 0, statement,
            string.Join(", ", _words) + (_again >= Many ? ", again and again" : ""), first.IsTurn);
    }

    private void CloseLock()
    {
        var name = wording.NameOf(_taken!);
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

    private static bool IsSameLine(Site? one, Site? other) =>
        one is not null && other is not null && (one.File, one.Line) == (other.File, other.Line);
}
