// The partial order of one execution: a step comes after the earlier steps of its thread, and after those that it depends on.
//
//      clock[j][t] = how many steps of thread t come before step j, or are j itself
//
// Two executions with the same partial order are one behaviour: they differ only in the order of steps that nobody can tell
// apart. The same holds for beginnings of executions: one order, one state of the program.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>The happens-before relation of the steps of an execution, by dependence and not only by synchronisation.</summary>
/// <remarks>It can be made while the execution goes on.</remarks>
internal sealed class HappensBefore(Execution execution)
{
    private readonly List<VectorClock> _clocks = [];
    private readonly List<int> _ordinals = [];        // the how-manieth step of its thread, from 1 on
    private readonly List<VectorClock> _threads = []; // by thread: the clock of its last step
    private readonly List<Uses?> _uses = [];          // by number of the resource, from -1 (those without) on
    private VectorClock _all, _barrier;               // of all steps, and of the last that depends on everything

    /// <summary>Equal for executions with the same partial order, and for others with a chance of 2^-64.</summary>
    /// <remarks>A sum: the order in which steps are added does not matter. It is the same in every process.</remarks>
    public ulong Hash { get; private set; }

    /// <summary>Steps added by now.</summary>
    public int Count => _clocks.Count;

    public VectorClock this[int step] => _clocks[step];

    /// <summary>Whether step <paramref name="i"/> comes before step <paramref name="j"/>.</summary>
    public bool IsBefore(int i, int j) => i != j && IsIn(i, _clocks[j]);

    /// <summary>Whether a moment knows of step <paramref name="i"/>.</summary>
    public bool IsIn(int i, in VectorClock moment) => moment.Knows(execution.Steps[i].Thread, _ordinals[i]);

    /// <summary>Adds the steps that were done since.</summary>
    public HappensBefore Extend()
    {
        while (_threads.Count < execution.Threads.Count) _threads.Add(default);
        while (Count < execution.Steps.Count) Add(execution.Steps[Count]);
        return this;
    }

    private void Add(in Step step)
    {
        var clock = new VectorClock();
        clock.Join(_threads[step.Thread]);
        clock.Join(_barrier);
        var resource = step.Operation.Resource;
        var isOrdered = resource.IsEverything || step.IsLastResort; // against all
        if (isOrdered) clock.Join(_all);
        else Before(resource, ref clock, step.Operation.IsWrite);
        clock.Tick(step.Thread);

        if (isOrdered) _barrier = clock;
        else After(resource, clock, step.Operation.IsWrite);
        _all.Join(clock);
        _threads[step.Thread] = clock;
        _clocks.Add(clock);
        _ordinals.Add(clock[step.Thread]);
        Hash += HashOf(step, clock);
    }

    // Parts may have parts themselves.
    private void Before(Resource resource, ref VectorClock clock, bool isWrite)
    {
        if (resource.Parts is not { } parts) UsesOf(resource).Before(ref clock, isWrite);
        else foreach (var part in parts) Before(part, ref clock, isWrite);
    }

    private void After(Resource resource, in VectorClock clock, bool isWrite)
    {
        if (resource.Parts is not { } parts) UsesOf(resource).Add(clock, isWrite);
        else foreach (var part in parts) After(part, clock, isWrite);
    }

    // Threads by their lineage: their numbers depend on the order of steps that nobody can tell apart.
    private ulong HashOf(in Step step, in VectorClock clock)
    {
        var hash = Dice.Mix(execution.Threads[step.Thread].Lineage + (ulong)step.Operation.Kind) + (step.TimedOut ? 1UL : 0);
        for (var thread = 0; thread < execution.Threads.Count; thread++)
        {
            if (clock[thread] is var time and > 0) hash += Dice.Mix(execution.Threads[thread].Lineage ^ ((ulong)time << 20));
        }
        return Dice.Mix(hash);
    }

    private Uses UsesOf(Resource resource)
    {
        var index = resource.Id + 1;
        while (_uses.Count <= index) _uses.Add(null);
        return _uses[index] ??= new Uses();
    }

    /// <summary>The last write of a resource, and all reads since.</summary>
    private sealed class Uses
    {
        private VectorClock _write, _reads;

        /// <summary>A step comes after the last write and, if it is a write, after the reads since.</summary>
        public void Before(ref VectorClock clock, bool isWrite)
        {
            clock.Join(_write);
            if (isWrite) clock.Join(_reads);
        }

        public void Add(in VectorClock clock, bool isWrite)
        {
            if (isWrite) (_write, _reads) = (clock, default);
            else _reads.Join(clock);
        }
    }
}
