using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Pools;

// Which worker gets which job, and when.
public sealed partial class ProcessPool
{
    /// <summary>How many jobs a worker may have now: one, or a millisecond's worth of short ones.</summary>
    private int Window => Math.Clamp((int)(AheadMicroseconds / Math.Max(_usualMicroseconds, 1)), 1, MostInFlight);

    /// <summary>Puts a job in line.</summary>
    /// <returns>The worker that has it, if it has no other; null otherwise.</returns>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    private PoolWorker? Submit(PoolJob job, JobOptions? options = null)
    {
        PoolWorker? alone;
        List<(PoolWorker, byte[])>? large;
        lock (_monitor)
        {
            if (_failure is not null) throw new BrokenPoolException(_failure.Message, _failure.InnerException!);
            if (_closed) throw new InvalidOperationException($"{Name} is closed, and takes no job; close it after the last.");
            job.Number = ++_lastNumber;
            _line.Add(job);
            large = SendWhatFits();
            alone = job.Worker is { InFlight.Count: 1 } worker ? worker : null;
        }
        SendLarge(large);
        if (options is { Cancel.CanBeCanceled: true })
        {
            job.Registration = options.Cancel.UnsafeRegister(_ => Cancel(job, options.KillWhenCancelled), null);
            Interlocked.MemoryBarrier(); // partner: the lock in which a future ends. One of the two sees what the other has done.
            if (job.IsDone) job.Registration.Unregister();
        }
        return alone;
    }

    /// <summary>Changes something under the monitor, and sends jobs as far as that makes room for them.</summary>
    private void Dispatch(Action change)
    {
        List<(PoolWorker, byte[])>? large;
        EnterUninterrupted();
        try
        {
            change();
            large = SendWhatFits();
        }
        finally { Monitor.Exit(_monitor); }
        SendLarge(large);
    }

    // A caller of Apply may hold results that were received and are not settled, which an interrupt would lose: it is for later.
    private void EnterUninterrupted()
    {
        var interrupted = false;
        for (var entered = false; !entered;)
        {
            try { Monitor.Enter(_monitor, ref entered); }
            catch (ThreadInterruptedException) { interrupted = true; }
        }
        if (interrupted) Thread.CurrentThread.Interrupt(); // for the next wait
    }

    // Returns what is too large for a ring; the caller sends that without the monitor.
    private List<(PoolWorker, byte[])>? SendWhatFits()
    {
        List<(PoolWorker, byte[])>? large = null;
        while (_line.Peek() is { } job)
        {
            if (Choose(job) is not { } worker) break;
            _line.Remove();
            if (!job.IsDropped && job.TryBegin()) Send(job, worker, ref large);
            else job.Release(); // it was cancelled while it waited
        }
        SendHome(ref large);
        return large;
    }

    // The one with the fewest jobs; of the idle ones, the last that became so.
    private PoolWorker? Choose(PoolJob job)
    {
        PoolWorker? best = null;
        foreach (var worker in _workers)
        {
            if (!worker.IsReady || worker.IsLeaving || worker.IsSendingLarge || worker.HasEnded
                || worker.Tasks >= _options.TasksPerWorker) continue;
            var count = worker.InFlight.Count;
            if (count > 0 && (worker.IsSilent || count >= Window || !FitsNow(job, worker))) continue;
            if (best is null || count < best.InFlight.Count
                || (count == best.InFlight.Count && worker.IdleSince > best.IdleSince)) best = worker;
        }
        return best;
    }

    // To a busy worker only what need not wait for room, in the ring or in the socket: who sends must not wait for who computes.
    private static bool FitsNow(PoolJob job, PoolWorker worker) =>
        job.Arguments.Descriptors.Count == 0
        && job.Arguments.Bytes.Length + job.Method.Definition.Length + 64 <= worker.Channel.Jobs.Room;

    private void Send(PoolJob job, PoolWorker worker, ref List<(PoolWorker, byte[])>? large)
    {
        Debug.Assert(Monitor.IsEntered(_monitor) && job.Worker is null, "I1");
        (job.Worker, job.Sequence) = (worker, ++worker.LastSent);
        worker.InFlight.Enqueue(job);
        worker.Tasks++;

        _scratch.Clear();
        var id = job.Method.Id;
        while (worker.Knows.Count <= id) worker.Knows.Add(false);
        if (!worker.Knows[id]) _scratch.WriteRaw(job.Method.Definition);
        worker.Knows[id] = true;
        _scratch.Begin(FrameKind.Job);
        _scratch.Write(job.Sequence);
        _scratch.Write(id);
        _scratch.Write(job.Count);
        _scratch.Write(job.Arguments.Descriptors.Count);
        _scratch.WriteRaw(job.Arguments.Bytes);
        _scratch.End();

        if (job.Arguments.Descriptors.Count > 0) worker.Channel.SendDescriptors(job.Arguments.Descriptors);
        Debug.Assert(worker.InFlight.Count == 1 || _scratch.Written.Length <= worker.Channel.Jobs.Room,
            "only to an idle worker, see FitsNow");
        Write(_scratch.Written, worker, ref large);
        if (worker.InFlight.Count == 2) worker.NotePrefetch();
    }

