// The same jobs, handed in and executed in four ways. A job starts a device and ends when the device is ready.
//
//                     who executes it             what that thread does until the device is ready
//      synchronous    the caller                  blocking: sleeps      non-blocking: asks, counts a line, asks again
//      asynchronous   a thread of its own;        blocking: sleeps      non-blocking: asks again and again
//                     the caller counts lines
//
//   I1  The line counter belongs to the caller in all four.
//   I2  _left is the number of jobs that have not ended; it falls when a job fails too, or the caller would count for ever.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>Runs the jobs in one of the four ways, and measures it.</summary>
/// <remarks>For one run, by one thread. Shutdown: the caller joins the threads of the jobs before it returns or throws.</remarks>
[DebuggerDisplay("{_jobs} jobs of {_deviceMs} ms, {_left} left")] // takes no lock
internal sealed class Experiment(Stage stage, int jobs, int deviceMs)
{
    private readonly int _jobs = jobs, _deviceMs = deviceMs;
    private readonly LineCounter _lines = new(); // I1
    private readonly Stopwatch _clock = new();
    private TimeSpan _lastHandedIn;
    private long _asked; // Interlocked.Add by the executing threads; read after they were joined
    private int _left;   // I2: Interlocked.Decrement by the executing threads, Volatile.Read by the caller

    /// <summary>Blocks until all jobs are done.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    /// <exception cref="AggregateException">Ctrl+C too, from the threads of the jobs.</exception>
    public Outcome Measure(Submission submission, Execution execution)
    {
        var processor = Environment.CpuUsage.TotalTime;
        _clock.Restart();
        if (submission == Submission.Synchronous) StayWithEach(execution); else HandOver(execution);
        var elapsed = _clock.Elapsed;
        processor = Environment.CpuUsage.TotalTime - processor;
        return new(submission, execution, _lastHandedIn, elapsed, _lines.Count, _asked, processor);
    }

    private void StayWithEach(Execution execution)
    {
        for (var job = 0; job < _jobs; job++)
        {
            _lastHandedIn = _clock.Elapsed;
            Execute(execution, betweenTwoQuestions: _lines.CountOne); // [stay] returns when the job is done, not earlier
        }
    }

    private void HandOver(Execution execution)
    {
        _left = _jobs;
        var group = new ThreadGroup();
        for (var job = 1; job <= _jobs; job++)
        {
            _lastHandedIn = _clock.Elapsed;
            group.Start($"job {job}", () => // [hand over] returns at once
            {
                try { Execute(execution, betweenTwoQuestions: null); }
                finally { Interlocked.Decrement(ref _left); }
            });
        }
        while (Volatile.Read(ref _left) > 0) _lines.CountOne(); // [meanwhile]
        group.Join();
    }

    private void Execute(Execution execution, Action? betweenTwoQuestions)
    {
        var device = Device.Start(_deviceMs);
        if (execution == Execution.Blocking)
        {
            device.WaitUntilReady(stage); // [sleep]
            return;
        }
        long asked = 0;
        while (!device.IsReady) // [ask]
        {
            asked++;
            stage.Cancel.ThrowIfCancellationRequested();
            betweenTwoQuestions?.Invoke();
        }
        Interlocked.Add(ref _asked, asked);
    }
}
