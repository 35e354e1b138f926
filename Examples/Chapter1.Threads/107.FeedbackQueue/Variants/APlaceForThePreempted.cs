// passes: plain queues, and on each level a place of honour for the one that was preempted there
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

public sealed class FeedbackPolicy : ISchedulingPolicy
{
    private sealed class Level(int number, int quantum)
    {
        public int Number => number;
        public int Quantum => quantum;
        public Job? Preempted;
        public readonly Queue<Job> Others = new();

        public bool HasAny => Preempted is not null || Others.Count > 0;

        public Job Take()
        {
            var job = Preempted ?? Others.Dequeue();
            Preempted = null;
            return job;
        }
    }

    private readonly Level[] _levels;
    private readonly Dictionary<Job, Level> _levelOf = [];
    private readonly Dictionary<Job, int> _left = []; // of the quantum
    private readonly int _boostEvery;
    private bool _boosted;

    public FeedbackPolicy(IReadOnlyList<int> quanta, int boostEvery = 0)
    {
        if (quanta.Count == 0 || quanta.Min() < 1) throw new ArgumentOutOfRangeException(nameof(quanta));
        if (boostEvery < 0) throw new ArgumentOutOfRangeException(nameof(boostEvery));
        _levels = [.. quanta.Select((quantum, index) => new Level(index + 1, quantum))];
        _boostEvery = boostEvery;
    }

    public void Tick(int now, Job? ran)
    {
        if (ran is not null && --_left[ran] == 0) Put(ran, _levels[Math.Min(_levelOf[ran].Number, _levels.Length - 1)]);
        _boosted = _boostEvery > 0 && now % _boostEvery == 0;
        if (!_boosted) return;
        foreach (var level in _levels.Skip(1))
        {
            while (level.HasAny) _levels[0].Others.Enqueue(level.Take());
        }
        foreach (var job in _levelOf.Keys.ToList()) Put(job, _levels[0]);
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason == ReadyReason.Arrived) Put(job, _levels[0]);
        if (reason == ReadyReason.Preempted) _levelOf[job].Preempted = job;
        else _levelOf[job].Others.Enqueue(job);
    }

    public bool Preempts(Job running) =>
        _boosted || _levels.TakeWhile(level => level != _levelOf[running]).Any(level => level.HasAny);

    public Turn Next()
    {
        var level = _levels.First(one => one.HasAny);
        var job = level.Take();
        return new Turn(job, _left[job], level.Number);
    }

    private void Put(Job job, Level level)
    {
        _levelOf[job] = level;
        _left[job] = level.Quantum;
    }
}
