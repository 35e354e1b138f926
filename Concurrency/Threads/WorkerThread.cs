// The life of a worker, and where its exception goes:
//
//      New ---- Start ----> Running ---- Run returns or throws ----> Ended
//                              |                                       |
//                         Join blocks                     Join returns, or throws what Run threw
//
//   I1  _failure is written before _hasEnded is set, so whoever sees the end sees the failure.
//
// Shutdown: a foreground worker keeps the process alive until Run ends; a background worker is cut off, wherever it is,
// when the last foreground thread has ended. Nobody stops a worker from outside: give its body a CancellationToken.

using System.Diagnostics;

namespace Workbook.Concurrency.Threads;

/// <summary>A named thread that carries its exception to whoever joins it, instead of ending the process.</summary>
/// <remarks>Any thread may call any member. Give it a body, or derive from it and override <see cref="Run"/>.
/// A failure that nobody has joined when the process ends is written to standard error.</remarks>
[DebuggerDisplay("{Name,nq}: {Display,nq}")] // takes no lock
public class WorkerThread
{
    private readonly Thread _thread;
    private readonly Action? _body;
    private int _started; // 0 -> 1 once, by Interlocked.Exchange in Start

    private readonly object _monitor = new(); // guards both; pulsed when _hasEnded is set
    private bool _hasEnded;
    private WorkerFailedException? _failure;

    /// <summary>A worker that will run <paramref name="body"/>.</summary>
    /// <param name="name">What debuggers and failures call it.</param>
    /// <param name="body">What the thread does.</param>
    /// <param name="background">False: the process waits for it. True: it is cut off when the process ends.</param>
    public WorkerThread(string name, Action body, bool background = false) : this(name, background)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
    }

    /// <summary>For a worker that is a class of its own; it overrides <see cref="Run"/>.</summary>
    protected WorkerThread(string name, bool background = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        IsBackground = background;
        _thread = new Thread(Main) { Name = name, IsBackground = background };
    }

    /// <summary>The name given to the constructor, which is also the thread's.</summary>
    public string Name { get; }

    /// <summary>Whether the process ends without waiting for this worker.</summary>
    public bool IsBackground { get; }

    /// <summary>What the platform says about the thread now; stale by the time it returns.</summary>
    public System.Threading.ThreadState State => _thread.ThreadState;

    /// <summary>The exception that ended the worker, if it has ended and one did.</summary>
    public WorkerFailedException? Failure { get { lock (_monitor) return _failure; } }

    /// <summary>Makes and starts a worker that runs <paramref name="body"/>.</summary>
    public static WorkerThread Start(string name, Action body, bool background = false)
    {
        var worker = new WorkerThread(name, body, background);
        worker.Start();
        return worker;
    }

    /// <summary>The same with an argument, or with several by name: <c>Start("w1", Greet, (who: "Ann", times: 3))</c>.
    /// The compiler checks them.</summary>
    public static WorkerThread Start<T>(string name, Action<T> body, T arguments, bool background = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(name, () => body(arguments), background);
    }

    /// <summary>The same with two arguments by position.</summary>
    public static WorkerThread Start<T1, T2>(string name, Action<T1, T2> body, T1 first, T2 second, bool background = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(name, () => body(first, second), background);
    }

    /// <summary>Starts the thread. Does not wait for it.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
            throw new InvalidOperationException($"{Name} was started before; a worker runs once, make a new one.");
        _thread.Start();
    }

    /// <summary>Blocks until the worker has ended. What it wrote is visible to the caller then.</summary>
    /// <exception cref="WorkerFailedException">It ended by an exception, which is the inner one; thrown to every
    /// joiner.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">Not started, or a worker joins itself.</exception>
    public void Join(CancellationToken cancel = default) => Join(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Blocks until the worker has ended, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the worker.</param>
    /// <returns>True when it has ended, false when it still ran.</returns>
    /// <exception cref="WorkerFailedException">It ended by an exception, which is the inner one; thrown to every
    /// joiner.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">Not started, or a worker joins itself.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (!HasEndedWithin(Deadline.After(timeout), cancel)) return false;
        UnjoinedFailures.Forget(this);
        return Failure is { } failure ? throw failure : true;
    }

    /// <summary>What the thread does; it runs once, there. Override it in a worker that is a class of its own.</summary>
    protected virtual void Run() => _body?.Invoke();

    /// <summary><see cref="Join(TimeSpan, CancellationToken)"/> without the worker's exception, for a group that
    /// collects them.</summary>
    internal bool HasEndedWithin(Deadline deadline, CancellationToken cancel)
    {
        if (Volatile.Read(ref _started) == 0)
            throw new InvalidOperationException($"{Name} was not started; call Start before Join.");
        if (Thread.CurrentThread == _thread) throw new InvalidOperationException($"{Name} joins itself and would wait for ever.");

        // Thread.Join takes no token, so the wait is for the flag that Main sets last.
        using var wake = cancel.UnsafeRegister(static worker => ((WorkerThread)worker!).PulseAll(), this); // outside the monitor
        lock (_monitor)
        {
            while (!_hasEnded)
            {
                cancel.ThrowIfCancellationRequested();
                if (deadline.HasPassed) return false;
                Monitor.Wait(_monitor, deadline.RemainingMilliseconds);
            }
        }
        _thread.Join(); // a few instructions more, and the thread is gone for the system too
        return true;
    }

    private void Main()
    {
        WorkerFailedException? failure = null;
        try { Run(); }
        catch (Exception e) { failure = new WorkerFailedException(Name, e); } // everything: uncaught, it would end the process

        if (failure is not null) UnjoinedFailures.Remember(this, failure);
        lock (_monitor)
        {
            (_failure, _hasEnded) = (failure, true); // I1
            Monitor.PulseAll(_monitor); // all joiners
        }
    }

    private void PulseAll() { lock (_monitor) Monitor.PulseAll(_monitor); }

    private string Display => (_started, _hasEnded, _failure) switch
    {
        (0, _, _) => "not started",
        (_, false, _) => "running",
        (_, _, null) => "ended",
        var (_, _, failure) => $"failed, {failure.InnerException!.GetType().Name}",
    };
}
