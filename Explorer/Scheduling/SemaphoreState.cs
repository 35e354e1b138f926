// Who waits without a thread stands in line, and a permit is handed to the first in it by the step that releases:
//
//      permits > 0  --- TakeOrStand, Wait: takes one --->  permits
//      permits = 0  --- TakeOrStand: stands in line --->   a line  --- Give: the first have theirs --->  shorter
//
//   I1  There are permits, or a line, never both.
//   I2  A thread that comes to wait while there is a line stands in it too; one that stands before its wait has not come yet.

namespace Workbook.Explorer.Scheduling;

/// <summary>A number of permits: a wait takes one.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="platform">The type that it stands for.</param>
/// <param name="permits">At the beginning.</param>
/// <param name="maximum">Of permits.</param>
internal sealed class SemaphoreState(string name, Type platform, int permits, int maximum) : Waitable(name, platform)
{
    private readonly List<TaskCompletionSource<bool>> _line = []; // a promise for each who stands there
    private readonly List<PermitTaker> _standing = []; // who these are, in the same order
    private readonly List<PermitTaker> _takers = [];
    private int _permits = permits;

    /// <summary>Who has taken a permit, and not given it back; one that another gives back is taken to be the oldest.</summary>
    public IReadOnlyList<PermitTaker> Takers => _takers;

    public override bool? IsOpen => IsDisposed || _permits > 0 || _line.Count > 0;

    public override bool IsTaken => true;

    public override object? State => _permits;

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        base.IsReady(thread, operation) || (operation.Kind == OperationKind.Wait && _line.Count > 0); // I2

    public override bool CanTake(ControlledThread thread) => _permits > 0;

    public override void Take(ControlledThread self)
    {
        _permits--;
        _takers.Add(PermitTaker.Now(self));
        base.Take(self);
    }

    /// <summary>Takes a permit, waiting for it; where there is a line, the caller stands in it.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="place">The caller's in the line, where it has yet to wait; null: it has a permit, or gave up.</param>
    /// <returns>Whether it has a permit.</returns>
    public bool Wait(Limit limit, out TaskCompletionSource<bool>? place)
    {
        place = null;
        if (Block(OperationKind.Wait, IsTaken, limit))
        {
            Take(Self);
            return true;
        }
        if (_line.Count == 0 || !limit.MayWait || Self.TimedOut) return InVain();
        place = Stand();
        return false;
    }

    /// <summary>Takes a permit if there is one.</summary>
    /// <param name="mayStand">Whether the caller is to stand in line otherwise.</param>
    /// <param name="place">Its place there.</param>
    /// <returns>Whether it has a permit.</returns>
    public bool TakeOrStand(bool mayStand, out TaskCompletionSource<bool>? place)
    {
        place = null;
        var self = Step(OperationKind.TryAcquire);
        ThrowIfGone();
        if (_permits > 0)
        {
            Take(self);
            return true;
        }
        if (!mayStand) return InVain();
        place = Stand();
        return false;
    }

    /// <summary>Leaves the line.</summary>
    /// <returns>False: it was not there any more, since a permit was handed to it.</returns>
    public bool Leave(TaskCompletionSource<bool> place)
    {
        Step(OperationKind.Atomic);
        var at = _line.IndexOf(place);
        if (at < 0) return InVain();
        _line.RemoveAt(at);
        _standing.RemoveAt(at);
        return true;
    }

    /// <summary>How many permits there are now.</summary>
    public int Look()
    {
        Step(OperationKind.Read, isWrite: false).Clock.Join(Released);
        return _permits;
    }

    /// <summary>Gives so many permits.</summary>
    /// <returns>How many there were before.</returns>
    /// <exception cref="SemaphoreFullException">There would be more than the maximum; nothing is changed.</exception>
    public int Give(int count) => Give(count, out _);

    /// <inheritdoc cref="Give(int)"/>
    /// <param name="count">How many.</param>
    /// <param name="served">Who was in line and has a permit now; the caller keeps their promises.</param>
    public int Give(int count, out List<TaskCompletionSource<bool>> served)
    {
        var self = Step(OperationKind.Signal);
        ThrowIfGone();
        var before = _permits;
        if (maximum - before < count) throw new SemaphoreFullException(
            $"{Name} has {before} of at most {maximum} permits, and {count} more were given back.");
        served = _line[..Math.Min(_line.Count, count)]; // all of them are given away, or none is left in line: I1
        _line.RemoveRange(0, served.Count);
        GiveBack(count, PermitTaker.Now(self));
        _takers.AddRange(_standing[..served.Count]);
        _standing.RemoveRange(0, served.Count);
        _permits += count - served.Count;
        self.Clock.Join(Released); // it learns how many there were
        Publish(self);
        return before;
    }

    public override void Give() => Give(1);

    private TaskCompletionSource<bool> Stand()
    {
        var place = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _line.Add(place);
        _standing.Add(PermitTaker.Now(Self));
        return place;
    }

    private void GiveBack(int count, PermitTaker giver)
    {
        for (; count > 0 && _takers.Count > 0; count--)
            _takers.RemoveAt(Math.Max(0, _takers.FindLastIndex(giver.IsSame)));
    }
}
