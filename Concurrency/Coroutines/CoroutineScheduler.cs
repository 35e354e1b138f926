// One thread, and many bodies that take turns on it:
//
//                    _ready (first in, first out)
//                  +----+----+----+
//      Spawn ----->| c  | b  | a  |-----> its turn ----> ends
//                  +----+----+----+           |
//                    ^    ^                   | yields
//                    |    +------- Yield -----+
//                    |                        +-----> _sleepers (earliest first)      ---+ due
//                    |                        +-----> an inbox, the end of another    ---+ woken
//                    +-------------------------------------------------------------------+
//
// A round: the sleepers that are due are woken; then each that is ready now has one turn. So the order is fixed:
//   - turns are taken in the order in which coroutines became ready (by Spawn, Yield, Wake);
//   - sleepers wake in the order of their times, and those of one time in the order in which they fell asleep;
//   - who is woken during a round has its turn in a later one.
// Between two equal runs only the clock can make a difference; with a VirtualClock nothing can.
//
//   I1  A coroutine that has not ended is in _alive, and in exactly one place besides: _ready, _sleepers, the one whose turn it
//       is, or held by what it waits for.
//   I2  The thread sleeps only while nobody is ready, and not longer than until the earliest sleeper is due.
//
// Shutdown: when only background coroutines are left, when Run is cancelled, or when nobody can ever be ready again, those
// that are left are cancelled, in the order in which they were spawned; each runs its finally blocks in a turn of its own.

using System.Diagnostics;
using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Coroutines;

/// <summary>Runs coroutines on the calling thread, round robin: each until it yields.</summary>
/// <remarks>
/// <para>Nothing here is thread-safe, and nothing has to be: between two yields a coroutine is alone. The price: one that blocks
/// the thread, or computes for long, stalls all.</para>
/// <para>While it runs, only its thread may spawn, send and cancel; another one is refused. Before and after, whoever made
/// it.</para>
/// </remarks>
[DebuggerDisplay("{_ready.Count} ready, {_sleepers.Count} asleep, {_alive.Count} alive")]
public sealed class CoroutineScheduler
{
    private readonly IClock _clock;
    private readonly Parker _idle = new(); // nobody unparks it: what could, would run on the thread that sleeps
    private readonly LinkedList<Coroutine> _alive = []; // in the order of their spawning
    private readonly Queue<Coroutine> _ready = [];
    private readonly PriorityQueue<Coroutine, (TimeSpan Due, long Number)> _sleepers = new();
    private readonly List<Coroutine> _failed = [];
    private long _sleeps; // so far; numbers them
    private int _foreground; // how many of _alive are not background
    private int _thread; // runs it; 0 while none does. Written in Run, read by other threads in RequireItsThread

    /// <param name="clock">For sleeps; without one, the machine's.</param>
    public CoroutineScheduler(IClock? clock = null) => _clock = clock ?? MonotonicClock.Instance;

    /// <summary>How many coroutines have not ended.</summary>
    public int Count => _alive.Count;

    /// <summary>Adds a coroutine, behind those that are ready. It begins with its first turn.</summary>
    /// <param name="name">What debuggers and failures call it.</param>
    /// <param name="body">Usually the call of an iterator method.</param>
    /// <param name="background">True: it is cancelled when only such ones are left.</param>
    /// <exception cref="InvalidOperationException">By another thread, while the scheduler runs.</exception>
    public Coroutine Spawn(string name, IEnumerable<Step> body, bool background = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        Require(name);
        return Add(new Coroutine(this, name, background, _ => body));
    }

    /// <summary>The same for a body with a result: it is given itself, to call <see cref="Coroutine{T}.Return"/>.</summary>
    /// <exception cref="InvalidOperationException">By another thread, while the scheduler runs.</exception>
    public Coroutine<T> Spawn<T>(string name, Func<Coroutine<T>, IEnumerable<Step>> body, bool background = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        Require(name);
        return (Coroutine<T>)Add(new Coroutine<T>(this, name, background, body));
    }

