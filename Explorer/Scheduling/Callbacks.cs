// What is to be called when a source is cancelled, the latest first:
//
//      open      ---- Cancel ---->      closed, being called      ---- none is left ---->      closed
//      Add: kept                        Add: too late, the caller calls it        (of an open one that is disposed of: forgotten)
//      Remove: true while it is kept, false once it was taken out to be called; then AwaitEnd waits for its end
//
//   I1  A callback is kept, or it is the one that is running, or it is over: it is called at most once.
//   I2  Adding, taking out and removing are steps on this list, so that every order of them is tried.

using System.Diagnostics;

namespace Workbook.Explorer.Scheduling;

/// <summary>The callbacks of one source of cancellation.</summary>
internal sealed class Callbacks : Resource
{
    private readonly List<Callback> _kept = [];
    private bool _isClosed, _isGone;

    public override string Name => "the callbacks of a CancellationToken";

    /// <summary>What is being called now.</summary>
    public Callback? Running { get; private set; }

    /// <summary>Who calls it.</summary>
    public ControlledThread? Runner { get; private set; }

    /// <summary>The token of its source, which registrations name.</summary>
    public required CancellationToken Token { get; init; }

    /// <summary>Keeps it, unless it is too late because the source was cancelled, or the source is disposed of.</summary>
    public Callback? Add(Action call, out bool isTooLate)
    {
        Step();
        isTooLate = _isClosed;
        if (_isClosed || _isGone) return null;
        var callback = new Callback(this, call);
        _kept.Add(callback);
        return callback;
    }

    /// <summary>Keeps no more: the source is disposed of.</summary>
    public void Refuse()
    {
        Step();
        _isGone = true;
    }

    /// <summary>Forgets it.</summary>
    /// <returns>False: it was forgotten before, or taken out to be called.</returns>
    public bool Remove(Callback callback)
    {
        Step();
        return _kept.Remove(callback);
    }

    /// <summary>Forgets all.</summary>
    public void RemoveAll()
    {
        Step();
        _kept.Clear();
    }

    /// <summary>Takes no more; in the same step in which the source is cancelled.</summary>
    /// <returns>Whether there are any to call.</returns>
    public bool Close()
    {
        _isClosed = true;
        return _kept.Count > 0;
    }

    /// <summary>The one before is over, and the next is taken out to be called. Null: there is none.</summary>
    public Callback? Next()
    {
        Step();
        Debug.Assert(_isClosed, "I1");
        (Running, Runner) = (null, null);
        if (_kept.Count == 0) return null;
        (Running, Runner) = (_kept[^1], Execution.Current is null ? null : Execution.Self);
        _kept.RemoveAt(_kept.Count - 1);
        return Running;
    }

    /// <summary>The one before is over, and the others will not be called.</summary>
    public void Stop()
    {
        Step();
        (Running, Runner) = (null, null);
    }

    /// <summary>A step that changes it.</summary>
    public void Step() // I2
    {
        if (Execution.Current is not { } execution) return;
        execution.Number(this);
        execution.Perform(new Operation(OperationKind.Atomic, this, IsWrite: true));
        var self = Execution.Self;
        self.Clock.Join(Released);
        Released.Set(self.Clock);
        self.Clock.Tick(self.Index);
    }
}
