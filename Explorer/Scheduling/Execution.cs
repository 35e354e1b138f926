// One run of the test under one schedule. Real threads, and one baton: whoever has it runs, everybody else stands at a gate.
//
//      thread 1                            thread 2                     thread 3
//      runs
//      at a scheduling point: announces
//      its next step, asks the strategy,
//      opens 2's gate, waits at its own -> does its pending step
//                                          runs ...
//
//   I1  One thread has the baton: all state of the execution, and of the controlled types, is touched by that thread only. The
//       gates order what one writes before what the next one reads, so that nothing here is volatile or locked.
//   I2  A thread that does not have the baton has announced its next step (Pending), has ended, or has not begun.
//   I3  The state that strategies see is the same in every execution with the same choices: nothing here asks a clock, a hash of
//       an object, or the system.
//
// It ends when the last thread has ended, or early: something failed, or the strategy gave it up. Then the threads are unwound,
// one after the other, each by an exception at the step that it stands before:
//
//      ExecutionAborted  ->  its finally blocks run; a step there is done at once, in no order (nobody looks any more), but one
//                            that would have to wait for ever, or a loop that goes on for long, throws again  ->  the carrier
//                            is idle

using System.Diagnostics;
using Workbook.Explorer.Races;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Scheduling;

/// <summary>One run of the test under one schedule.</summary>
[DebuggerStepThrough]
internal sealed class Execution(
    IStrategy strategy, Carriers carriers, RaceDetector races, SpinningLoops loops, ExploreOptions options)
{
    /// <summary>What is wrong when an execution does not follow the one before it.</summary>
    public const string Unrepeatable = "The test does not do the same twice under the same schedule: something in it (time, chance, "
        + "a file, a static that is not set back) is not controlled.";

    [ThreadStatic] private static ControlledThread? _currentThread;
    [ThreadStatic] private static Execution? _current;

    private readonly Dictionary<object, Resource> _resources = new(ReferenceEqualityComparer.Instance);
    private readonly long _guard = (long)options.Guard.TotalMilliseconds;
    private readonly long _longestSleep = options.Guard > TimeSpan.Zero ? long.MaxValue : 0; // no sleep is a guard, unless all is
    private StringWriter? _output;
    private int _lastId;
    private int _endedAt = -1; // the number of steps when the last foreground thread ended
    private int _live;
    private Exception? _stopped;

    // Who is left alone to show whether the loop that it is in ends by itself; see SpinningLoops.
    private ControlledThread? _alone;
    private int _aloneIn, _aloneSince, _roundsBefore;

    /// <summary>The execution that the calling thread belongs to; null outside of any.</summary>
    public static Execution? Current => _current;

    /// <summary>The controlled thread that calls.</summary>
    public static ControlledThread Self => _currentThread!;

    /// <summary>Nothing that the calling thread does is controlled, until <see cref="Show"/>: it runs a static
    /// constructor.</summary>
    public static Execution? Hide()
    {
        var hidden = _current;
        _current = null;
        return hidden;
    }

    public static void Show(Execution? hidden) => _current = hidden;

    public List<ControlledThread> Threads { get; } = [];

    /// <summary>What its threads have printed; kept if it is told, and null if it is not.</summary>
    public StringWriter? Output => Recording is null ? null : _output ??= new StringWriter(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What chance is made of.</summary>
    public ulong Seed => options.Seed;

    /// <summary>Who could move now; made anew for each choice, in the order of their numbers.</summary>
    public List<ControlledThread> Enabled { get; } = [];

    /// <summary>The same and those who have given way, if others could go before them.</summary>
    public List<ControlledThread> Movable { get; } = [];

    /// <summary>Whether nobody could move but for a long time-out, of those that are due first.</summary>
    public bool IsLastResort { get; private set; }

    public List<Step> Steps { get; } = [];

    public RaceDetector Races { get; } = races;

    /// <summary>Whether to stop in the debugger when a thread goes on that was let in between.</summary>
    public bool BreaksAtPreemptions { get; init; }

    /// <summary>Who writes down what happens, for the timeline; null in all executions but those that are told.</summary>
    public Recording? Recording { get; init; }

    /// <summary>The object that a primitive's state belongs to; null if it has none.</summary>
    public object? OwnerOf(Resource resource) => _resources.FirstOrDefault(entry => entry.Value == resource).Key;

    /// <summary>The first thing that went wrong.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Whether the strategy gave it up half-way.</summary>
    public bool WasPruned { get; private set; }

    /// <summary>Whether it only served to learn of a loop whether it spins; see <see cref="SpinningLoops"/>.</summary>
    public bool ShowedALoop { get; private set; }

    /// <summary>Whether the threads moved by turns from some step on, because no end was in sight.</summary>
    public bool WasTakenOver { get; private set; }

    /// <summary>Whether the program did not do what it did before under the same schedule, as the strategy says.</summary>
    public bool HasDiverged { get; set; }

    /// <summary>How often a thread came to a lock that another held.</summary>
    public int Contentions { get; set; }

    /// <summary>Of the thread object that was made last; main has 1.</summary>
    public int LastThreadId { get; set; } = 1;

    /// <summary>Its threads are being unwound: steps are no longer scheduled.</summary>
    public bool IsAborting { get; private set; }

    /// <summary>Who has the baton. Another thread may look, and sees it a moment late.</summary>
    public ControlledThread? Running { get; private set; }

    /// <summary>Runs the test on controlled threads, to its end. Called by a thread that is not controlled.</summary>
    /// <exception cref="NondeterministicTestException">The test does not do the same twice under the same schedule.</exception>
    /// <exception cref="RefusedException">It has too many threads.</exception>
    /// <exception cref="StuckException">It hangs in code that is not rewritten; it was abandoned.</exception>
    public void Run(Action test)
    {
        Races.Begin();
        var main = new ControlledThread(0, "main", test) { Fields = ThreadFieldValues.TakeOutside() };
        Add(main);
        HandTo(Pick(null) ?? main);
        carriers.Over.Wait();
        if (carriers.Abandoned is { } why) throw why;
        if (_stopped is not null) throw _stopped;
    }

    /// <summary>A new thread, which will begin when the strategy lets it.</summary>
    public ControlledThread Create(string? name, Action body)
    {
        var thread = new ControlledThread(Threads.Count, name ?? $"thread {Threads.Count}", body);
        Threads.Add(thread);
        Number(thread);
        if (Current is not null) thread.DescendFrom(Self);
        return thread;
    }

    /// <summary>The state of a primitive that belongs to an object, such as its monitor.</summary>
    public T ResourceOf<T>(object owner, Func<object, T> make) where T : Resource
    {
        if (_resources.TryGetValue(owner, out var resource)) return (T)resource;
        var made = make(owner);
        _resources.Add(owner, made);
        return Number(made);
    }

    public T Number<T>(T resource) where T : Resource
    {
        resource.EnsureNumbered(this, ref _lastId);
        return resource;
    }

    /// <summary>Announces a step, and returns when it is this thread's turn to do it.</summary>
    /// <exception cref="ExecutionAborted">The execution is over.</exception>
    public void Perform(in Operation operation)
    {
        var self = Self;
        Debug.Assert(self == Running, "I1");
        UnwindIfAbandoned();
        if (IsAborting)
        {
            Unwind(self, operation);
            return;
        }
        self.Pending = operation.Site == 0 ? operation with { Site = self.Site } : operation;
        Recording?.Announced(self);
        var next = Pick(self);
        if (next != self) // there is a hand-off, which is what costs
        {
            var heir = next ?? NextToUnwind()!;
            _current = null; // a debugger that evaluates a property on a thread that waits here must not wake the others
            HandTo(heir);
            self.Carrier!.Gate.Wait();
            _current = this;
            Debug.Assert(self == Running, "I1");
            if (IsAborting)
            {
                Unwind(self, operation);
                return;
            }
        }
        if (BreaksAtPreemptions) BreakIfPreempting();
    }

    /// <summary>Whether <paramref name="chosen"/> would take the turn from <paramref name="last"/>, who could go on, has not
    /// given way, and is not at its end.</summary>
    public bool Preempts(ControlledThread? last, ControlledThread chosen) =>
        last is not null && last != chosen && CostsToLeave(last);

    /// <summary>Whether any other who went on instead of <paramref name="last"/> would preempt it.</summary>
    public bool CostsToLeave(ControlledThread last) => !last.HasYielded && last.Pending.Kind != OperationKind.End && last.IsEnabled;

    /// <summary>Ends the execution with this failure, unless another came first. The caller goes on unwinding.</summary>
    public void Fail(FailureKind kind, string message, Exception? exception = null)
    {
        Debug.Assert(Self is null || Self == Running, "I1");
        if (IsAborting) return;
        if (_alone is not null)
        {
            Learn(_aloneIn, spins: false); // it will fail again, with others that may move
            return;
        }
        Failure = new Failure(kind, message, exception);
        Recording?.Failed(this, Current is null ? null : Self);
        Abort();
    }

    /// <summary>Ends the execution for a reason that is no failure of the test; <see cref="Run"/> throws it.</summary>
    public void Stop(Exception reason)
    {
        _stopped ??= reason;
        Abort();
    }

    /// <summary>Takes back that the caller's last step was a write: a compare-exchange that failed, a lock that was not
    /// free.</summary>
    public void ChangedNothing()
    {
        if (IsAborting || !Steps[^1].Operation.IsWrite) return;
        var operation = Steps[^1].Operation with { IsWrite = false };
        Steps[^1] = Steps[^1] with { Operation = operation };
        CountVersion(operation.Resource, -1);
        Self.Loops.ChangedNothing(Self.Steps, operation.Resource);
    }

    /// <summary>The caller comes to the end of a round of a loop.</summary>
    public void Loop(int site)
    {
        const int GiveWay = 100_000, TooMany = 10_000_000, TooManyToUnwind = 10_000;
        var self = Self;
        self.Site = site;
        UnwindIfAbandoned();
        if (IsAborting)
        {
            if (++self.Rounds > TooManyToUnwind) throw Unwinding(self);
            return;
        }
        if (self.Loops.Round(site, self.Steps) is var inVain and > 0)
        {
            Spin(self, site, inVain);
            return;
        }
        self.Rounds++;
        // Reading what is no scheduling point yet is no step: others must go on for a race to be seen.
        if (self.Rounds % GiveWay == 0 && !IsAborting)
        {
            var rounds = self.Rounds;
            Perform(new Operation(OperationKind.Yield, self, IsWrite: false));
            self.Rounds = rounds; // and not from 0 again
            self.Loops.Forget(site, self.Steps);
        }
        if (self.Rounds < TooMany) return;
        Fail(FailureKind.Livelock, $"{self.Name} goes round a loop for ever");
        throw Unwinding(self);
    }

    /// <summary>Gives a thread that was created its carrier, so that it can be chosen.</summary>
    public void Launch(ControlledThread thread)
    {
        thread.Pending = new Operation(OperationKind.Begin, thread, IsWrite: false);
        try { thread.Carrier = carriers.Take(this, thread); }
        catch (RefusedException e)
        {
            Stop(e);
            throw Unwinding(Self);
        }
        _live++;
    }

    private void Add(ControlledThread thread)
    {
        Threads.Add(thread);
        Number(thread);
        thread.Clock.Tick(thread.Index);
        Launch(thread);
    }

    /// <summary>The life of a thread, from its first step to its last. Called by its carrier, which has the baton.</summary>
    public void RunThread(ControlledThread thread)
    {
        (_current, _currentThread) = (this, thread);
        try
        {
            if (!IsAborting)
            {
                if (BreaksAtPreemptions) BreakIfPreempting();
                thread.Body();
                while (thread.Mutexes.Count > 0) thread.Mutexes[^1].Abandon();
                Perform(new Operation(OperationKind.End, thread, IsWrite: true));
            }
        }
        catch (ExecutionAborted) { }
        catch (Exception e) { Fail(Failures.KindOf(e), $"{thread.Name}: {e.GetType().Name}: {e.Message}", e); }
        (_current, _currentThread) = (null, null);

        thread.HasEnded = true;
        thread.Released.Set(thread.Clock);
        _live--;
        var carrier = thread.Carrier!;
        thread.Carrier = null;
        var next = _live == 0 ? null : Pick(thread) ?? NextToUnwind();
        carriers.Return(carrier); // ours to do, as long as we have the baton
        if (next is not null) HandTo(next);
        else
        {
            Running = null;
            carriers.Over.Open();
        }
    }

    private void HandTo(ControlledThread thread)
    {
        Running = thread;
        thread.Carrier!.Gate.Open();
    }

    // Who comes back from where it was stuck, when nobody waits for the end any more, goes no further.
    private void UnwindIfAbandoned()
    {
        if (carriers.Abandoned is not null && !IsAborting) Abort();
    }

    private void Abort()
    {
        IsAborting = true;
        Races.Stop(); // what threads do while they are unwound says nothing about the test
    }

    // The first time the exception; then we are in a finally block of the program, which gets done what need not wait for ever.
    private static void Unwind(ControlledThread self, in Operation operation)
    {
        self.TimedOut = !operation.Resource.IsReady(self, operation);
        if (!self.IsUnwinding || operation.Kind == OperationKind.Spawn || (self.TimedOut && !operation.CanTimeOut))
            throw Unwinding(self);
    }

    private static ExecutionAborted Unwinding(ControlledThread self)
    {
        if (!self.IsUnwinding) self.Rounds = 0;
        self.IsUnwinding = true;
        return new ExecutionAborted();
    }

    // Who moves next, and the record of the step. Null: the execution is over; the rest is unwound.
    private ControlledThread? Pick(ControlledThread? last)
    {
        if (IsAborting) return null;
        FindEnabled();
        if (_alone is null && Threads[0].HasEnded && IsOver())
        {
            Abort(); // no failure: the process would end here
            return null;
        }
        if (_alone is not null)
        {
            if (Movable.Contains(_alone) && _alone.Loops.LastChange < _aloneSince) return Record(last, _alone);
            Learn(_aloneIn, spins: false);
            return null; // it does not go round in vain any more
        }
        if (Enabled.Count == 0) return Stuck();
        if (Steps.Count >= options.Steps)
        {
            Fail(FailureKind.Livelock, $"after {options.Steps} steps no end is in sight, though all moved by turns for the last "
                + $"half of them; who still runs: {string.Join(", ", Enabled.Select(thread => thread.Name))}.");
            return null;
        }
        WasTakenOver |= Steps.Count >= options.Steps / 2;
        var chosen = WasTakenOver ? Enabled.Find(thread => thread.Index > last!.Index) ?? Enabled[0] : Choose(last);
        return chosen is null ? null : Record(last, chosen);
    }

    // A round of the loop at that site was in vain.
    private void Spin(ControlledThread self, int site, int inVain)
    {
        var spins = loops.Spins(site);
        if (spins is null && _alone is null) (_alone, _aloneIn, _aloneSince, _roundsBefore) = (self, site, self.Steps, inVain);
        if (spins is null && inVain - _roundsBefore > SpinningLoops.Rounds)
        {
            Learn(site, spins: true);
            throw Unwinding(self);
        }
        if (spins is not true) return;
        if (self.Loops.Reads() is { } reads) Perform(new Operation(OperationKind.Spin, Number(reads), IsWrite: false, site));
        else Perform(new Operation(OperationKind.Yield, self, IsWrite: false, site));
    }

    private void Learn(int site, bool spins)
    {
        loops.Learn(site, spins);
        ShowedALoop = true;
        GiveUp();
    }

    private ControlledThread? GiveUp()
    {
        WasPruned = true;
        Abort();
        return null;
    }

    // Nobody can move. If somebody only spins, what it reads may change unseen, as long as a race shows that is no scheduling
    // point yet.
    private ControlledThread? Stuck()
    {
        var spinning = Threads.FindAll(thread => thread.Carrier is not null && thread.Pending.Kind == OperationKind.Spin);
        if (spinning.Count == 0) Fail(Deadlocks.KindOf(this), "nobody can go on"); // who waits for whom is told when it is told
        else if (Races.HasNewPoints) GiveUp();
        else
        {
            Fail(FailureKind.Livelock, string.Join("; ", spinning.Select(thread =>
                $"{thread.Name} goes round a loop for ever, and nobody is left who could change "
                + $"{thread.Pending.Resource.Name}")));
        }
        return null;
    }

    private ControlledThread Record(ControlledThread? last, ControlledThread chosen)
    {
        var preempts = Preempts(last, chosen);
        chosen.TimedOut = chosen.Pending.CanTimeOut && !chosen.CanMove;
        if (chosen.TimedOut) VirtualTime.Pass(chosen, chosen.Pending.Timeout);
        chosen.Steps++;
        chosen.Rounds = 0;
        foreach (var thread in Threads) thread.HasYielded &= thread == chosen; // somebody else has moved
        chosen.HasYielded = chosen.Pending.Kind is OperationKind.Yield or OperationKind.Sleep;
        Steps.Add(new Step(chosen.Index, chosen.Pending, chosen.TimedOut, preempts, chosen.Pending.Resource.IsOpen,
            IsGuard: chosen.Pending.CanTimeOut && !IsShort(chosen.Pending)));
        chosen.Loops.Stepped(chosen.Steps, chosen.Pending);
        if (chosen.Pending.IsWrite) CountVersion(chosen.Pending.Resource, 1);
        Recording?.Chose(Steps[^1], chosen);
        Running = chosen;
        return chosen;
    }

    private static void CountVersion(Resource resource, int change)
    {
        if (resource.Parts is not { } parts) resource.Version += change;
        else foreach (var part in parts) CountVersion(part, change);
    }


    // Only background threads are left, which end with the process. They may go on as far as they can without waiting: what they would do
    // next might have come before the end of the others, and strategies see that only when it is done.
    private bool IsOver()
    {
        const int AsFar = 200;
        if (Threads.Exists(static thread => thread is { Carrier: not null, IsBackground: false })) return false;
        if (_endedAt < 0) _endedAt = Steps.Count;
        Enabled.RemoveAll(static thread => !thread.CanMove || thread.HasYielded || thread.Pending.Kind is OperationKind.Yield or OperationKind.Sleep);
        Movable.RemoveAll(thread => !Enabled.Contains(thread));
        foreach (var thread in Threads) thread.IsEnabled = thread.IsMovable = Enabled.Contains(thread);
        return Enabled.Count == 0 || Steps.Count - _endedAt > AsFar;
    }

    /// <summary>Whether the test's own method has returned.</summary>
    public bool HasMainEnded => Threads[0].HasEnded;

    /// <summary>A place is about to be written after main has ended. If this is data of the test's own, which others have used, then the test
    /// has forgotten the thread that writes.</summary>
    public void Wrote(Location place, int site)
    {
        var self = Self;
        if (IsAborting || self.IsBackground || self.Index == 0 || !IsOfTheTest(place)) return;
        if (place.LastWrite.Thread is not -1 and var writer && writer != self.Index || place.Reads.Exists(read => read.Thread != self.Index))
        {
            self.Site = site;
            Fail(FailureKind.ThreadLeft, $"{self.Name} is still at work after main has ended");
            throw new ExecutionAborted();
        }
    }

    // A static field, a captured variable, an element of an array. What lies in an object may be the object's own business: a latch that
    // has just let main go on, and tidies up.
    private static bool IsOfTheTest(Location place) =>
        place.Owner is null or Array || place.Owner.GetType().Name.StartsWith("<>c", StringComparison.Ordinal);

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

    private void FindEnabled()
    {
        Enabled.Clear();
        Movable.Clear();
        IsLastResort = false;
        foreach (var thread in Threads)
        {
            Debug.Assert(thread.Carrier is null || thread.Pending.Resource is not null, "I2");
            thread.IsEnabled = false;
            thread.IsMovable = thread.Carrier is not null && CanGo(thread);
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

    // A time-out that is long is a guard, and so is every one where sleeps are to last as long as they say (Guard 0).
    private bool CanGo(ControlledThread thread) =>
        thread.CanMove || (thread.Pending.CanTimeOut && IsShort(thread.Pending));

    private bool IsShort(in Operation operation) => operation.Timeout < (operation.Kind == OperationKind.Sleep ? _longestSleep : _guard);

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

    // The last step is the caller's own: it has the baton.
    // And at the very first step: in a failure without a preemption there is no other place to set a breakpoint from.
    private void BreakIfPreempting()
    {
        if (Steps.Count == 1 || Steps[^1].IsPreemption) System.Diagnostics.Debugger.Break();
    }

    private ControlledThread? NextToUnwind() => Threads.Find(thread => thread.Carrier is not null);
}
