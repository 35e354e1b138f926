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
using Workbook.Explorer.WeakMemory;

namespace Workbook.Explorer.Scheduling;

/// <summary>One run of the test under one schedule.</summary>
[DebuggerStepThrough]
internal sealed partial class Execution(
    IStrategy strategy, Carriers carriers, RaceDetector races, SpinningLoops loops, ExploreOptions options,
    MemoryCells? cells = null)
{
    [ThreadStatic] private static ControlledThread? _currentThread;
    [ThreadStatic] private static Execution? _current;

    private readonly Dictionary<object, Resource> _resources = new(ReferenceEqualityComparer.Instance);
    private KeptOutput? _output;
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

    /// <summary>What threads have written and others do not see yet; null: they see all at once.</summary>
    public StoreBuffers? Buffers { get; } = cells is null ? null : new StoreBuffers(cells);

    /// <summary>Who writes down what happens, for the timeline; null in all executions but those that are told.</summary>
    public Recording? Recording { get; init; }

    /// <summary>What its threads have printed; kept if it is told, and null if it is not.</summary>
    public KeptOutput? Output => Recording is null ? null : _output ??= new KeptOutput();

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
        Buffers?.AddFor(main, this);
        main.Clock.Tick(main.Index);
        Launch(main);
        HandTo(Pick(null) ?? main);
        carriers.Over.Wait();
        // What ended a task of the program's is not told to the process that explores it: TaskScheduler.UnobservedTaskException.
        foreach (var resource in _resources.Values) _ = (resource as TaskState)?.Task?.Exception;
        if (carriers.Abandoned is { } why) throw why;
        if (_stopped is not null) throw _stopped;
    }

    /// <summary>A new thread, which will begin when the strategy lets it.</summary>
    public ControlledThread Create(string? name, Action body)
    {
        var number = Buffers is null ? Threads.Count : Threads.Count / 2; // each has its buffer right behind it
        var thread = new ControlledThread(Threads.Count, name ?? $"thread {number}", body);
        Threads.Add(thread);
        Number(thread);
        if (Current is not null) thread.DescendFrom(Self);
        Buffers?.AddFor(thread, this);
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
        thread.HasStep = true;
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
        if (self.Buffer is null)
        {
            Announce(self, operation);
            Move(self, operation);
        }
        else PerformBeside(self, self.Buffer, operation);
        if (BreaksAtPreemptions) BreakIfPreempting();
    }

    // The caller has a store buffer. While the thread does not run, memory is as the others see it; and what must not be done
    // before all that it has written is seen waits for that.
    private void PerformBeside(ControlledThread self, StoreBuffer buffer, in Operation operation)
    {
        if (buffer.IsDirty && StoreBuffers.IsFence(operation))
        {
            buffer.IsClosing = operation.Kind == OperationKind.End;
            PerformBeside(self, buffer, new Operation(OperationKind.Fence, buffer, IsWrite: false));
            buffer.Fenced();
        }
        buffer.Capture();
        Announce(self, operation);
        if (Recording is not null) StoreBuffers.Hide(buffer);
        Move(self, operation);
        StoreBuffers.Show(buffer);
    }

    private void Announce(ControlledThread self, in Operation operation)
    {
        self.Pending = operation.Site == 0 ? operation with { Site = self.Site } : operation;
        Recording?.Announced(self);
    }

    private void Move(ControlledThread self, in Operation operation)
    {
        var next = Pick(self);
        if (next != self) // there is a hand-off, which is what costs
        {
            if (self.Buffer is { } buffer) StoreBuffers.Hide(buffer);
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
        thread.HasStep = false;
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
