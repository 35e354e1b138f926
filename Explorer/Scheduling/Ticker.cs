// What a timer does is done by threads of the background: one that ticks, and one for each call of a timer that ticks again and
// again, since the next time may be up while the last call is not over.
//
//      idle  ---- Arm ---->  _ticking  ---- its time is up ---->  calls  (_running)  ---->  idle, or _ticking again
//            <---- Arm(-1), Dispose ----
//
//   I1  Only _ticking ticks; a thread that was armed before it goes away.
//   I2  A call that has begun goes on after Dispose; the last to end tells who waits for that (_whenDone).
//   I3  It ticks for ever, and an exploration must not: the first two ticks may come at any moment, and later ones when nobody
//       else can move, or others have done so many steps meanwhile that one of them may well wait for the tick by looking again
//       and again. After 500 ticks that make nobody move nobody waits for it.

using Workbook.Explorer.Controlled.Tasks;

namespace Workbook.Explorer.Scheduling;

/// <summary>Calls something after a time, once or again and again, until it is disposed of.</summary>
/// <param name="name">Of its threads.</param>
/// <param name="call">What is to be done.</param>
internal sealed class Ticker(string name, Action call) : Resource
{
    private const int AtAnyMoment = 2, Patience = 200, Overlapping = 10, InVain = 500; // ticks; steps; ticks; ticks

    private ControlledThread? _ticking;
    private int _ticks, _ticksInVain, _running;
    private int _seen; // of the execution's steps, how many were looked at for those of others
    private Action? _whenDone;

    public override string Name { get; } = $"the time of a {name}";

    public bool IsDisposed { get; private set; }

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind != OperationKind.Wait || _ticking != thread;

    /// <summary>From now on it ticks after that time; what was set before is forgotten.</summary>
    /// <param name="due">In milliseconds; -1: not at all.</param>
    /// <param name="period">Until the next tick, and from each to the next, in milliseconds; 0 or -1: there is one only.</param>
    /// <returns>False: it was disposed of.</returns>
    public bool Arm(long due, long period)
    {
        if (Execution.Current is not { } execution)
        {
            if (due >= 0) throw new InvalidOperationException("A controlled timer starts only while the explorer runs.");
            return !IsDisposed;
        }
        Step(execution);
        if (IsDisposed) return false;
        _ticking = null;
        if (due < 0) return true;
        var thread = _ticking = execution.Create(name, () => Tick(execution, due, period));
        thread.IsBackground = thread.IsOfTimer = true;
        execution.Perform(new Operation(OperationKind.Spawn, thread, IsWrite: true));
        var self = Execution.Self;
        thread.Clock.Join(self.Clock);
        thread.Clock.Tick(thread.Index);
        self.Clock.Tick(self.Index);
        execution.Launch(thread);
        return true;
    }

    /// <summary>It does not tick any more.</summary>
    /// <param name="whenDone">Done once no call is running: here, or by the last of them; null: nobody waits for that.</param>
    /// <returns>False: it was disposed of before.</returns>
    public bool Dispose(Action? whenDone = null)
    {
        if (Execution.Current is { } execution) Step(execution);
        if (IsDisposed) return false;
        IsDisposed = true;
        _ticking = null;
        if (whenDone is null) return true;
        if (_running > 0) _whenDone = whenDone;
        else whenDone();
        return true;
    }

    /// <summary>Has it done once no call is running, after it was disposed of.</summary>
    /// <returns>False: none is.</returns>
    public bool AwaitCalls(Action whenDone)
    {
        if (Execution.Current is { } execution) Step(execution);
        if (_running == 0) return false;
        _whenDone += whenDone;
        return true;
    }

    private void Tick(Execution execution, long due, long period)
    {
        for (var wait = due; ; wait = period)
        {
            if (!Await(execution, wait)) return;
            _running++;
            if (period <= 0)
            {
                Call();
                return;
            }
            if (_ticksInVain > Overlapping) Call(); // hundreds of threads more would show nothing new
            else ControlledScheduler.Queue(name, Call, isOfTimer: true);
        }
    }

    // False: it is not to tick any more.
    private bool Await(Execution execution, long wait)
    {
        var isInVain = _ticksInVain > InVain; // I3
        execution.Perform(new Operation(OperationKind.Wait, this, IsWrite: true, CanTimeOut: !isInVain,
            Timeout: Math.Max(1, wait), Patience: _ticks < AtAnyMoment ? 0 : execution.Steps.Count + Patience));
        if (_ticking != Execution.Self) // I1
        {
            execution.ChangedNothing();
            return false;
        }
        _ticks++;
        _ticksInVain++;
        for (; _seen < execution.Steps.Count; _seen++)
        {
            if (!execution.Threads[execution.Steps[_seen].Thread].IsOfTimer) _ticksInVain = 0;
        }
        return true;
    }

    // I2
    private void Call()
    {
        try { call(); }
        finally
        {
            if (Execution.Current is { } execution) Step(execution);
            _running--;
            if (_running == 0 && _whenDone is { } whenDone) whenDone();
        }
    }

    private void Step(Execution execution)
    {
        execution.Number(this);
        execution.Perform(new Operation(OperationKind.Atomic, this, IsWrite: true));
        var self = Execution.Self;
        self.Clock.Join(Released);
        Released.Set(self.Clock);
        self.Clock.Tick(self.Index);
    }
}