    private static void Write(ReadOnlySpan<byte> frames, PoolWorker worker, ref List<(PoolWorker, byte[])>? large)
    {
        var ring = worker.Channel.Jobs;
        if (frames.Length <= ring.Room)
        {
            ring.Write(frames);
            ring.Announce();
        }
        else
        {
            worker.IsSendingLarge = true;
            (large ??= []).Add((worker, frames.ToArray()));
        }
    }

    private void SendLarge(List<(PoolWorker, byte[])>? jobs)
    {
        foreach (var (worker, bytes) in jobs ?? [])
            WorkerThread.Start($"{Name} sends a large job to worker {worker.Slot}", () => SendLarge(worker, bytes),
                background: true);
    }

    // The worker reads while we write; if it dies, we see that.
    private void SendLarge(PoolWorker worker, byte[] bytes)
    {
        var ring = worker.Channel.Jobs;
        var rest = bytes.AsSpan();
        while (!worker.HasEnded)
        {
            rest = rest[ring.Write(rest)..];
            ring.Announce();
            if (rest.IsEmpty) break;
            ring.SleepForRoom(TimeSpan.FromMilliseconds(20));
        }
        Dispatch(() =>
        {
            worker.IsSendingLarge = false;
            Monitor.PulseAll(_monitor); // who waits to bury it
        });
    }

    // Those who had their number of tasks, and all when the pool is closed and nothing is left.
    private void SendHome(ref List<(PoolWorker, byte[])>? large)
    {
        foreach (var worker in _workers)
        {
            var mayGo = worker.Tasks >= _options.TasksPerWorker || (_closed && _line.Count == 0);
            if (!mayGo || !worker.IsReady || worker.IsLeaving || worker.IsSendingLarge || worker.HasEnded
                || worker.InFlight.Count > 0) continue;
            worker.IsLeaving = true;
            _scratch.Clear();
            _scratch.Begin(FrameKind.Quit);
            _scratch.End();
            Write(_scratch.Written, worker, ref large); // jobs that were taken back may still fill the ring
        }
    }

    /// <summary>The slot's thread asks whether to look after this worker every few milliseconds.</summary>
    internal bool HasPrefetched(PoolWorker worker)
    {
        lock (_monitor) return worker.InFlight.Count > 1;
    }

    /// <summary>The first of its jobs takes long: the others are for those who have time.</summary>
    internal void NoteSilence(PoolWorker worker) => Dispatch(() =>
    {
        worker.IsSilent = true;
        Recall(worker);
    });

    // Takes back what it has not begun with, and returns the last one that it has begun with.
    private long Recall(PoolWorker worker)
    {
        Debug.Assert(Monitor.IsEntered(_monitor));
        var begun = worker.Channel.Recall(worker.LastSent);
        var jobs = worker.InFlight.ToArray();
        worker.InFlight.Clear();
        foreach (var job in jobs.Where(job => job.Sequence <= begun)) worker.InFlight.Enqueue(job);
        foreach (var job in jobs.Where(job => job.Sequence > begun).Reverse())
        {
            job.Worker = null;
            worker.Tasks--;
            _line.AddFirst(job);
        }
        return begun;
    }

    private void Cancel(PoolJob job, bool kill)
    {
        Dispatch(() =>
        {
            job.IsCancelled = true;
            if (job.Worker is { HasEnded: false } ahead && job.Sequence > ahead.Channel.Gate) Recall(ahead);
            job.IsDropped = job.Worker is null;
            if (job.IsDropped || job.Worker is not { HasEnded: false } worker || !worker.InFlight.Contains(job)) return;
            if (!kill) worker.Channel.Cancel(job.Sequence);
            else if (Recall(worker) == job.Sequence) // it begins with no other now; had it done so, this one would be done
            {
                job.IsKilled = worker.IsLeaving = true; // and gets no other
                worker.Child.Kill();
            }
        });
        if (job.IsDropped) Finish(job, job => job.Cancel());
    }
}
