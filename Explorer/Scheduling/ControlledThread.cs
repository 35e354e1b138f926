using Workbook.Explorer.Races;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Scheduling;

/// <summary>A thread of the program under test. It runs while it has the baton, and otherwise stands before its pending
/// step.</summary>
/// <remarks>As a resource it is what Spawn, Begin, End and Join are done on.</remarks>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class ControlledThread(int index, string name, Action body) : Resource
{
    /// <summary>Its number in the execution, in the order of creation.</summary>
    public int Index { get; } = index;

    public override string Name => GivenName;

    /// <summary>The program may change it.</summary>
    public string GivenName { get; set; } = name;

    public Action Body { get; } = body;

    public bool IsBackground { get; set; }

    /// <summary>Set by the thread when it is spawned, opened by whoever gives it the baton.</summary>
    public Carrier? Carrier { get; set; }

    /// <summary>Its [ThreadStatic] fields; null: it has used none.</summary>
    public ThreadFieldValues? Fields { get; set; }

    /// <summary>The step that it will do when it next gets the baton.</summary>
    public Operation Pending;

    /// <summary>Whether its last step went on because its time was up.</summary>
    public bool TimedOut;

    public bool HasEnded { get; set; }

    /// <summary>It gave way, and may go on once another thread has done a step, or none can.</summary>
    public bool HasYielded;

    /// <summary>How many steps it has done.</summary>
    public int Steps;

    /// <summary>What happened before now, by synchronisation: what race detection asks.</summary>
    public VectorClock Clock;

    /// <summary>How often it has asked a clock since it last let time pass.</summary>
    public int Readings;

    /// <summary>The random numbers that it draws, once it draws any.</summary>
    public Random? Chance;

    /// <summary>How many objects it was the first to ask for their hash code.</summary>
    public int Identities;

    /// <summary>Whether it is among <see cref="Execution.Enabled"/>.</summary>
    public bool IsEnabled;

    /// <summary>Whether it is among <see cref="Execution.Movable"/>.</summary>
    public bool IsMovable;

    /// <summary>Whether it has been told that the execution is over.</summary>
    public bool IsUnwinding;

    /// <summary>Where in the source it last called something controlled.</summary>
    public int Site;

    /// <summary>Rounds of loops since its last step.</summary>
    public int Rounds;

    /// <summary>What the program knows it as: its <see cref="Controlled.Thread"/>, once somebody has asked.</summary>
    public object? Handle { get; set; }

    /// <summary>Whether Thread.Interrupt was called and it has not been told yet.</summary>
    public bool IsInterrupted;

    /// <summary>What had happened before that.</summary>
    public VectorClock InterruptedBy;

    /// <summary>What it holds that is abandoned if it ends now.</summary>
    public List<MutexState> Mutexes { get; } = [];

    /// <summary>What it has in slots of its own.</summary>
    public Dictionary<LocalDataStoreSlot, object?> Slots { get; } = [];

    /// <exception cref="ThreadInterruptedException">It was; only once.</exception>
    public void ThrowIfInterrupted()
    {
        if (!IsInterrupted) return;
        IsInterrupted = false;
        Clock.Join(InterruptedBy);
        throw new ThreadInterruptedException();
    }

    public bool CanMove => Pending.Resource.IsReady(this, Pending) || (IsInterrupted && Pending.Resource.IsInterruptible(this, Pending));

    /// <summary>The same for the thread in every execution with the same behaviour, which its number is not: threads that two
    /// others start at the same time are numbered in the order in which those come to it.</summary>
    public ulong Lineage { get; private set; } = 1;

    /// <summary>Says who started it, as its how-manieth.</summary>
    public void DescendFrom(ControlledThread parent) =>
        (Parent, Lineage) = (parent.Lineage, Dice.Mix(parent.Lineage + Dice.Mix((ulong)++parent._children)));

    /// <summary>The lineage of who started it; 0: nobody.</summary>
    public ulong Parent { get; private set; }

    private int _children;

    /// <summary>What it does in loops.</summary>
    public LoopWatch Loops { get; } = new();

    /// <summary>Who comes later finds it ended or waits for its end.</summary>
    public override bool? IsOpen => HasEnded;

    /// <summary>A Join waits on a thread for its end, and a Sleep for nothing but the time.</summary>
    public override bool IsReady(ControlledThread thread, in Operation operation) => operation.Kind switch
    {
        OperationKind.Join => HasEnded,
        OperationKind.Sleep => IsInterrupted,
        _ => true,
    };

    public override ControlledThread Holder => this;
}
