// The main function of a worker:
//
//      Initialize? -> Ready -> +-> next frame -> Define: remember the function
//                              |              -> Job: claim it, decode, call, write the outcome
//                              |              -> Quit: return, which ends the process
//                              +-- none: announce what was written, spin for a moment, sleep
//
// Results are written as they come, but the pool is woken only when there is nothing more to do or a few have gathered: waking
// costs more than a small job does. What lies there unannounced, behind a job that takes long, the pool finds within 3 ms by
// itself.

using System.Diagnostics;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>What runs in a worker of a pool.</summary>
internal sealed class WorkerLoop
{
    private const int AnnounceAfter = 16; // results
    // Long enough for the caller of Apply to come back at once, not long enough for anybody to notice.
    private static readonly TimeSpan _spinFor = TimeSpan.FromMicroseconds(Environment.ProcessorCount > 1 ? 10 : 0);

    private static readonly Handover _noDescriptors = new();

    private readonly PoolChannel _channel;
    private readonly bool _tellsStarts;
    private readonly FrameReader _frames = new();
    private readonly FrameBuffer _answer = new();
    private readonly List<WorkerMethod> _methods = [];
    private int _unannounced;

    private WorkerLoop(PoolChannel channel, bool tellsStarts) => (_channel, _tellsStarts) = (channel, tellsStarts);

    /// <summary>In a worker: of the job that runs. Null elsewhere.</summary>
    public static JobCancellation? Cancellation { get; private set; }

    /// <summary>Runs jobs until told to go home. What a child of the pool is started with.</summary>
    public static void Run(PoolChannel channel, bool hasInitializer, bool tellsStarts)
    {
        var cancellation = Cancellation = new JobCancellation();
        new Thread(() =>
        {
            for (uint heard = 0; ;)
            {
                channel.AwaitBell(ref heard);
                cancellation.Cancel(channel.CancelledJob);
            }
        })
        { Name = "cancellation", IsBackground = true }.Start();

        var loop = new WorkerLoop(channel, tellsStarts);
        if (!hasInitializer) loop.TellReady(null);
        while (loop.Handle(loop.Next())) { }
        Cancellation = null;
    }

    private bool Handle(ReadOnlySpan<byte> frame)
    {
        var kind = (FrameKind)frame[0];
        var rest = new FrameCursor(frame[1..]);
        if (kind == FrameKind.Job) Work(rest);
        else if (kind == FrameKind.Define) Define(rest);
        else if (kind == FrameKind.Initialize) return Initialize(rest);
        return kind != FrameKind.Quit;
    }

    private void Define(FrameCursor frame)
    {
        var (id, entry) = PoolMethod.ReadDefinition(frame);
        while (_methods.Count <= id) _methods.Add(WorkerMethod.Unknown);
        _methods[id] = new WorkerMethod(entry);
    }

    private bool Initialize(FrameCursor frame)
    {
        try
        {
            _methods[frame.Read<int>()].Call(ref frame, _noDescriptors);
            TellReady(null);
            return true;
        }
        catch (Exception e) // the pool's to handle
        {
            TellReady(e);
            return false;
        }
    }

    private void TellReady(Exception? failure)
    {
        _answer.Clear();
        _answer.Begin(FrameKind.Ready);
        if (failure is null) ItemOutcomeWriter.Returned(_answer, null, typeof(void));
        else ItemOutcomeWriter.Threw(_answer, failure, wasCancelled: false);
        Send();
        _channel.Results.Announce();
    }

    private void Work(FrameCursor frame)
    {
        var sequence = frame.Read<long>();
        var method = _methods[frame.Read<int>()];
        var count = frame.Read<int>();
        var descriptors = frame.Read<int>() > 0 ? _channel.ReceiveDescriptors() : _noDescriptors; // also if we do not need them
        if (!_channel.Claim(sequence)) // another worker's by now
        {
            foreach (var descriptor in descriptors.Descriptors) descriptor.Dispose();
            return;
        }
        if (_tellsStarts) TellStarted(sequence);

        var began = Stopwatch.GetTimestamp();
        _answer.Clear();
        _answer.Begin(FrameKind.Done);
        _answer.Write(sequence);
        Cancellation!.Begin(sequence);
        for (var i = 0; i < count; i++)
        {
            try { ItemOutcomeWriter.Returned(_answer, method.Call(ref frame, descriptors), method.ReturnType); }
            catch (Exception e) // everything: a job does not end its worker
            {
                ItemOutcomeWriter.Threw(_answer, e, wasCancelled: Cancellation.IsCancelled);
            }
        }
        Cancellation.End();
        _answer.Write((int)Math.Min(int.MaxValue, Stopwatch.GetElapsedTime(began).TotalMicroseconds));
        Send();
        if (++_unannounced >= AnnounceAfter) Announce();
    }

    private void TellStarted(long sequence)
    {
        _answer.Clear();
        _answer.Begin(FrameKind.Started);
        _answer.Write(sequence);
        Send();
        _channel.Results.Announce();
    }

    private void Send()
    {
        _answer.End();
        var rest = _answer.Written;
        while (true)
        {
            rest = rest[_channel.Results.Write(rest)..];
            if (rest.IsEmpty) return;
            _channel.Results.Announce();
            _channel.Results.SleepForRoom(TimeSpan.FromSeconds(1)); // for ever, if need be: we die with the pool's process
        }
    }

    private void Announce()
    {
        _unannounced = 0;
        _channel.Results.Announce();
    }

    // Blocks until there is one.
    private ReadOnlySpan<byte> Next()
    {
        while (true)
        {
            if (_frames.TryNext(out var frame)) return _frames[frame];
            if (_frames.Fill(_channel.Jobs)) continue;
            if (_unannounced > 0) Announce();
            var jobs = _channel.Jobs;
            var since = Stopwatch.GetTimestamp();
            while (jobs.IsEmpty && Stopwatch.GetElapsedTime(since) < _spinFor) Thread.SpinWait(10);
            jobs.PrepareToSleep();
            if (jobs.IsEmpty) jobs.SleepForData(TimeSpan.FromSeconds(1));
            jobs.StayAwake();
        }
    }
}
