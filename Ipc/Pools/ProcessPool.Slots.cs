using System.Diagnostics;
using Workbook.Concurrency.Pools;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

// The life of a worker: started, listened to, buried, replaced.
public sealed partial class ProcessPool
{
    // A slot's thread.
    private void KeepWorker(int slot)
    {
        _poolOfThisThread = this;
        bool goesOn;
        lock (_monitor) goesOn = !_terminated;
        while (goesOn)
        {
            PoolWorker worker;
            try { worker = StartWorker(slot); }
            catch (Exception e)
            {
                Break("a worker could not be started; look after memory, /dev/shm and the number of processes (ulimit -u)", e);
                return;
            }
            worker.ReadResults();
            goesOn = Bury(worker);
        }
    }

    private PoolWorker StartWorker(int slot)
    {
        var channel = PoolChannel.Create();
        PoolWorker worker;
        try
        {
            var child = ChildProcess.Create(WorkerLoop.Run, channel, _options.Initializer is not null,
                _options.Progress is not null,
                new ChildOptions { Name = $"{Name} worker {slot}", IsDaemon = true, IgnoreInterrupt = true });
            worker = new PoolWorker(this, slot, channel, child);
            channel.Jobs.Write(_initialization);
            child.Start();
            channel.CloseOtherSide();
        }
        catch
        {
            channel.Dispose();
            throw;
        }
        lock (_monitor)
        {
            _workers.Add(worker);
            if (_options.Initializer is not null) worker.Knows.Add(true); // number 0
            if (_terminated || _failure is not null) worker.Child.Kill();
        }
        worker.Child.WhenEnded(() => { lock (_monitor) worker.NoteEnd(); });
        return worker;
    }

    private byte[] Initialization()
    {
        if (_options.Initializer is not { } initializer) return [];
        var method = _methods[initializer.Function];
        var frames = new FrameBuffer();
        frames.WriteRaw(method.Definition);
        frames.Begin(FrameKind.Initialize);
        frames.Write(method.Id);
        var handover = new Handover();
        method.Encode(initializer.Arguments, frames, handover);
        if (handover.Descriptors.Count > 0)
        {
            throw new NotSupportedException("The end of a pipe or a connection cannot be an argument of an initialiser: "
                + "there is one, and there are several workers.");
        }
        frames.End();
        return frames.Written.ToArray();
    }

    /// <summary>Frames have come from a worker. By who receives, who holds nothing else.</summary>
    internal void Settle(PoolWorker worker, FrameReader frames, List<Range> received)
    {
        var ended = new List<(PoolJob Job, Range Outcomes)>(received.Count);
        var events = _options.Progress is null ? null : new List<PoolEvent>();
        Exception? failure = null;
        Dispatch(() =>
        {
            if (_terminated) return;
            foreach (var range in received)
            {
                var frame = new FrameCursor(frames[range][1..]);
                switch ((FrameKind)frames[range][0])
                {
                    case FrameKind.Ready:
                        failure = ItemOutcome<bool>.Read(frame.ReadBytes(), typeof(void)).Failure;
                        worker.IsReady = failure is null;
                        worker.IdleSince = ++_lastIdle;
                        if (worker.IsReady) events?.Add(new(PoolEventKind.WorkerStarted, worker.Slot, worker.Child.Id, 0,
                            default, null));
                        break;
                    case FrameKind.Started:
                        events?.Add(new(PoolEventKind.JobStarted, worker.Slot, worker.Child.Id, worker.InFlight.Peek().Number,
                            default, null));
                        break;
                    default: // Done
                        var job = worker.InFlight.Dequeue();
                        var sequence = frame.Read<long>();
                        Debug.Assert(job.Sequence == sequence, "I1 of PoolWorker");
                        var micros = new FrameCursor(frame.Rest[^sizeof(int)..]).Read<int>();
                        ended.Add((job, (range.Start.Value + 1 + sizeof(long))..(range.End.Value - sizeof(int))));
                        NoteDuration(micros);
                        events?.Add(new(PoolEventKind.JobDone, worker.Slot, worker.Child.Id, job.Number,
                            TimeSpan.FromMicroseconds(micros), null));
                        worker.IsSilent = false;
                        if (worker.InFlight.Count == 0) worker.IdleSince = ++_lastIdle;
                        break;
                }
            }
        });
        if (failure is not null) Break("its initialiser has failed", failure);
        if (events is not null) Tell(events);
        foreach (var (job, outcomes) in ended)
        {
            job.Release();
            job.Complete(frames[outcomes]); // I4
            job.Registration.Unregister();  // after it is done: see Submit
        }
    }

