// fails: within a level, everybody in turn
// Off by one: a job that is ready on the same level takes the CPU too, and nobody has a quantum in one piece.
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

public sealed class FeedbackPolicy : ISchedulingPolicy
{
    private sealed class Account { public int Level, Used; }

    private readonly Dictionary<Job, Account> _accounts = [];
    private readonly LinkedList<Job>[] _queues;
    private readonly int[] _quanta;
    private readonly int _boostEvery;
    private bool _boosted;

    public FeedbackPolicy(IReadOnlyList<int> quanta, int boostEvery = 0)
    {
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
        if (reason == ReadyReason.Preempted) queue.AddFirst(job);
        else queue.AddLast(job);
    }

    public bool Preempts(Job running) =>
        _boosted || _queues.Take(_accounts[running].Level + 1).Any(queue => queue.Count > 0);

    public Turn Next()
    {
        var level = Array.FindIndex(_queues, queue => queue.Count > 0);
        var job = _queues[level].First!.Value;
        _queues[level].RemoveFirst();
        return new Turn(job, _quanta[level] - _accounts[job].Used, level + 1);
    }

    private void Charge(Account account)
    {
        if (++account.Used < _quanta[account.Level]) return;
        account.Used = 0;
        if (account.Level + 1 < _queues.Length) account.Level++;
    }

    private void Boost()
    {
        foreach (var account in _accounts.Values) account.Level = account.Used = 0;
        foreach (var lower in _queues[1..])
        {
            foreach (var job in lower) _queues[0].AddLast(job);
            lower.Clear();
        }
    }
}
