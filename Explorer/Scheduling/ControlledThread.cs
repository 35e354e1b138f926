using Workbook.Explorer.Races;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.WeakMemory;

namespace Workbook.Explorer.Scheduling;

/// <summary>A thread of the program under test. It runs while it has the baton, and otherwise stands before its pending
/// step.</summary>
/// <remarks>As a resource it is what Spawn, Begin, End and Join are done on, and its own Yield and Sleep. What is a field here
/// and no property is asked or set at every step.</remarks>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class ControlledThread(int index, string name, Action body) : Resource
{
    private int _children;

    /// <summary>Its number in the execution, in the order of creation.</summary>
    public int Index { get; } = index;

    public override string Name => NamedAfter?.ToString() ?? GivenName;

    /// <summary>The program may change it.</summary>
    public string GivenName { get; set; } = name;

    /// <summary>The task that it runs, or the like, which says its name only when it is asked for; null: it has one of its
    /// own.</summary>
    public object? NamedAfter { get; set; }

    /// <summary>The task whose body it is in; null: none.</summary>
    public TaskState? Task { get; set; }

    /// <summary>The task that it is about to queue to the pool; null: none.</summary>
    public TaskState? Starting { get; set; }

    /// <summary>The async method that is coming to an await; null: none.</summary>
    public AsyncMethod? Awaiting { get; set; }

    /// <summary>The call of an async method that it is in; null: none.</summary>
    public AsyncMethod? Method { get; set; }

    /// <summary>Why it looks at a task, if its next step does.</summary>
    public Looking Looking { get; set; }

    public Action Body { get; } = body;

    public bool IsBackground { get; set; }

    /// <summary>Whether a timer made it, and nobody waits for its end.</summary>
    public bool IsOfTimer { get; set; }

    /// <summary>What the program knows it as: its <see cref="Controlled.Thread"/>, once somebody has asked.</summary>
    public object? Handle { get; set; }

    /// <summary>Who runs it: from its start to its end.</summary>
    public Carrier? Carrier { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Whether it stands before a step: it has a carrier, or is a store buffer with something in it.</summary>
    public bool HasStep;

    /// <summary>What it has written and others do not see yet; null where others see all at once.</summary>
    public StoreBuffer? Buffer;

    /// <summary>The buffer that it empties, if it is none of the program's threads; null: it is one.</summary>
    public StoreBuffer? Drains;

    /// <summary>Whether it has been told that the execution is over.</summary>
    public bool IsUnwinding;

    /// <summary>The step that it will do when it next gets the baton.</summary>
    public Operation Pending;

    /// <summary>Whether its last step went on because its time was up.</summary>
    public bool TimedOut;

    /// <summary>It gave way, and may go on once another thread has done a step, or none can.</summary>
    public bool HasYielded;

    /// <summary>Whether it is among <see cref="Execution.Enabled"/>.</summary>
    public bool IsEnabled;

    /// <summary>Whether it is among <see cref="Execution.Movable"/>.</summary>
    public bool IsMovable;

    /// <summary>Whether it could do its step without its time being up.</summary>
    public bool CanMove =>
        Pending.Resource.IsReady(this, Pending) || (IsInterrupted && Pending.Resource.IsInterruptible(this, Pending));

    /// <summary>How many steps it has done.</summary>
    public int Steps;

    /// <summary>Where in the source it last called something controlled.</summary>
    public int Site;

    /// <summary>Rounds of loops since its last step.</summary>
    public int Rounds;

    /// <summary>What it does in loops.</summary>
    public LoopWatch Loops { get; } = new();

    /// <summary>What happened before now, by synchronisation: what race detection asks.</summary>
    public VectorClock Clock;

    /// <summary>Whether Thread.Interrupt was called and it has not been told yet.</summary>
    public bool IsInterrupted;

    /// <summary>What had happened before that.</summary>
    public VectorClock InterruptedBy;

    /// <summary>How often it has asked a clock since it last let time pass.</summary>
    public int Readings;

    /// <summary>The random numbers that it draws, once it draws any.</summary>
    public Random? Chance;

    /// <summary>How many objects it was the first to ask for their hash code.</summary>
    public int Identities;

    /// <summary>Its [ThreadStatic] fields; null: it has used none.</summary>
    public ThreadFieldValues? Fields { get; set; }

    /// <summary>What it has in slots of its own.</summary>
    public Dictionary<LocalDataStoreSlot, object?> Slots { get; } = [];

    /// <summary>What it holds that is abandoned if it ends now.</summary>
    public List<MutexState> Mutexes { get; } = [];

    /// <summary>The same for the thread in every execution with the same behaviour, which its number is not: threads that two
    /// others start at the same time are numbered in the order in which those come to it.</summary>
    public ulong Lineage { get; private set; } = 1;

    /// <summary>The lineage of who started it; 0: nobody.</summary>
    public ulong Parent { get; private set; }

    /// <summary>Who comes later finds it ended or waits for its end.</summary>
    public override bool? IsOpen => HasEnded;

    public override ControlledThread Holder => this;

    /// <summary>Says who started it, as its how-manieth.</summary>
    public void DescendFrom(ControlledThread parent) =>
        (Parent, Lineage) = (parent.Lineage, Dice.Mix(parent.Lineage + Dice.Mix((ulong)++parent._children)));

    /// <summary>Gives it a lineage as who empties the buffer of another thread; it is nobody's child.</summary>
    public void Serve(ControlledThread other) => Lineage = Dice.Mix(~other.Lineage);

    /// <exception cref="ThreadInterruptedException">It was; only once.</exception>
    public void ThrowIfInterrupted()
    {
        if (!IsInterrupted) return;
        IsInterrupted = false;
        Clock.Join(InterruptedBy);
        throw new ThreadInterruptedException();
    }

    /// <summary>A Join waits on a thread for its end, and a Sleep for nothing but the time.</summary>
    public override bool IsReady(ControlledThread thread, in Operation operation) => operation.Kind switch
    {
        OperationKind.Join => HasEnded,
        OperationKind.Sleep => IsInterrupted,
        _ => true,
    };
}
