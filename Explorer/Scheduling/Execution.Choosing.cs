// Who moves next. Each time a thread has announced its next step, everybody who stands before one is looked at anew:
//
//      Pending step could be done now, or its short time-out may be up          Movable
//          and its thread has not given way, or all of them have                    Enabled
//      nobody: the time of those whose guard (a long time-out) is due first is up   both, and IsLastResort
//
//      -> the strategy chooses one of Movable -> the step is recorded, before it is done
//
//   C1  Enabled is a part of Movable, both in the order of the threads' numbers; what they hold is made anew for each choice.
//   C2  The last of Steps is the step that the running thread does now. It is changed by that thread only: one that turned out to
//       change nothing becomes a read.
//   C3  Who has given way (a yield, a sleep) goes on once anybody else has done a step. So it is not Enabled before that, unless
//       nobody is; a strategy that reorders steps may choose it all the same, since a yield orders nothing.

using System.Diagnostics;
using Workbook.Explorer.WeakMemory;

namespace Workbook.Explorer.Scheduling;

internal sealed partial class Execution
{
    private readonly long _guard = (long)options.Guard.TotalMilliseconds;
    private readonly long _longestSleep = options.Guard > TimeSpan.Zero ? long.MaxValue : 0; // no sleep is a guard, unless all is

    /// <summary>Who could move now; made anew for each choice, in the order of their numbers.</summary>
    public List<ControlledThread> Enabled { get; } = [];

    /// <summary>The same and those who have given way, if others could go before them.</summary>
    public List<ControlledThread> Movable { get; } = [];

    /// <summary>Whether nobody could move but for a long time-out, of those that are due first.</summary>
    public bool IsLastResort { get; private set; }

    /// <summary>What was done, in its order.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>Whether the threads moved by turns from some step on, because no end was in sight.</summary>
    public bool WasTakenOver { get; private set; }

    /// <summary>Whether <paramref name="chosen"/> would take the turn from <paramref name="last"/>, who could go on, has not
    /// given way, and is not at its end.</summary>
    public bool Preempts(ControlledThread? last, ControlledThread chosen) =>
        last is not null && last != chosen && chosen.Drains is null && CostsToLeave(last);

    /// <summary>Whether any other who went on instead of <paramref name="last"/> would preempt it. Who only waits for its own
    /// store buffer to be emptied could go on, but at its end.</summary>
    public bool CostsToLeave(ControlledThread last) =>
        !last.HasYielded && last.Pending.Kind != OperationKind.End
        && (last.IsEnabled || (last.Pending.Kind == OperationKind.Fence && !last.Buffer!.IsClosing));

    /// <summary>Takes back that the caller's last step was a write: a compare-exchange that failed, a lock that was not
    /// free.</summary>
    public void ChangedNothing()
    {
        if (IsAborting || !Steps[^1].Operation.IsWrite) return;
        var operation = Steps[^1].Operation with { IsWrite = false };
        Steps[^1] = Steps[^1] with { Operation = operation }; // C2
        CountVersion(operation.Resource, -1);
        Self.Loops.ChangedNothing(Self.Steps, operation.Resource);
    }

    // Who moves next, and the record of the step. Null: the execution is over; the rest is unwound. What moves next may be a
    // store buffer, which needs no baton: what it does is done here.
    private ControlledThread? Pick(ControlledThread? last)
    {
        var chosen = PickOne(last);
        while (chosen?.Drains is { } buffer)
        {
            Running = last;
            if (last?.Buffer is { } own) StoreBuffers.Hide(own);
            StoreBuffers.Flush(buffer);
            chosen = PickOne(last);
        }
        return chosen;
    }

    private ControlledThread? PickOne(ControlledThread? last)
    {
        if (IsAborting) return null;
        FindEnabled();
        if (_alone is not null) return PickAlone(last);
        if (Threads[0].HasEnded && IsOver())
        {
            Abort(); // no failure: the process would end here
            return null;
        }
        if (Enabled.Count == 0) return Stuck();
        if (Steps.Count >= options.Steps) return GoesNowhere();
        WasTakenOver |= Steps.Count >= options.Steps / 2;
        var chosen = WasTakenOver ? Enabled.Find(thread => thread.Index > last!.Index) ?? Enabled[0] : Choose(last);
        return chosen is null ? null : Record(last, chosen);
    }