    /// <summary>Runs all coroutines, and those that they spawn, to their end. Blocks that long. May be repeated, for coroutines
    /// spawned since.</summary>
    /// <param name="cancel">Looked at once a round, and while the thread sleeps: cancels all coroutines.</param>
    /// <exception cref="AggregateException">Some failed, and nobody joined them: a <see cref="CoroutineFailedException"/> each,
    /// in the order of their ends. All others have run to their end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; all coroutines have ended.</exception>
    /// <exception cref="InvalidOperationException">All that were left waited for each other, or for an item that nobody could
    /// send; the message says who waits for what, and they have been cancelled. Or: it runs already.</exception>
    /// <exception cref="ThreadInterruptedException">Interrupted while all slept. All is in its place, and Run may be called
    /// again.</exception>
    public void Run(CancellationToken cancel = default)
    {
        if (_thread != 0) throw new InvalidOperationException("The scheduler runs already; spawn into it instead.");
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        Exception? refusal = null;
        try
        {
            while (_alive.Count > 0)
            {
                if (cancel.IsCancellationRequested) refusal = new OperationCanceledException(cancel);
                if (refusal is not null || _foreground == 0) CancelAll();
                WakeThoseDue();
                if (_ready.Count == 0) Idle(ref refusal, cancel);
                for (var turns = _ready.Count; turns > 0; turns--) GiveTurn(_ready.Dequeue());
            }
        }
        finally
        {
            // Also when the sleep was interrupted: all is in its place (I1), and Run may be called again.
            Volatile.Write(ref _thread, 0);
        }
        var untold = _failed.Where(one => !one.WasToldOf).Select(one => one.AsFailure()!).ToList();
        _failed.Clear(); // here, not at the start: a Run that was interrupted has told nobody
        if (refusal is not null) throw refusal;
        if (untold.Count > 0) throw new AggregateException(untold);
    }

    /// <summary>What <paramref name="waiter"/> waited for has come, or was given up.</summary>
    internal void Wake(Coroutine waiter)
    {
        Debug.Assert(waiter.State is CoroutineState.Waiting or CoroutineState.Sleeping, "I1");
        if (waiter.State == CoroutineState.Sleeping) _sleepers.Remove(waiter, out _, out _); // cancelled; it is not due
        MakeReady(waiter);
    }

    internal void Ended(Coroutine coroutine)
    {
        _alive.Remove(coroutine.Place!);
        if (!coroutine.IsBackground) _foreground--;
        if (coroutine.State == CoroutineState.Failed) _failed.Add(coroutine);
    }

    internal void RequireItsThread(string member)
    {
        var thread = Volatile.Read(ref _thread);
        if (thread != 0 && thread != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException(
                $"{member} by another thread than the one that runs the scheduler; leave that to a coroutine of it.");
    }

    private void Require(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        RequireItsThread(nameof(Spawn));
    }

    private Coroutine Add(Coroutine coroutine)
    {
        coroutine.Place = _alive.AddLast(coroutine);
        if (!coroutine.IsBackground) _foreground++;
        MakeReady(coroutine);
        return coroutine;
    }

    private void GiveTurn(Coroutine coroutine)
    {
        if (!coroutine.TakeTurn(out var step)) return;                        // [turn]
        if (step.Awaited is not null)
        {
            // Waiting already in Enter: what it waits for may wake it from there on.
            coroutine.State = CoroutineState.Waiting;
            if (!coroutine.Enter(step.Awaited) && !coroutine.HasEnded) MakeReady(coroutine);
        }
        else if (step.Pause > TimeSpan.Zero)
        {
            coroutine.State = CoroutineState.Sleeping;
            _sleepers.Enqueue(coroutine, (_clock.Now + step.Pause, _sleeps++));
        }
        else
        {
            MakeReady(coroutine);
        }
    }

    private void MakeReady(Coroutine coroutine)
    {
        coroutine.State = CoroutineState.Ready;
        _ready.Enqueue(coroutine);
    }

    private void WakeThoseDue()
    {
        if (_sleepers.Count == 0) return; // the clock costs as much as a switch
        var now = _clock.Now;
        while (_sleepers.TryPeek(out var sleeper, out var due) && due.Due <= now)
        {
            _sleepers.Dequeue();
            MakeReady(sleeper);
        }
    }

    private void Idle(ref Exception? refusal, CancellationToken cancel)
    {
        Debug.Assert(_ready.Count == 0, "I2");
        if (_sleepers.TryPeek(out _, out var due))
        {
            var left = due.Due - _clock.Now;
            if (left > TimeSpan.Zero) _clock.Wait(_idle, left, cancel);       // [idle]
            return;
        }
        const int Named = 5;
        var others = _alive.Count > Named ? $"; and {_alive.Count - Named} more" : "";
        refusal = new InvalidOperationException("Nobody can go on: " +
            string.Join("; ", _alive.Take(Named).Select(one => $"{one.Name} waits for {one.WaitsFor}")) + others +
            ". Send what is waited for, or spawn those that wait for ever as background.");
    }

    private void CancelAll()
    {
        foreach (var coroutine in _alive) coroutine.Cancel();
    }
}