    // Up at once, down step by step: one long job after short ones must not find a hundred others behind it.
    private void NoteDuration(int microseconds) =>
        _usualMicroseconds = Math.Max(Math.Min(microseconds, AheadMicroseconds), _usualMicroseconds * 0.75 + microseconds * 0.25);

    /// <summary>A worker has ended, and all its results were received.</summary>
    /// <returns>Whether a new one takes its place.</returns>
    private bool Bury(PoolWorker worker)
    {
        var exit = worker.Child.Exit!.Value;
        List<PoolJob> failed = [], cancelled = [];
        var wentHome = false;
        var givesUp = false;
        var goesOn = false;
        Dispatch(() =>
        {
            while (worker.IsSendingLarge) Monitor.Wait(_monitor);
            wentHome = worker.IsLeaving && exit.IsSuccess && worker.InFlight.Count == 0;
            var gate = worker.Channel.Gate;
            foreach (var job in worker.InFlight.Reverse())
            {
                job.Worker = null;
                var wasBegun = job.Sequence <= gate; // otherwise only sent ahead: I3
                if (!job.IsCancelled && (!wasBegun || job.Deaths++ < _options.Retries)) _line.AddFirst(job);
                else if (!wasBegun || job.IsKilled) cancelled.Add(job);
                else failed.Add(job);
            }
            _workers.Remove(worker);
            worker.Channel.Dispose(); // I3 of PoolWorker
            ref var inVain = ref _startedInVain[worker.Slot - 1];
            inVain = worker.IsReady ? 0 : inVain + 1;
            givesUp = inVain == StartsInVain && !_terminated;
            goesOn = !givesUp && !_terminated && _failure is null && (!_closed || _line.Count > 0);
        });
        worker.Child.Dispose();
        if (_options.Progress is not null)
            Tell([new(wentHome ? PoolEventKind.WorkerEnded : PoolEventKind.WorkerDied, worker.Slot, worker.Child.Id, 0, default,
                exit)]);
        foreach (var job in cancelled) Finish(job, job => job.Cancel());
        failed.Reverse(); // in order of submission
        foreach (var job in failed) Finish(job, job =>
            job.Fail(new WorkerDiedException(worker.Child.Name, worker.Child.Id, exit)));
        if (givesUp || _failure is not null)
        {
            Break($"{StartsInVain} workers in a row ended before they took a job",
                new ChildDiedException(worker.Child.Name, exit));
        }
        return goesOn;
    }

    // Waiting for better times would be waiting for luck. The first reason counts.
    private void Break(string why, Exception cause)
    {
        List<PoolJob> failed = [];
        Dispatch(() =>
        {
            if (_terminated) return;
            _failure ??= new BrokenPoolException(
                $"{Name} has closed: {why} ({cause.Message.TrimEnd('.')}). Mend that, and make another pool.", cause);
            _closed = true;
            failed = _line.RemoveAll();
        });
        foreach (var job in failed) Finish(job, job => job.Fail(_failure!));
    }

    private static void Finish(PoolJob job, Action<PoolJob> end)
    {
        job.Release();
        end(job);
        job.Registration.Unregister();
    }

    private void Tell(List<PoolEvent> events)
    {
        foreach (var each in events)
        {
            try { _options.Progress!(each); }
            catch (Exception e) { StrayFailures.Report($"the progress callback of {Name}", e); }
        }
    }
}
