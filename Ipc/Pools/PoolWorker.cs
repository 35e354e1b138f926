// One worker process as the pool sees it:
//
//      pool's monitor:  InFlight [ 7 | 8 | 9 ]      7 runs, 8 and 9 were sent ahead so that it need not wait for us
//                                  ^ Gate
//      its reader:      results --> Settle: takes 7 out, sends more, then ends 7's future and runs its callbacks
//
//   I1  InFlight holds, in order of their numbers, the jobs that this worker was sent and whose results have not been received,
//       and that were not taken back. So a result is always that of the first one.
//   I2  One thread at a time receives: who has made _receiving 1. That is the slot's thread, or a caller of Apply whose job is
//       alone here: with no third thread to be woken in between, a call takes half the time.
//   I3  The channel is unmapped by the slot's thread, when the process has ended, under the monitor, with _receiving taken for
//       good. Others touch it under the monitor while the worker is in the pool's list, or with _receiving, or while
//       IsSendingLarge.

using System.Diagnostics;
using Workbook.Concurrency.Pools;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Pools;

/// <summary>A worker process of a pool.</summary>
internal sealed class PoolWorker
{
    /// <summary>After so long without a result, a worker with more than one job loses those that it has not begun with.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(3);

    /// <summary>A caller of Apply spins so long: enough for a small job, which then takes a tenth of the time.</summary>
    private static readonly TimeSpan _pollFor = TimeSpan.FromMicroseconds(Environment.ProcessorCount > 1 ? 10 : 0);

    private readonly ProcessPool _pool;
    private readonly FrameReader _frames = new(); // by who receives, as is:
    private readonly List<Range> _received = [];
    private int _receiving;                  // 0 or 1: I2
    private volatile bool _hasEnded;         // set by the reaper's thread, under the monitor
    private volatile bool _sleepsUntilWoken; // the slot's thread does, without a limit; partner: Prefetched

    public PoolWorker(ProcessPool pool, int slot, PoolChannel channel, ChildProcess child) =>
        (_pool, Slot, Channel, Child) = (pool, slot, channel, child);

    public int Slot { get; }

    public PoolChannel Channel { get; }

    public ChildProcess Child { get; }

    // All below under the pool's monitor.
    public Queue<PoolJob> InFlight { get; } = new();

    /// <summary>By number of the function: whether it was described.</summary>
    public List<bool> Knows { get; } = [];

    public long LastSent { get; set; }

    /// <summary>Jobs that it was given and that did not come back unbegun.</summary>
    public int Tasks { get; set; }

    public bool IsReady { get; set; }

    /// <summary>Told to go home.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Has sent nothing for a while, though it had enough to do.</summary>
    public bool IsSilent { get; set; }

    /// <summary>A thread of its own writes a job that is larger than the ring.</summary>
    public bool IsSendingLarge { get; set; }

    /// <summary>The last one that became idle is the first one that gets something: its caches are warm, and perhaps it still
    /// looks.</summary>
    public long IdleSince { get; set; }

    public bool HasEnded => _hasEnded;

    /// <summary>The process has ended: all that it will ever have written is there. Under the monitor.</summary>
    public void NoteEnd()
    {
        _hasEnded = true;
        Channel.Results.WakeReader();
    }

    /// <summary>There is more than one job here now, which the reader has to watch. Under the monitor.</summary>
    public void NotePrefetch()
    {
        Interlocked.MemoryBarrier(); // after the job was added to InFlight
        if (_sleepsUntilWoken) Channel.Results.WakeReader();
    }

    /// <summary>The slot's thread: receives until the process has ended and all is received.</summary>
    public void ReadResults()
    {
        while (true)
        {
            var hadEnded = _hasEnded;
            var spin = new SpinWait();
            while (Interlocked.CompareExchange(ref _receiving, 1, 0) != 0) spin.SpinOnce(sleep1Threshold: -1);
            var any = Receive(int.MaxValue);
            if (!any && hadEnded) return; // I3: _receiving stays taken
            Volatile.Write(ref _receiving, 0);
            if (!any) SleepForResults();
        }
    }

    /// <summary>A caller of Apply: looks for its result for a moment, if nobody else does.</summary>
    public void Poll(Future wanted)
    {
        if (_pollFor == TimeSpan.Zero || Interlocked.CompareExchange(ref _receiving, 1, 0) != 0) return;
        try
        {
            Channel.Results.StayAwake(); // we are
            var since = Stopwatch.GetTimestamp();
            while (!wanted.IsDone && !_hasEnded && Stopwatch.GetElapsedTime(since) < _pollFor)
            {
                // One at a time: the others' callbacks are not ours to run.
                if (!Receive(atMost: 1)) Thread.SpinWait(10);
            }
            Channel.Results.PrepareToSleep(); // not we: the slot's thread sleeps, as it did before
            if (!Channel.Results.IsEmpty || _frames.HasNext || _hasEnded) Channel.Results.WakeReader();
        }
        finally { Volatile.Write(ref _receiving, 0); }
    }

    private bool Receive(int atMost)
    {
        Debug.Assert(Volatile.Read(ref _receiving) == 1, "I2");
        _received.Clear();
        if (!_frames.HasNext && !_frames.Fill(Channel.Results)) return false;
        while (_received.Count < atMost && _frames.TryNext(out var frame)) _received.Add(frame);
        if (_received.Count > 0) _pool.Settle(this, _frames, _received);
        return true;
    }

    private void SleepForResults()
    {
        var results = Channel.Results;
        _sleepsUntilWoken = true;
        results.PrepareToSleep(); // a full fence: partner of the one in NotePrefetch
        var watches = _pool.HasPrefetched(this);
        if (watches) _sleepsUntilWoken = false;
        if (results.IsEmpty && !_hasEnded) results.SleepForData(watches ? _silence : TimeSpan.FromHours(1));
        results.StayAwake();
        _sleepsUntilWoken = false;
        if (watches && results.IsEmpty && !_hasEnded) _pool.NoteSilence(this);
    }
}
