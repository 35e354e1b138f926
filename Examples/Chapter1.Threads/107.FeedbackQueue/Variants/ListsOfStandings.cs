// passes: a list of records per level, and a job carries its level and what it has left along with it
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

public sealed class FeedbackPolicy : ISchedulingPolicy
{
    private sealed record Standing(Job Job)
    {
        public int Level { get; set; }
        public int Left { get; set; }
    }

    private readonly List<List<Standing>> _ready = [];
    private readonly List<Standing> _away = []; // runs, or does I/O, or has ended
    private readonly IReadOnlyList<int> _quanta;
    private readonly int _boostEvery;
    private bool _isBoost;

    public FeedbackPolicy(IReadOnlyList<int> quanta, int boostEvery = 0)
    {
        if (quanta.Count == 0 || quanta.Min() < 1) throw new ArgumentOutOfRangeException(nameof(quanta));
        if (boostEvery < 0) throw new ArgumentOutOfRangeException(nameof(boostEvery));
        _quanta = [.. quanta];
        _boostEvery = boostEvery;
        foreach (var _ in quanta) _ready.Add([]);
    }

    public void Tick(int now, Job? ran)
    {
        if (ran is not null)
        {
            var running = Away(ran);
            running.Left--;
            if (running.Left == 0) Begin(running, running.Level == _quanta.Count - 1 ? running.Level : running.Level + 1);
        }
        _isBoost = _boostEvery > 0 && now % _boostEvery == 0;
        if (_isBoost) Boost();
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        var standing = reason == ReadyReason.Arrived ? new Standing(job) : Away(job);
        if (reason == ReadyReason.Arrived) Begin(standing, 0);
        _away.Remove(standing);
        _ready[standing.Level].Insert(reason == ReadyReason.Preempted ? 0 : _ready[standing.Level].Count, standing);
    }

    public bool Preempts(Job running)
    {
        if (_isBoost) return true;
        for (var level = 0; level < Away(running).Level; level++)
        {
            if (_ready[level].Count > 0) return true;
        }
        return false;
    }

    public Turn Next()
    {
        var next = _ready.SelectMany(level => level).First();
        _ready[next.Level].Remove(next);
        _away.Add(next);
        return new Turn(next.Job, next.Left, next.Level + 1);
    }

    private Standing Away(Job job) => _away.Last(standing => standing.Job == job);

    private void Begin(Standing standing, int level)
    {
        standing.Level = level;
        standing.Left = _quanta[level];
    }

    private void Boost()
    {
        var all = _ready.SelectMany(level => level).ToList();
        foreach (var level in _ready) level.Clear();
        _ready[0].AddRange(all);
        foreach (var standing in all.Concat(_away)) Begin(standing, 0);
    }
}
