// passes: no queue per level, but one list of all ready jobs: the lowest level first, and within it the lowest number
using Workbook.Concurrency.Scheduling;

namespace Workbook.Examples.Threads.FeedbackQueue;

public sealed class FeedbackPolicy : ISchedulingPolicy
{
    private sealed class Entry(Job job)
    {
        public Job Job => job;
        public int Level, Used, Number;
        public bool IsReady;
    }

    private readonly List<Entry> _entries = [];
    private readonly int[] _quanta;
    private readonly int _boostEvery;
    private int _last, _first; // the numbers that were drawn so far: upwards at the end of a queue, downwards at its head
    private bool _everybodyUp;

    public FeedbackPolicy(IReadOnlyList<int> quanta, int boostEvery = 0)
    {
        if (quanta.Count == 0 || quanta.Min() < 1) throw new ArgumentOutOfRangeException(nameof(quanta));
        if (boostEvery < 0) throw new ArgumentOutOfRangeException(nameof(boostEvery));
        (_quanta, _boostEvery) = (quanta.ToArray(), boostEvery);
    }

    public void Tick(int now, Job? ran)
    {
        if (ran is not null)
        {
            var entry = Of(ran);
            entry.Used++;
            if (entry.Used == _quanta[entry.Level])
                (entry.Level, entry.Used) = (Math.Min(entry.Level + 1, _quanta.Length - 1), 0);
        }
        _everybodyUp = _boostEvery != 0 && now % _boostEvery == 0;
        if (!_everybodyUp) return;
        foreach (var entry in InOrder().ToList()) entry.Number = ++_last;
        foreach (var entry in _entries) (entry.Level, entry.Used) = (0, 0);
    }

    public void Ready(Job job, int burst, ReadyReason reason)
    {
        if (reason == ReadyReason.Arrived)
        {
            _entries.RemoveAll(old => old.Job == job);
            _entries.Add(new Entry(job));
        }
        var entry = Of(job);
        entry.IsReady = true;
        entry.Number = reason == ReadyReason.Preempted ? --_first : ++_last;
    }

    public bool Preempts(Job running) => _everybodyUp || InOrder().Any(ready => ready.Level < Of(running).Level);

    public Turn Next()
    {
        var next = InOrder().First();
        next.IsReady = false;
        return new Turn(next.Job, _quanta[next.Level] - next.Used, next.Level + 1);
    }

    private Entry Of(Job job) => _entries.First(entry => entry.Job == job);

    private IEnumerable<Entry> InOrder() =>
        _entries.Where(entry => entry.IsReady).OrderBy(entry => entry.Level).ThenBy(entry => entry.Number);
}
