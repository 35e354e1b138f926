// Any thread posts, one thread dispatches, and while there is nothing to dispatch it sleeps:
//
//      keyboard --- Post ---+                        +---> handler 1 of its kind
//                           +--> _queue --- Run -----+---> handler 2 of its kind      then the next event
//      timers due ----------+      ^
//                                  +---- Post of a handler: behind all that is queued
//
// Whenever no thread holds the mutex:
//   I1  Each kind that is in _queue or in _timers is a key of _handlers.
//   I2  Run sleeps only while _queue is empty, no timer is due, and _isStopped is not set: whoever changes that signals.
//   I3  Once _isStopped is set, nothing is added to _queue.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Queues.EventDriven;

/// <summary>Define kinds of events, register handlers, queue events, dispatch, repeat.</summary>
/// <remarks>Any thread may call any member; all handlers run on the thread that runs <see cref="Run"/>.</remarks>
[DebuggerDisplay("{_queue.Count} queued, {_timers.Count} timers, stopped: {_isStopped}")] // takes no lock
public sealed class EventModule
{
    private readonly record struct Alarm(string Kind, string Data, TimeSpan Period); // period zero: once

    private readonly long _start = Stopwatch.GetTimestamp();

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _changed;
    private readonly Dictionary<string, List<Action<string>>> _handlers = [];
    private readonly Queue<(string Kind, string Data)> _queue = [];
    private readonly PriorityQueue<Alarm, TimeSpan> _timers = new();
    private bool _isStopped, _hasRun;

    /// <summary>A module without kinds.</summary>
    public EventModule() => _changed = new ConditionVariable(_mutex);

    /// <summary>Is told what a handler threw, on the thread of <see cref="Run"/>: the kind of its event, and the
    /// exception.</summary>
    public event Action<string, Exception>? Failed;

    private TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    /// <summary>Makes a kind of event known.</summary>
    /// <exception cref="ArgumentException">It is known already.</exception>
    public void Define(string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        using (_mutex.Hold()) _handlers.Add(kind, []);
    }

    /// <summary>From the next event of that kind on, calls <paramref name="handler"/>, behind those that are there
    /// already.</summary>
    /// <exception cref="ArgumentException">The kind is not defined; so also below.</exception>
    public void Register(string kind, Action<string> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        using (_mutex.Hold()) HandlersOf(kind).Add(handler);
    }

    /// <summary>Queues an event. Never blocks for long.</summary>
    /// <returns>False once the module is stopped; the event was not queued.</returns>
    public bool Post(string kind, string data)
    {
        using (_mutex.Hold())
        {
            HandlersOf(kind);
            if (_isStopped) return false;
            _queue.Enqueue((kind, data));
            _changed.Signal(); // [wake] at most one sleeps: Run
            return true;
        }
    }

    /// <summary>Queues an event once, after that time; not at all, if the module is stopped before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than zero, or more than <see cref="int.MaxValue"/> ms.</exception>
    public void After(TimeSpan delay, string kind, string data) => Add(kind, data, delay, TimeSpan.Zero);

    /// <summary>Queues an event after each <paramref name="period"/>, until the module is stopped. Times that went by unseen,
    /// while a handler took long, are skipped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or less, or more than <see cref="int.MaxValue"/> ms.</exception>
    public void Every(TimeSpan period, string kind, string data)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        Add(kind, data, period, period);
    }

    /// <summary>Dispatches events in the order in which they were queued, each to the handlers of its kind in the order of their
    /// registration, until the module is stopped and all that was queued is dispatched. Blocks that long; a handler that throws
    /// is reported, and all go on.</summary>
    /// <exception cref="InvalidOperationException">It runs, or has run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two events, or while it slept.</exception>
    public void Run(CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            if (_hasRun) throw new InvalidOperationException("Run a second time; post to it, or make a new module.");
            _hasRun = true;
        }
        while (TakeNext(out var next, out var handlers, cancel))
        {
            foreach (var handler in handlers)
            {
                try { handler(next.Data); }                             // [dispatch] without the mutex: it may post
                catch (Exception e) { Failed?.Invoke(next.Kind, e); }   // everything: the next event shall come
            }
        }
    }

    /// <summary>Refuses further events, and lets Run end with what is queued; timers are forgotten.</summary>
    public void Stop()
    {
        using (_mutex.Hold())
        {
            _isStopped = true;
            _timers.Clear();
            _changed.Signal();
        }
    }

    // False: stopped, and nothing is left.
    private bool TakeNext(out (string Kind, string Data) next, out Action<string>[] handlers, CancellationToken cancel)
    {
        using (_mutex.Hold())
        {
            QueueWhatIsDue();
            while (_queue.Count == 0 && !_isStopped)
            {
                var left = _timers.TryPeek(out _, out var due) ? AtLeastZero(due - Now) : Timeout.InfiniteTimeSpan;
                _changed.Wait(left, cancel);                            // [sleep] no event, no work
                QueueWhatIsDue();
            }
            (next, handlers) = (default, []);
            if (_queue.Count == 0) return false;
            cancel.ThrowIfCancellationRequested();
            next = _queue.Dequeue();
            handlers = [.. _handlers[next.Kind]]; // as they are now
            return true;
        }
    }

    private void QueueWhatIsDue()
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread);
        var now = Now;
        while (_timers.TryPeek(out var alarm, out var due) && due <= now)
        {
            _timers.Dequeue();
            _queue.Enqueue((alarm.Kind, alarm.Data));
            if (alarm.Period == TimeSpan.Zero) continue;
            var missed = (now - due).Ticks / alarm.Period.Ticks;
            var next = due + (missed + 1) * alarm.Period;               // [skip] one event, not a burst
            _timers.Enqueue(alarm, next);
        }
    }

    private void Add(string kind, string data, TimeSpan delay, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromMilliseconds(int.MaxValue));
        using (_mutex.Hold())
        {
            HandlersOf(kind);
            if (_isStopped) return;
            var due = Now + delay;
            _timers.Enqueue(new Alarm(kind, data, period), due);
            _changed.Signal(); // it may sleep until a later one
        }
    }

    private List<Action<string>> HandlersOf(string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        return _handlers.TryGetValue(kind, out var handlers) ? handlers
            : throw new ArgumentException($"There is no kind {kind}; define it first.", nameof(kind));
    }

    private static TimeSpan AtLeastZero(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
