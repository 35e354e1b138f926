// passes: each phase is an object, with its own end; who has arrived holds on to the one in which it arrived
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private sealed class Phase(long number)
    {
        public long Number => number;
        public int Arrived;
        public bool IsComplete;
        public BrokenBarrierException? Broken;
    }

    private readonly object _monitor = new();
    private readonly int _parties;
    private Phase _current = new(0);

    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _parties = parties;
    }

    public int Waiting { get { lock (_monitor) return _current.Arrived; } }

    public long SignalAndWait()
    {
        lock (_monitor)
        {
            var mine = _current;
            if (mine.Broken is null && ++mine.Arrived == _parties)
            {
                mine.IsComplete = true;
                _current = new Phase(mine.Number + 1);
                Monitor.PulseAll(_monitor);
            }
            while (!mine.IsComplete)
            {
                if (mine.Broken is not null) throw new BrokenBarrierException(mine.Broken.Message, mine.Broken);
                Monitor.Wait(_monitor);
            }
            return mine.Number;
        }
    }

    public void Break(string why)
    {
        lock (_monitor)
        {
            _current.Broken ??= new BrokenBarrierException($"broken in phase {_current.Number}, because of {why}");
            Monitor.PulseAll(_monitor);
        }
    }
}
