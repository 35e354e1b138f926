// One run of the test under one schedule. Real threads, and one baton: whoever has it runs, everybody else stands at a gate.
//
//      thread 1                            thread 2                     thread 3
//      runs
//      at a scheduling point: announces
//      its next step, asks the strategy,
//      opens 2's gate, waits at its own -> does its pending step
//                                          runs ...
//
//   I1  One thread has the baton: all state of the execution, and of the controlled types, is touched by that thread only. The gates
//       order what one writes before what the next one reads, so that nothing here is volatile or locked.
//   I2  A thread that does not have the baton has announced its next step (Pending), has ended, or has not begun.
//   I3  The state that strategies see is the same in every execution with the same choices: nothing here asks a clock, a hash of an
//       object, or the system.

using Workbook.Explorer.Races;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Scheduling;

/// <summary>One run of the test under one schedule.</summary>
internal sealed class Execution(IStrategy strategy, Carriers carriers, RaceDetector races, int maximumSteps)
{
    [ThreadStatic] private static ControlledThread? _currentThread;
    [ThreadStatic] private static Execution? _current;

    private readonly Gate _over = new();
    private readonly Dictionary<object, Resource> _resources = new(ReferenceEqualityComparer.Instance);
    private int _lastId;
    private int _live;

    /// <summary>The execution that the calling thread belongs to; null outside of any.</summary>
    public static Execution? Current => _current;

    /// <summary>The controlled thread that calls.</summary>
    public static ControlledThread Self => _currentThread!;

    /// <summary>Nothing that the calling thread does is controlled, until <see cref="Show"/>: it runs a static constructor.</summary>
    public static Execution? Hide()
    {
        var hidden = _current;
        _current = null;
        return hidden;
    }

    public static void Show(Execution? hidden) => _current = hidden;

    public List<ControlledThread> Threads { get; } = [];

    /// <summary>Who could move now; made anew for each choice, in the order of their numbers.</summary>
    public List<ControlledThread> Enabled { get; } = [];

    public List<Step> Steps { get; } = [];

    public RaceDetector Races { get; } = races;

    /// <summary>The first thing that went wrong.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Whether the strategy gave it up half-way.</summary>
    public bool WasPruned { get; private set; }

    /// <summary>Its threads are being unwound: steps are no longer scheduled.</summary>
    public bool IsAborting { get; private set; }

    /// <summary>Runs the test on controlled threads, to its end. Called by a thread that is not controlled.</summary>
    public void Run(Action test)
    {
        Races.Begin();
        var main = new ControlledThread(0, "main", test) { Fields = ThreadFieldValues.TakeOutside() };
        Add(main);
        if (Pick(null) is { } first) first.Carrier!.Gate.Open();
        else _over.Open();
        _over.Wait();
    }

    /// <summary>A new thread, which will begin when the strategy lets it.</summary>
    public ControlledThread Create(string? name, Action body)
    {
        var thread = new ControlledThread(Threads.Count, name ?? $"thread {Threads.Count}", body);
        Threads.Add(thread);
        Number(thread);
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
        if (IsAborting) throw new ExecutionAborted();
        self.Pending = operation.Site == 0 ? operation with { Site = self.Site } : operation;
        var next = Pick(self);
        if (next != self)
        {
            (next ?? NextToUnwind())!.Carrier!.Gate.Open();
            self.Carrier!.Gate.Wait();
            if (IsAborting) throw new ExecutionAborted();
        }
        else if (IsAborting) throw new ExecutionAborted();
    }

    /// <summary>Ends the execution with this failure, unless another came first. The caller goes on unwinding.</summary>
    public void Fail(FailureKind kind, string message, Exception? exception = null)
    {
        if (IsAborting) return;
        Failure = new Failure(kind, message, exception);
        IsAborting = true;
    }

    /// <summary>Counts the rounds of a loop in which the thread does no step: nothing that others do can end it.</summary>
    public void Loop(int site)
    {
        const int TooMany = 10_000_000;
        if (IsAborting) throw new ExecutionAborted();
        if (++Self.Rounds < TooMany) return;
        Fail(FailureKind.Livelock, $"{Self.Name} went round a loop {TooMany} times without a step that another thread could see (site {site}).");
        throw new ExecutionAborted();
    }

    /// <summary>Gives a thread that was created its carrier, so that it can be chosen.</summary>
    public void Launch(ControlledThread thread)
    {
        thread.Pending = new Operation(OperationKind.Begin, thread, IsWrite: true);
        thread.Carrier = carriers.Take(() => RunThread(thread));
        _live++;
    }

    private void Add(ControlledThread thread)
    {
        Threads.Add(thread);
        Number(thread);
        thread.Clock.Tick(thread.Index);
        Launch(thread);
    }

    private void RunThread(ControlledThread thread)
    {
        (_current, _currentThread) = (this, thread);
        try
        {
            if (!IsAborting)
            {
                thread.Body();
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
        if (next is null) _over.Open();
        else next.Carrier!.Gate.Open();
    }

    // Who moves next, and the record of the step. Null: the execution is over; the rest is unwound.
    private ControlledThread? Pick(ControlledThread? last)
    {
        if (IsAborting) return null;
        FindEnabled();
        if (Enabled.Count == 0)
        {
            Fail(Deadlocks.KindOf(this), Deadlocks.Describe(this));
            return null;
        }
        if (Steps.Count >= maximumSteps)
        {
            Fail(FailureKind.Livelock, $"after {maximumSteps} steps no end is in sight; who still runs: {string.Join(", ", Enabled.Select(thread => thread.Name))}.");
            return null;
        }
        if (strategy.Choose(this, last) is not { } chosen)
        {
            WasPruned = IsAborting = true;
            return null;
        }
        chosen.TimedOut = chosen.Pending.CanTimeOut && !chosen.CanMove;
        chosen.Steps++;
        chosen.Rounds = 0;
        foreach (var thread in Threads) thread.HasYielded &= thread == chosen; // somebody else has moved
        chosen.HasYielded = chosen.Pending.Kind is OperationKind.Yield or OperationKind.Sleep;
        var preempts = last is not null && last != chosen && Enabled.Contains(last) && !last.HasYielded && last.Pending.Kind != OperationKind.End;
        Steps.Add(new Step(chosen.Index, chosen.Pending, chosen.TimedOut, preempts));
        return chosen;
    }

    private void FindEnabled()
    {
        Enabled.Clear();
        foreach (var thread in Threads)
        {
            if (thread.Carrier is not null && !thread.HasYielded && (thread.CanMove || thread.Pending.CanTimeOut)) Enabled.Add(thread);
        }
        if (Enabled.Count > 0) return;
        foreach (var thread in Threads) // all who could go on have given way to each other
        {
            if (thread.Carrier is not null && (thread.CanMove || thread.Pending.CanTimeOut)) Enabled.Add(thread);
        }
    }

    private ControlledThread? NextToUnwind() => Threads.Find(thread => thread.Carrier is not null);
}
