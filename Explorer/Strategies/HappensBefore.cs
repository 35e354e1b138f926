// The partial order of one execution: a step comes after the earlier steps of its thread, and after those that it depends on.
//
//      clock[j][t] = how many steps of thread t come before step j, or are j itself
//
// Two executions with the same partial order are one behaviour: they differ only in the order of steps that nobody can tell apart.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>The happens-before relation of the steps of an execution, by dependence and not only by synchronisation.</summary>
internal sealed class HappensBefore
{
    private readonly IReadOnlyList<Step> _steps;
    private readonly VectorClock[] _clocks;
    private readonly int[] _ordinals; // the how-manieth step of its thread, from 1 on

    public HappensBefore(Execution execution)
    {
        _steps = execution.Steps;
        _clocks = new VectorClock[_steps.Count];
        _ordinals = new int[_steps.Count];
        var lastOfThread = new int[execution.Threads.Count];
        Array.Fill(lastOfThread, -1);
        var everything = -1; // the last step on everything
        var byResource = new Dictionary<Resource, (int Write, List<int> Reads)>();
        for (var j = 0; j < _steps.Count; j++)
        {
            var step = _steps[j];
            var before = lastOfThread[step.Thread];
            if (before >= 0) _clocks[j].Join(_clocks[before]);
            if (everything >= 0) _clocks[j].Join(_clocks[everything]);
            if (step.Operation.Resource.IsEverything)
            {
                for (var i = everything + 1; i < j; i++) _clocks[j].Join(_clocks[i]);
                everything = j;
            }
            else if (step.Operation.Resource.Parts is not { } parts) After(byResource, j, step.Operation.Resource);
            else foreach (var part in parts) After(byResource, j, part);

            _clocks[j].Tick(step.Thread);
            _ordinals[j] = _clocks[j][step.Thread];
            lastOfThread[step.Thread] = j;
        }
    }

    // Step j comes after the last write of the resource and, if it is a write, after the reads since.
    private void After(Dictionary<Resource, (int Write, List<int> Reads)> byResource, int j, Resource resource)
    {
        if (!byResource.TryGetValue(resource, out var last)) last = (-1, []);
        if (last.Write >= 0) _clocks[j].Join(_clocks[last.Write]);
        if (_steps[j].Operation.IsWrite)
        {
            foreach (var read in last.Reads) _clocks[j].Join(_clocks[read]);
            last = (j, []);
        }
        else last.Reads.Add(j);
        byResource[resource] = last;
    }

    /// <summary>Whether step <paramref name="i"/> comes before step <paramref name="j"/>.</summary>
    public bool IsBefore(int i, int j) => i != j && IsIn(i, _clocks[j]);

    /// <summary>Whether a moment knows of step <paramref name="i"/>.</summary>
    public bool IsIn(int i, in VectorClock moment) => moment.Knows(_steps[i].Thread, _ordinals[i]);

    public VectorClock this[int step] => _clocks[step];

    /// <summary>Equal for executions with the same partial order, and for others with a chance of 2^-64.</summary>
    public ulong ClassHash()
    {
        var sum = 0UL;
        for (var j = 0; j < _steps.Count; j++)
        {
            var step = _steps[j];
            var hash = _clocks[j].Hash() ^ ((ulong)step.Thread << 40) ^ ((ulong)_ordinals[j] << 8) ^ (ulong)step.Operation.Kind ^ (step.TimedOut ? 1UL << 62 : 0);
            hash ^= hash >> 33;
            hash *= 0xFF51AFD7ED558CCDUL;
            hash ^= hash >> 33;
            sum += hash;
        }
        return sum;
    }
}