    // What goes wrong in a strategy must not look as if it had gone wrong in the test, whose thread we are on.
    private ControlledThread? Choose(ControlledThread? last)
    {
        try
        {
            var chosen = strategy.Choose(this, last);
            if (chosen is { IsMovable: true }) return chosen;
            if (chosen is null) return GiveUp();
            Stop(new NondeterministicTestException(Unrepeatable)); // I3 does not hold
        }
        catch (Exception e) { Stop(new NondeterministicTestException(Unrepeatable, e)); } // it met something else than it knows
        return null;
    }

    private ControlledThread Record(ControlledThread? last, ControlledThread chosen)
    {
        var preempts = Preempts(last, chosen);
        chosen.TimedOut = chosen.Pending.CanTimeOut && !chosen.CanMove;
        if (chosen.TimedOut) VirtualTime.Pass(chosen, chosen.Pending.Timeout);
        chosen.Steps++;
        chosen.Rounds = 0;
        foreach (var thread in Threads) thread.HasYielded &= thread == chosen; // C3
        chosen.HasYielded = chosen.Pending.Kind is OperationKind.Yield or OperationKind.Sleep;
        Steps.Add(new Step(chosen.Index, chosen.Pending, chosen.TimedOut, preempts, chosen.Pending.Resource.IsOpen,
            IsGuard: chosen.Pending.CanTimeOut && !IsShort(chosen.Pending)));
        chosen.Loops.Stepped(chosen.Steps, chosen.Pending);
        if (chosen.Pending.IsWrite) CountVersion(chosen.Pending.Resource, 1);
        Recording?.Chose(Steps[^1], chosen, this);
        Running = chosen;
        return chosen;
    }

    private static void CountVersion(Resource resource, int change)
    {
        if (resource.Parts is not { } parts) resource.Version += change;
        else foreach (var part in parts) CountVersion(part, change);
    }

    private void FindEnabled()
    {
        Enabled.Clear();
        Movable.Clear();
        IsLastResort = false;
        foreach (var thread in Threads)
        {
            Debug.Assert(thread.Carrier is null || thread.Pending.Resource is not null, "I2");
            thread.IsEnabled = false;
            thread.IsMovable = thread.HasStep && CanGo(thread);
            if (!thread.IsMovable) continue;
            Movable.Add(thread);
            if (!thread.HasYielded) Enable(thread);
        }
        if (Enabled.Count > 0) return;
        foreach (var thread in Movable) Enable(thread); // all who could go on have given way to each other
        if (Enabled.Count == 0) FindGuards();
    }

    private void Enable(ControlledThread thread)
    {
        thread.IsEnabled = thread.IsMovable = true;
        Enabled.Add(thread);
    }

    private bool CanGo(ControlledThread thread) =>
        thread.CanMove || (thread.Pending.CanTimeOut && IsShort(thread.Pending));

    // A time-out that is long is a guard, and so is every one where sleeps are to last as long as they say (Guard 0).
    private bool IsShort(in Operation operation) => Steps.Count >= operation.Patience &&
        operation.Timeout < (operation.Kind == OperationKind.Sleep ? _longestSleep : _guard);

    // Nobody else can move: the time of those whose guard is due first is up.
    private void FindGuards()
    {
        var first = long.MaxValue;
        foreach (var thread in Threads)
        {
            if (thread.Carrier is not null && thread.Pending.CanTimeOut) first = Math.Min(first, VirtualTime.Due(thread));
        }
        foreach (var thread in Threads)
        {
            if (thread.Carrier is null || !thread.Pending.CanTimeOut || VirtualTime.Due(thread) != first) continue;
            Movable.Add(thread);
            Enable(thread);
        }
        IsLastResort = Enabled.Count > 0;
    }
}
