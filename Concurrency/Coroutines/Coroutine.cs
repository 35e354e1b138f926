// A body that runs in pieces, from one `yield return` to the next:
//
//      Spawn                 its turn                 its body ends
//       ---> Ready  -----------------------> Running --------------> Ended
//              ^ ^                            | | |     throws
//              | +------------- Yield --------+ | +----------------> Failed
//              |                                |
//              +-- woken -- Waiting, Sleeping <-+
//              |                 |
//              +---- Cancel -----+    its turn: the body is disposed of, so its finally blocks run ----> Cancelled
//
//   I1  Only the thread that runs the scheduler touches it while that runs; so there is no lock.
//   I2  _awaited is set from the yield that waits until the turn after it: while Waiting, and while Ready after it.
//   I3  Failure is set, once, exactly when the state becomes Failed or Cancelled.

using System.Diagnostics;

namespace Workbook.Concurrency.Coroutines;

/// <summary>A cooperative task: it runs until it yields, and nobody takes the turn from it before.</summary>
/// <remarks>Made by <see cref="CoroutineScheduler.Spawn(string, IEnumerable{Step}, bool)"/>. Not thread-safe, as the scheduler
/// is not. Conway, Design of a Separable Transition-Diagram Compiler, CACM 1963; Knuth, vol. 1, 1.4.2.</remarks>
[DebuggerDisplay("{Display,nq}")]
public class Coroutine
{
    private readonly IEnumerator<Step> _body;
    private readonly List<EndOf> _watchers = []; // in the order in which they came
    private IAwaited? _awaited;
    private bool _isToEnd; // Cancel was called

    internal Coroutine(
        CoroutineScheduler scheduler, string name, bool isBackground, Func<Coroutine, IEnumerable<Step>> body)
    {
        (Scheduler, Name, IsBackground) = (scheduler, name, isBackground);
        _body = body(this).GetEnumerator(); // of an iterator, nothing runs yet
    }

    /// <summary>The name that was given to Spawn.</summary>
    public string Name { get; }

    /// <summary>Whether the scheduler ends it when all others have ended.</summary>
    public bool IsBackground { get; }

    /// <summary>Where it is in its life.</summary>
    public CoroutineState State { get; internal set; }

    /// <summary>Whether it is over, well or not.</summary>
    public bool HasEnded => State >= CoroutineState.Ended;

    /// <summary>What ended it; after a cancellation an <see cref="OperationCanceledException"/>. Null while it runs, and when it
    /// ended well.</summary>
    public Exception? Failure { get; private set; }

    internal CoroutineScheduler Scheduler { get; }

    /// <summary>Its place among those that have not ended.</summary>
    internal LinkedListNode<Coroutine>? Place { get; set; }

    /// <summary>Whether somebody has joined it since it ended, and so knows how.</summary>
    internal bool WasToldOf { get; set; }

    /// <summary>What it waits for, in words.</summary>
    internal string WaitsFor => _awaited?.What ?? "its turn";

    private protected virtual string Display => $"{Name}: {State}";

    /// <summary>A step that waits until it has ended. If it did not end well, the coroutine that waits ends there with a
    /// <see cref="CoroutineFailedException"/>, its finally blocks run.</summary>
    /// <remarks>There is nothing to catch it with: C# allows no <c>yield return</c> in a try block that has a catch. To look at
    /// the failure and go on, use <see cref="AwaitEnd"/>.</remarks>
    public Step Join() => new(new EndOf([this], Verdict.Failure));

    /// <summary>A step that waits until it has ended, well or not: <see cref="Failure"/> tells.</summary>
    public Step AwaitEnd() => new(new EndOf([this], Verdict.None));

    /// <summary>Ends it: at its next turn, in place of going on, its finally blocks run. It stops waiting now.</summary>
    /// <remarks>One that cancels itself ends at its next yield. One that has not begun ends without having run.</remarks>
    /// <returns>False when it had ended, or was cancelled, before.</returns>
    /// <exception cref="InvalidOperationException">By another thread, while the scheduler runs.</exception>
    public bool Cancel()
    {
        Scheduler.RequireItsThread(nameof(Cancel));
        if (HasEnded || _isToEnd) return false;
        _isToEnd = true;
        _awaited?.Leave(this);
        _awaited = null;
        if (State is CoroutineState.Waiting or CoroutineState.Sleeping) Scheduler.Wake(this);
        return true;
    }

    /// <summary>Its turn: runs the body to its next yield, or to its end.</summary>
    /// <returns>True with what it yielded; false when it has ended.</returns>
    internal bool TakeTurn(out Step step)
    {
        State = CoroutineState.Running;
        step = default;
        try
        {
            if (_awaited is not null) // I2
            {
                var awaited = _awaited;
                _awaited = null;
                if (awaited.Resume() is { } failure) { EndBy(failure); return false; }
            }
            if (!_isToEnd)
            {
                if (!_body.MoveNext()) { EndBy(null); return false; }
                step = _body.Current;
                if (!_isToEnd) return true;
            }
            EndBy(new OperationCanceledException($"{Name} was cancelled."));
        }
        catch (Exception e) // everything: nobody above would know whose it is
        {
            EndBy(e);
        }
        return false;
    }

    /// <summary>After a turn: begins to wait.</summary>
    /// <returns>True: has to wait. False: is ready again, or has ended because it must not wait for that.</returns>
    internal bool Enter(IAwaited awaited)
    {
        try
        {
            var hasToWait = awaited.Enter(this);
            _awaited = awaited;
            return hasToWait;
        }
        catch (InvalidOperationException e)
        {
            State = CoroutineState.Running; // its finally blocks run as a part of its turn
            EndBy(e);
            return false;
        }
    }

    internal void Watch(EndOf watcher) => _watchers.Add(watcher);

    internal void Unwatch(EndOf watcher) => _watchers.RemoveAll(one => one == watcher);

    internal CoroutineFailedException? AsFailure() => Failure is null ? null : new CoroutineFailedException(Name, Failure);

    private void EndBy(Exception? failure)
    {
        Debug.Assert(!HasEnded && _awaited is null, "I3");
        try { _body.Dispose(); } // the finally blocks around the last yield
        catch (Exception e) { failure = e; } // as everywhere, the exception of a finally block takes the other's place
        Failure = failure;
        State = failure is null ? CoroutineState.Ended
            : _isToEnd && failure is OperationCanceledException ? CoroutineState.Cancelled
            : CoroutineState.Failed;
        Scheduler.Ended(this);
        foreach (var watcher in _watchers) watcher.OneEnded();
        _watchers.Clear();
    }
}
