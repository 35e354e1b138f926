// What a thread knows of every thread's time: clock[i] is the last moment of thread i that happened before now.
//
//      a release copies the thread's clock into the lock; an acquire takes the maximum of both.
//
// It carries the virtual time along: who comes after somebody else has a time that is not before his.

namespace Workbook.Explorer.Races;

/// <summary>A moment in a partial order; grows with the number of threads. Starts with all zeros.</summary>
internal struct VectorClock
{
    private int[]? _times;

    /// <summary>How much virtual time has gone by at this moment, in ticks of 100 ns.</summary>
    public long Now;

    public readonly int this[int thread] => _times is not null && thread < _times.Length ? _times[thread] : 0;

    /// <summary>The thread's own time goes on by one.</summary>
    public void Tick(int thread)
    {
        Ensure(thread + 1);
        _times![thread]++;
    }

    /// <summary>What happened before <paramref name="other"/> has happened before this too.</summary>
    public void Join(in VectorClock other)
    {
        if (other.Now > Now) Now = other.Now;
        if (other._times is null) return;
        Ensure(other._times.Length);
        for (var i = 0; i < other._times.Length; i++)
        {
            if (other._times[i] > _times![i]) _times[i] = other._times[i];
        }
    }

    public void Set(in VectorClock other)
    {
        Clear();
        Join(other);
    }

    public void Clear()
    {
        Now = 0;
        if (_times is not null) Array.Clear(_times);
    }

    /// <summary>Whether what a thread did at that time of its own happened before this moment.</summary>
    public readonly bool Knows(int thread, int time) => time <= this[thread];

    /// <summary>Whether all that had happened before that moment has happened before this one.</summary>
    public readonly bool Knows(in VectorClock other)
    {
        for (var i = 0; i < (other._times?.Length ?? 0); i++)
        {
            if (other._times![i] > this[i]) return false;
        }
        return true;
    }

    /// <summary>The same for equal clocks, whatever the room that they have taken.</summary>
    public readonly ulong Hash()
    {
        var hash = 14695981039346656037UL;
        if (_times is null) return hash;
        for (var i = 0; i < _times.Length; i++)
        {
            if (_times[i] != 0) hash = (hash ^ ((ulong)i << 32 | (uint)_times[i])) * 1099511628211UL;
        }
        return hash;
    }

    private void Ensure(int threads)
    {
        if (_times is null) _times = new int[Math.Max(4, threads)];
        else if (_times.Length < threads) Array.Resize(ref _times, Math.Max(threads, 2 * _times.Length));
    }
}
