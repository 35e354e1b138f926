// A queue per level. A new job is given the benefit of the doubt and starts at the top; whoever uses up the quantum of a
// level goes one down, where turns are longer and come later.
//
//     level 1  quantum 2   | C |
//                            | [demote]         ^
//     level 2  quantum 4   | B | D |            | [boost]: all, every so many ticks
//                            | [demote]         |
//     level 3  quantum 8   | A |
//
//   I1  Every ready job is in the queue of its own level, and in no other.
//   I2  0 <= Used < the quantum of its level, for every job: what it used there, over all its turns.

using System.Diagnostics;
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

/// <summary>A multilevel feedback queue: who computes briefly stays on top, who computes for long sinks.</summary>
[DebuggerDisplay("{_queues.Length} levels, {_accounts.Count} jobs seen")]
public sealed class FeedbackPolicy : ISchedulingPolicy
{
    private sealed class Account { public int Level, Used; }

    private readonly Dictionary<Job, Account> _accounts = []; // of every job, also while it runs or does I/O
    private readonly LinkedList<Job>[] _queues;
    private readonly int[] _quanta;
    private readonly int _boostEvery;
    private bool _boosted; // in the present tick

    /// <param name="quanta">The quantum of each level in ticks, at least 1, from the top down.</param>
    /// <param name="boostEvery">All jobs return to the top every so many ticks; 0 for never.</param>
    public FeedbackPolicy(IReadOnlyList<int> quanta, int boostEvery = 0)
    {
        ArgumentNullException.ThrowIfNull(quanta);
        ArgumentOutOfRangeException.ThrowIfZero(quanta.Count, nameof(quanta));
        foreach (var quantum in quanta) ArgumentOutOfRangeException.ThrowIfLessThan(quantum, 1, nameof(quanta));
        ArgumentOutOfRangeException.ThrowIfNegative(boostEvery);
        _quanta = [.. quanta];
        _queues = [.. quanta.Select(_ => new LinkedList<Job>())];
        _boostEvery = boostEvery;
    }

    public void Tick(int now, Job? ran)
    {
        if (ran is not null) Charge(_accounts[ran]);
        _boosted = _boostEvery > 0 && now % _boostEvery == 0;
        if (_boosted) Boost();
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason == ReadyReason.Arrived) _accounts[job] = new Account();
        var queue = _queues[_accounts[job].Level];
        if (reason == ReadyReason.Preempted) queue.AddFirst(job); // it has something left of its quantum
        else queue.AddLast(job);
    }

    public bool Preempts(Job running) =>
        _boosted || _queues.Take(_accounts[running].Level).Any(queue => queue.Count > 0); // [preempt]

    public Turn Next()
    {
        var level = Array.FindIndex(_queues, queue => queue.Count > 0); // [next] the highest in which somebody waits
        var job = _queues[level].First!.Value;
        _queues[level].RemoveFirst();
        Debug.Assert(_accounts[job].Level == level, "I1");
        return new Turn(job, _quanta[level] - _accounts[job].Used, level + 1);
    }

    // Charged by the tick and not by the turn: a job that does I/O just before its quantum ends is charged all the same.
    private void Charge(Account account)
    {
        if (++account.Used < _quanta[account.Level]) return;
        account.Used = 0;
        if (account.Level + 1 < _queues.Length) account.Level++; // [demote]
    }

    private void Boost() // [boost]
    {
        foreach (var account in _accounts.Values) account.Level = account.Used = 0;
        foreach (var lower in _queues[1..])
        {
            foreach (var job in lower) _queues[0].AddLast(job);
            lower.Clear();
        }
    }
}
