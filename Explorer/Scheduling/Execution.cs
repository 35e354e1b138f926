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
// In parts, each with the invariants of its own:
//
//      Execution.cs             its threads, from the first step to the last, and the baton
//      Execution.Choosing.cs    who could move, who does, and the record of it
//      Execution.Spinning.cs    loops: whether they spin, and what their threads wait for then
//      Execution.Ends.cs        no more steps: all have ended, nobody can move, or only the background is left
//      Execution.Unwinding.cs   the early end: a failure, or given up; every thread is led out

using System.Diagnostics;
using Workbook.Explorer.Races;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Scheduling;

/// <summary>One run of the test under one schedule.</summary>
[DebuggerStepThrough]
internal sealed partial class Execution(
    IStrategy strategy, Carriers carriers, RaceDetector races, SpinningLoops loops, ExploreOptions options)
{
    [ThreadStatic] private static ControlledThread? _currentThread;
    [ThreadStatic] private static Execution? _current;

    private readonly Dictionary<object, Resource> _resources = new(ReferenceEqualityComparer.Instance);
    private StringWriter? _output;
    private int _lastId;
    private int _live; // threads that have a carrier

    /// <summary>The execution that the calling thread belongs to; null outside of any.</summary>
    public static Execution? Current => _current;

    /// <summary>The controlled thread that calls.</summary>
    public static ControlledThread Self => _currentThread!;

    /// <summary>All that were made, in the order of their numbers; main is the first.</summary>
    public List<ControlledThread> Threads { get; } = [];

    /// <summary>Who has the baton. Another thread may look, and sees it a moment late.</summary>
    public ControlledThread? Running { get; private set; }

    public RaceDetector Races { get; } = races;

    /// <summary>Who writes down what happens, for the timeline; null in all executions but those that are told.</summary>
    public Recording? Recording { get; init; }

    /// <summary>What its threads have printed; kept if it is told, and null if it is not.</summary>
    public StringWriter? Output =>
        Recording is null ? null : _output ??= new StringWriter(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What chance is made of.</summary>
    public ulong Seed => options.Seed;

    /// <summary>Whether to stop in the debugger when a thread goes on that was let in between.</summary>
    public bool BreaksAtPreemptions { get; init; }

    /// <summary>Its tasks, counted.</summary>
    public TaskBook Tasks { get; } = new();

    /// <summary>How often a thread came to a lock that another held.</summary>
    public int Contentions { get; set; }

    /// <summary>Of the thread object that was made last; main has 1.</summary>
    public int LastThreadId { get; set; } = 1;

    /// <summary>Nothing that the calling thread does is controlled, until <see cref="Show"/>: it runs a static
    /// constructor.</summary>
    public static Execution? Hide()
    {
        var hidden = _current;
        _current = null;
        return hidden;
    }

    public static void Show(Execution? hidden) => _current = hidden;

    /// <summary>Runs the test on controlled threads, to its end. Called by a thread that is not controlled.</summary>
    /// <exception cref="NondeterministicTestException">The test does not do the same twice under the same schedule.</exception>
    /// <exception cref="RefusedException">It has too many threads.</exception>
    /// <exception cref="StuckException">It hangs in code that is not rewritten; it was abandoned.</exception>
    public void Run(Action test)
    {
        Races.Begin();
        var main = new ControlledThread(0, "main", test) { Fields = ThreadFieldValues.TakeOutside() };
        Threads.Add(main);
        Number(main);
        main.Clock.Tick(main.Index);
        Launch(main);
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

    /// <summary>The state of a primitive that belongs to an object, such as its monitor.</summary>
    public T ResourceOf<T>(object owner, Func<object, T> make) where T : Resource
    {
        if (_resources.TryGetValue(owner, out var resource)) return (T)resource;
        var made = make(owner);
        _resources.Add(owner, made);
        return Number(made);
    }

    /// <summary>The object that a primitive's state belongs to; null if it has none.</summary>
    public object? OwnerOf(Resource resource) => _resources.FirstOrDefault(entry => entry.Value == resource).Key;

    /// <summary>Gives it a number in this execution, unless it has one.</summary>
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
        catch (Exception e) { FailWith(thread, e); }
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

    // The last step is the caller's own: it has the baton. At the very first step too: in a failure without a preemption there
    // is no other place to set a breakpoint from.
    private void BreakIfPreempting()
    {
        if (Steps.Count == 1 || Steps[^1].IsPreemption) Debugger.Break();
    }
}
