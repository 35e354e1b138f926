// A parallel loop: its workers take one iteration after the other.
//
//      Take: the next iteration, in order      none is left, or stopped, broken before it, thrown, cancelled: none any more
//
//   I1  Taking, stopping, breaking and failing are steps on this loop.
//   I2  That two workers take one after the other does not order what they do then: they could have taken the other way round.

namespace Workbook.Explorer.Scheduling;

/// <summary>What the workers of a parallel loop share.</summary>
/// <param name="first">The number of its first iteration.</param>
/// <param name="cancel">Ends it.</param>
/// <param name="goesOn">Whether more begin after one has thrown.</param>
internal sealed class LoopState(long first, CancellationToken cancel, bool goesOn) : Resource
{
    private readonly List<Exception> _thrown = [];
    private long _next = first;

    public override string Name => "a parallel loop";

    public bool IsStopped { get; private set; }

    public bool IsExceptional => _thrown.Count > 0;

    /// <summary>Whether its token was seen to be cancelled.</summary>
    public bool IsCanceled { get; private set; }

    public long? LowestBreak { get; private set; }

    /// <summary>What was thrown; asked when all workers have ended.</summary>
    public IReadOnlyList<Exception> Thrown => _thrown;

    /// <summary>This, after all that others did to it.</summary>
    public LoopState Look()
    {
        if (Step(OperationKind.Read, isWrite: false) is { } self) self.Clock.Join(Released);
        return this;
    }

    /// <summary>Takes the next iteration.</summary>
    /// <param name="move">Says what the next one works on; false: there is none. Called by one worker at a time.</param>
    /// <param name="iteration">Its number.</param>
    /// <returns>False: no more iterations begin.</returns>
    public bool Take(Func<long, bool> move, out long iteration)
    {
        iteration = -1;
        if (IsCanceledNow()) return false;
        Step(OperationKind.Atomic, isWrite: true); // I2
        if (IsStopped || (IsExceptional && !goesOn) || LowestBreak < _next || !move(_next)) return false;
        iteration = _next++;
        return true;
    }

    public void Stop()
    {
        Publish();
        if (LowestBreak is not null) throw new InvalidOperationException("Stop was called after Break was called.");
        IsStopped = true;
    }

    public void Break(long iteration)
    {
        Publish();
        if (IsStopped) throw new InvalidOperationException("Break was called after Stop was called.");
        LowestBreak = Math.Min(LowestBreak ?? long.MaxValue, iteration);
    }

    /// <summary>Something was thrown in an iteration.</summary>
    public void Fail(Exception exception)
    {
        Publish();
        _thrown.Add(exception);
    }

    /// <summary>Whether its token is cancelled: a step.</summary>
    public bool IsCanceledNow() =>
        IsCanceled |= cancel.CanBeCanceled && Controlled.CancellationTokens.IsCancellationRequested(in cancel);

    private ControlledThread? Step(OperationKind kind, bool isWrite)
    {
        if (Execution.Current is not { } execution) return null;
        execution.Number(this);
        execution.Perform(new Operation(kind, this, isWrite));
        return Execution.Self;
    }

    private void Publish()
    {
        if (Step(OperationKind.Atomic, isWrite: true) is not { } self) return;
        self.Clock.Join(Released);
        Released.Set(self.Clock);
        self.Clock.Tick(self.Index);
    }
}
