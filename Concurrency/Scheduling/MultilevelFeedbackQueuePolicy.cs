// A queue per level; short turns above, long turns below. The policy learns what a job is by watching it:
//
//     level 1  quantum 2   | C |           <- new jobs, and after a boost everybody
//                            |  allotment used up: one level down
//     level 2  quantum 4   | B | D |
//                            |
//     level 3  quantum 8   | A |           who computes for long ends up here; at the bottom, plain round robin
//
// The rules of OSTEP, chapter 8:
//   1  A higher level runs before a lower one: a job that becomes ready above takes the CPU from one that runs below.
//   2  Within a level, round robin with the quantum of that level.
//   3  A new job starts at the top.
//   4  Whoever has used up its allotment at a level goes one level down, in however many turns it used it up. Giving the
//      CPU up just before the quantum ends, over and over, gains nothing (a policy that forgets can be gamed that way).
//   5  Every so many ticks all jobs return to the top, so that nobody starves and a job that changes its ways is seen.
//
//   I1  Every ready job is in the queue of its own level, and in no other.
//   I2  0 <= UsedOfQuantum <= quantum, and 0 <= UsedOfAllotment < allotment, of the job's level.
//
// Where the rules leave it open: a job that was preempted returns to the head of its queue and goes on with the rest of its
// quantum. At a boost the queues are appended from the top down, the running job ahead of them.

using System.Diagnostics;

namespace Workbook.Concurrency.Scheduling;

/// <summary>Several round-robin queues, the upper ones for brief jobs: who is interactive is answered fast.</summary>
/// <remarks>
/// May be used again after a run. Corbato, Merwin-Daggett, Daley, An Experimental Time-Sharing System (CTSS), AFIPS 1962;
/// Arpaci-Dusseau, Operating Systems: Three Easy Pieces (OSTEP), ch. 8.
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed class MultilevelFeedbackQueuePolicy : ISchedulingPolicy
{
    private sealed class Standing { public int Level, UsedOfQuantum, UsedOfAllotment; }

    private readonly Dictionary<Job, Standing> _standings = []; // of all jobs in the system, also of those that run or do I/O
    private readonly LinkedList<Job>[] _queues;
    private readonly int[] _quanta;
    private readonly int _boostEvery, _quantaPerAllotment;
    private readonly bool _ioFirst;
    private bool _boosted; // at the present tick

    /// <param name="quanta">The quantum of each level in ticks, at least 1, from the top down; at least one level.</param>
    /// <param name="boostEvery">All jobs return to the top every so many ticks; 0 for never.</param>
    /// <param name="quantaPerAllotment">How many quanta a job may use up at a level before it sinks, at least 1.</param>
    /// <param name="ioFirst">An I/O boost: a job that returns from I/O goes to the head of its queue, not to its end.</param>
    public MultilevelFeedbackQueuePolicy(
        IReadOnlyList<int> quanta, int boostEvery = 0, int quantaPerAllotment = 1, bool ioFirst = false)
    {
        ArgumentNullException.ThrowIfNull(quanta);
        if (quanta.Count == 0) throw new ArgumentException("Give the quantum of at least one level.", nameof(quanta));
        foreach (var quantum in quanta) ArgumentOutOfRangeException.ThrowIfLessThan(quantum, 1, nameof(quanta));
        ArgumentOutOfRangeException.ThrowIfNegative(boostEvery);
        ArgumentOutOfRangeException.ThrowIfLessThan(quantaPerAllotment, 1);

        _quanta = [.. quanta];
        _queues = [.. quanta.Select(_ => new LinkedList<Job>())];
        _boostEvery = boostEvery;
        _quantaPerAllotment = quantaPerAllotment;
        _ioFirst = ioFirst;
    }

    /// <inheritdoc/>
    public void Tick(int now, Job? ran)
    {
        if (ran is not null) Charge(_standings[ran]);
        _boosted = _boostEvery > 0 && now % _boostEvery == 0;
        if (_boosted) Boost();
    }

    /// <inheritdoc/>
    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason == ReadyReason.Arrived) _standings[job] = new Standing(); // rule 3
        var standing = _standings[job];
        if (reason != ReadyReason.Preempted) standing.UsedOfQuantum = 0;

        var queue = _queues[standing.Level];
        if (reason == ReadyReason.Preempted || (_ioFirst && reason == ReadyReason.Returned)) queue.AddFirst(job);
        else queue.AddLast(job);
    }

    /// <inheritdoc/>
    public bool Preempts(Job running) => // rule 1; after a boost the job's turn is one of the top level
        _boosted || _queues.Take(_standings[running].Level).Any(queue => queue.Count > 0);

    /// <inheritdoc/>
    public Turn Next()
    {
        var level = Array.FindIndex(_queues, queue => queue.Count > 0);
        var job = _queues[level].First!.Value;
        _queues[level].RemoveFirst();

        var standing = _standings[job];
        Debug.Assert(standing.Level == level, "I1");
        var limit = Math.Min(_quanta[level] - standing.UsedOfQuantum, Allotment(level) - standing.UsedOfAllotment);
        Debug.Assert(limit > 0, "I2");
        return new Turn(job, (int)limit, level + 1);
    }

    private long Allotment(int level) => (long)_quanta[level] * _quantaPerAllotment;

    private void Charge(Standing standing)
    {
        standing.UsedOfQuantum++;
        if (++standing.UsedOfAllotment < Allotment(standing.Level)) return;
        standing.Level = Math.Min(standing.Level + 1, _queues.Length - 1); // rule 4
        standing.UsedOfQuantum = standing.UsedOfAllotment = 0;
    }

    private void Boost() // rule 5
    {
        foreach (var queue in _queues[1..])
        {
            foreach (var job in queue) _queues[0].AddLast(job);
            queue.Clear();
        }
        foreach (var standing in _standings.Values) standing.Level = standing.UsedOfQuantum = standing.UsedOfAllotment = 0;
    }

    private string Display =>
        string.Join(" | ", _queues.Select((queue, i) => $"{i + 1}: {string.Join(' ', queue.Select(job => job.Name))}".Trim()));
}
