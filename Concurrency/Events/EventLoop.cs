// Any thread posts; one thread, that of Run, calls the handlers:
//
//      any thread                       the loop's thread, one round
//
//      Post --> _queue            ===>  [swap]     what was posted becomes the batch, under one lock
//      After, Every --> _timers   --->  [timers]   each timer that is due fires once, the earliest first
//                                       [batch]    each event of the batch, in the order of the posts: its handlers, in the
//           ^                                      order of their registration
//           +---- posts of handlers     [idle]     nothing posted: sleeps until a post, or until the earliest timer
//
// So a timer that is due goes before every event that was posted in the same round, and is late by one batch at most; timers
// cannot starve events, since each fires once a round, nor events timers.
//
//   I1  No wake-up is lost: who adds something while _isIdle, unparks. The loop sets _isIdle in the same section in which it
//       found nothing to do.
//   I2  Once _phase is no longer Open, nothing is added to _queue; it never goes back.
//
// Shutdown: Stop marks the end and wakes the loop; Run empties the queue as it was told to, forgets timers, and returns.
// Whoever stops it from another thread joins the loop's thread before it lets go of what handlers use.

using System.Diagnostics;
using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Events;

/// <summary>Calls handlers for events, one after another on one thread: so handlers need no locks among themselves, and one that
/// blocks holds up all.</summary>
/// <remarks>
/// <para>Any thread may call any member. What a thread wrote before it posted an event is seen by the handlers.</para>
/// <para>A handler that throws is reported to <see cref="HandlerFailed"/>; the other handlers, and the loop, go on.</para>
/// <para>Schmidt, Reactor, in Pattern Languages of Program Design, 1995. Libuv's loop, under Node.js, also runs the timers that
/// are due before it looks for events (libuv, Design overview).</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class EventLoop
{
    private enum Phase { Open, Draining, Dropping } // only ever forward

    private readonly IClock _clock;
    private readonly Parker _wake = new(); // the loop's thread parks here
    private int _isStarted; // 0 -> 1 once, by Interlocked.Exchange in Run

    private readonly ParkingMutex _mutex = new(); // guards, besides the lists in EventType<T>:
    private readonly EventQueue _queue = new(); // what is posted; the batch is the loop's thread's own
    private readonly TimerHeap _timers = new();
    private bool _isIdle;
    private volatile Phase _phase; // written under the mutex (Stop, End); the loop's thread also looks between two events

    private readonly List<LoopTimer> _due = []; // touched by the loop's thread only

    /// <param name="clock">For timers; without one, the machine's.</param>
    public EventLoop(IClock? clock = null) => _clock = clock ?? MonotonicClock.Instance;

    /// <summary>Is told of each exception of a handler or a timer, on the loop's thread. While nobody listens, it is written to
    /// standard error. What this itself throws ends the loop, and leaves <see cref="Run"/>.</summary>
    public event Action<HandlerFailedException>? HandlerFailed;

    /// <summary>Makes a kind of event that this loop dispatches.</summary>
    /// <param name="name">For debuggers and messages.</param>
    public EventType<T> Define<T>(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new EventType<T>(this, name);
    }

    /// <summary>From the next event of this kind on, calls <paramref name="handler"/>, behind those that are registered
    /// already; also from within a handler: the event under dispatch does not reach it.</summary>
    /// <returns>Dispose of it to end that. On the loop's thread it takes effect at once, also for the event under dispatch; on
    /// another one the handler may still be running when Dispose returns.</returns>
    /// <exception cref="ArgumentException">The type belongs to another loop.</exception>
    public IDisposable Register<T>(EventType<T> type, Action<T> handler)
    {
        Require(type);
        ArgumentNullException.ThrowIfNull(handler);
        var registered = new Handler<T>(type, handler);
        using (_mutex.Hold()) type.Add(registered);
        return registered;
    }

    /// <summary>Queues an event; the loop will call its handlers. Never blocks for long. Allocates only while the queue grows, or
    /// when it has to wait for another thread.</summary>
    /// <returns>False when the loop has been stopped; the event was not queued.</returns>
    /// <exception cref="ArgumentException">The type belongs to another loop.</exception>
    public bool Post<T>(EventType<T> type, T data)
    {
        Require(type);
        bool wasIdle;
        using (_mutex.Hold())
        {
            if (_phase != Phase.Open) return false; // I2
            _queue.Add(type, data);
            wasIdle = EndIdleness();
        }
        if (wasIdle) _wake.Unpark();
        return true;
    }

    /// <summary>Calls <paramref name="action"/> once, after <paramref name="delay"/>.</summary>
    /// <param name="delay">Zero (in the next round) to <see cref="int.MaxValue"/> ms.</param>
    /// <param name="action">Runs on the loop's thread; never, when the loop is stopped before.</param>
    /// <returns>Dispose of it to take that back; on the loop's thread it is certain not to be called after that.</returns>
    public IDisposable After(TimeSpan delay, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return Add(delay, TimeSpan.Zero, action);
    }

    /// <summary>Calls <paramref name="action"/> again and again, first after one <paramref name="period"/>.</summary>
    /// <remarks>The beat is kept: the times are multiples of the period, whatever a handler takes. A time that has passed before
    /// the loop comes to it is late; those that passed besides are skipped, so that a late timer does not burst.</remarks>
    /// <param name="period">1 tick to <see cref="int.MaxValue"/> ms.</param>
    /// <param name="action">As above.</param>
    /// <returns>As above.</returns>
    public IDisposable Every(TimeSpan period, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        return Add(period, period, action);
    }

    /// <summary>Dispatches on the calling thread until the loop is stopped. Blocks that long.</summary>
    /// <remarks>However it ends, the loop is stopped then, and what is still queued is dropped.</remarks>
    /// <exception cref="InvalidOperationException">It runs, or has run: a loop runs once.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it was stopped and, if it was to be, drained.</exception>
    /// <exception cref="ThreadInterruptedException">Interrupted while it waited for something to do.</exception>
    public void Run(CancellationToken cancel = default)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 1)
            throw new InvalidOperationException("The loop runs, or has run, and runs only once; post to it, or make a new one.");
        try
        {
            while (NextBatch(cancel))
            {
                FireTimers();
                foreach (var type in _queue.Batch)
                {
                    if (_phase == Phase.Dropping) break;
                    cancel.ThrowIfCancellationRequested();
                    type.DispatchNext();                                // [dispatch]
                }
                _queue.EndBatch();
            }
        }
        finally { End(); }
    }

    /// <summary>Refuses further events, and makes <see cref="Run"/> return. Does not wait for that. Timers do not fire any
    /// more. May be repeated: Drop cuts a Drain short, a Drain after a Drop changes nothing.</summary>
    /// <remarks>Before Run: Run will dispatch what was posted, or drop it, and return.</remarks>
    public void Stop(StopMode mode = StopMode.Drain)
    {
        var phase = mode switch
        {
            StopMode.Drain => Phase.Draining,
            StopMode.Drop => Phase.Dropping,
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        using (_mutex.Hold())
        {
            if (phase > _phase) _phase = phase;
            EndIdleness();
        }
        _wake.Unpark();
    }

    internal void Remove<T>(EventType<T> type, Handler<T> handler) { using (_mutex.Hold()) type.Remove(handler); }

    internal void Remove(LoopTimer timer) { using (_mutex.Hold()) _timers.Remove(timer); }

    internal void Report(string origin, Exception failure)
    {
        var report = new HandlerFailedException(origin, failure);
        if (HandlerFailed is { } listener) listener(report);
        else Console.Error.WriteLine(report);
    }

    private LoopTimer Add(TimeSpan delay, TimeSpan period, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromMilliseconds(int.MaxValue));
        ArgumentNullException.ThrowIfNull(action);
        var timer = new LoopTimer(this, action, _clock.Now + delay, period);
        bool wasIdle;
        using (_mutex.Hold())
        {
            if (_phase == Phase.Open) _timers.Add(timer);
            wasIdle = EndIdleness();
        }
        if (wasIdle) _wake.Unpark(); // it sleeps until the timer that was the earliest
        return timer;
    }

    // Takes what is to be done in a round; waits for it. False: stopped, and drained if it was to be.
    private bool NextBatch(CancellationToken cancel)
    {
        while (true)
        {
            var untilNext = Timeout.InfiniteTimeSpan;
            using (_mutex.Hold())
            {
                _isIdle = false;
                if (_phase == Phase.Dropping || (_phase == Phase.Draining && _queue.Posted == 0)) return false;
                cancel.ThrowIfCancellationRequested();
                if (_phase == Phase.Open && _timers.Count > 0)
                {
                    var now = _clock.Now;
                    _timers.TakeDue(now, _due);
                    untilNext = _timers.Next - now ?? Timeout.InfiniteTimeSpan;
                }
                _queue.Swap();
                if (_queue.Batch.Count + _due.Count > 0) return true;
                _isIdle = true; // I1
            }
            _clock.Wait(_wake, untilNext, cancel);                      // [idle]
        }
    }

    private void FireTimers()
    {
        foreach (var timer in _due)
        {
            if (_phase != Phase.Open || !timer.IsRegistered) continue;
            try { timer.Action(); }                                     // [timer]
            catch (Exception e) { Report("timer", e); } // everything, as for handlers
        }
        _due.Clear();
    }

    private void End()
    {
        _queue.EndBatch();
        AcquireUninterrupted(); // or posts to a loop that is gone would be accepted for ever
        _phase = Phase.Dropping;
        _queue.DropPosted();
        _timers.Clear();
        _mutex.Release();
    }

    private void AcquireUninterrupted()
    {
        var interrupted = false;
        while (!_mutex.IsHeldByCurrentThread)
        {
            try { _mutex.Acquire(); }
            catch (ThreadInterruptedException) { interrupted = true; }
        }
        if (interrupted) Thread.CurrentThread.Interrupt(); // for the next wait
    }

    // The first one to add something wakes the loop; the others need not.
    private bool EndIdleness()
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I1");
        var wasIdle = _isIdle;
        _isIdle = false;
        return wasIdle;
    }

    private void Require(EventType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Loop != this)
            throw new ArgumentException($"{type.Name} belongs to another loop; define it with this one.", nameof(type));
    }

    private string Display => $"{_queue.Posted} posted, {_timers.Count} timers, " +
        (_phase != Phase.Open ? "stopped" : _isIdle ? "idle" : _isStarted == 1 ? "running" : "not started");
}
