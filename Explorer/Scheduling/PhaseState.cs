// A barrier with 3 participants:
//
//      phase 0   arrives  arrives            arrives, the last: runs the action, then the phase is 1
//                waits    waits                                               go on    go on
//
//   I1  0 <= _arrived <= Participants; whoever has arrived waits for the end of the phase in which it did.
//   I2  All that was done before arriving comes before all that anybody does after the phase: everybody publishes on
//       arriving, and learns what was published when going on. The action comes between the two.
//   I3  While the action runs, all participants have arrived. Who joins then joins the next phase, and waits for it to begin.

using System.Diagnostics;
using Workbook.Explorer.Races;

namespace Workbook.Explorer.Scheduling;

/// <summary>The phases of a barrier.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="participants">At the beginning.</param>
/// <param name="action">Run by the last who arrives; null: none.</param>
internal sealed class PhaseState(string name, int participants, Action? action) : Primitive(name, typeof(Barrier))
{
    private readonly Dictionary<int, long> _waitsFor = []; // the end of which phase, by the number of the thread; looked up only
    private int _arrived;
    private ControlledThread? _acting; // runs the action
    private Exception? _actionFailed;  // in the phase that ended last
    private VectorClock _ended;        // what came before the end of that phase

    public override object? State => _arrived;

    public int Participants { get; private set; } = participants;

    public long Phase { get; private set; }

    public int Remaining => Participants - _arrived;

    public bool IsActing => _acting is not null && _acting == Self;

    /// <summary>So that what is read next is read as a step.</summary>
    public void Look() => Step(OperationKind.Read, isWrite: false);

    /// <summary>Arrives, and waits for the others.</summary>
    /// <returns>False: the time was up; the caller counts as not having arrived.</returns>
    /// <exception cref="InvalidOperationException">There are no participants, or all have arrived already.</exception>
    /// <exception cref="BarrierPostPhaseException">The action failed.</exception>
    public bool SignalAndWait(Limit limit)
    {
        var self = Step(OperationKind.Signal);
        ThrowIfGone();
        if (Participants == 0) throw new InvalidOperationException($"{Name} has no participants.");
        if (Remaining == 0) throw new InvalidOperationException($"More threads use {Name} than its {Participants} participants.");
        var phase = Phase;
        _arrived++;
        Publish(self); // I2
        if (Remaining == 0) EndPhase(self);
        else if (!WaitForEndOf(phase, self, limit)) return false;
        if (_actionFailed is { } failed) throw new BarrierPostPhaseException(failed);
        return true;
    }

    /// <summary>So many more participants.</summary>
    /// <returns>The phase in which they take part first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There would be more than a barrier can have.</exception>
    public long Add(int count)
    {
        const int Most = 32767;
        var self = Step(OperationKind.Atomic);
        ThrowIfGone();
        if (Participants + count > Most)
            throw new ArgumentOutOfRangeException("participantCount",
                $"{Name} has {Participants} participants, and can have {Most}.");
        if (_acting is not null) WaitForEndOf(Phase, self, Limit.None); // I3
        Participants += count;
        return Phase;
    }

    /// <summary>So many less; if all others have arrived, that ends the phase.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    /// <exception cref="InvalidOperationException">There are not so many who have not arrived.</exception>
    public void Remove(int count)
    {
        var self = Step(OperationKind.Atomic);
        ThrowIfGone();
        if (Participants < count)
            throw new ArgumentOutOfRangeException("participantCount", $"{Name} has {Participants} participants.");
        if (Remaining < count)
            throw new InvalidOperationException($"Only {Remaining} participants of {Name} have not arrived yet.");
        Participants -= count;
        Publish(self);
        if (Remaining == 0 && Participants > 0) EndPhase(self);
    }

    protected override bool CanGo(ControlledThread thread) => Phase > _waitsFor[thread.Index];

    private bool WaitForEndOf(long phase, ControlledThread self, Limit limit)
    {
        _waitsFor[self.Index] = phase;
        try
        {
            if (!Block(OperationKind.Wait, isWrite: limit != Limit.None, limit) && TakeBack(phase)) return false;
        }
        catch (OperationCanceledException)
        {
            if (TakeBack(phase)) throw;
        }
        if (Phase == phase) Block(OperationKind.Wait, isWrite: false, Limit.None);
        self.Clock.Join(_ended);
        return true;
    }

    // While the action runs it is too late: the phase ends soon.
    private bool TakeBack(long phase)
    {
        if (_acting is not null || Phase != phase) return false;
        _arrived--;
        return true;
    }

    private void EndPhase(ControlledThread self)
    {
        self.Clock.Join(Released); // I2
        _actionFailed = null;
        if (action is not null)
        {
            _acting = self;
            try { action(); }
            catch (Exception e) when (e is not ExecutionAborted) { _actionFailed = e; }
            _acting = null;
            Step(OperationKind.Signal); // the others go on only now
        }
        Debug.Assert(_arrived == Participants || Participants == 0, "I1");
        _arrived = 0;
        Phase++;
        Publish(self, ref _ended);
    }
}
