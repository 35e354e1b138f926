// A coroutine waits for others to end:
//
//      a  ------ends: _left 2
//      b  -----------------ends: _left 1                   the waiter is told once, by the last to end
//      c  -------------------------ends: _left 0 --> Wake
//
//   I1  _left is how many of them have not ended since Enter; each of these knows this watcher, once per mention.

using System.Diagnostics;

namespace Workbook.Concurrency.Coroutines;

/// <summary>The end of one coroutine or of several, for the one that waits for it.</summary>
[DebuggerDisplay("{What,nq}, {_left} left")]
internal sealed class EndOf(IReadOnlyList<Coroutine> coroutines, Verdict verdict) : IAwaited
{
    private Coroutine? _waiter;
    private int _left;

    public string What => $"the end of {string.Join(", ", coroutines.Where(one => !one.HasEnded).Select(one => one.Name))}";

    public bool Enter(Coroutine waiter)
    {
        if (_waiter is not null)
            throw new InvalidOperationException($"{_waiter.Name} waits with this step already; make one for each coroutine.");
        if (coroutines.Contains(waiter))
            throw new InvalidOperationException($"{waiter.Name} joins itself and would wait for ever.");
        if (coroutines.FirstOrDefault(one => one.Scheduler != waiter.Scheduler) is { } stranger)
            throw new InvalidOperationException(
                $"{waiter.Name} joins {stranger.Name}, which belongs to another scheduler; spawn both with the same one.");
        _waiter = waiter;
        foreach (var one in coroutines)
        {
            if (one.HasEnded) continue;
            one.Watch(this);
            _left++;
        }
        return _left > 0;
    }

    public void OneEnded()
    {
        Debug.Assert(_left > 0 && _waiter is not null, "I1");
        if (--_left == 0) _waiter.Scheduler.Wake(_waiter);
    }

    public Exception? Resume()
    {
        Debug.Assert(_left == 0, "I1");
        _waiter = null;
        foreach (var one in coroutines) one.WasToldOf = true;
        if (verdict == Verdict.None) return null;
        var failures = coroutines.Select(one => one.AsFailure()).OfType<CoroutineFailedException>().ToList();
        return failures.Count == 0 ? null : verdict == Verdict.Failure ? failures[0] : new AggregateException(failures);
    }

    public void Leave(Coroutine waiter)
    {
        foreach (var one in coroutines) one.Unwatch(this);
        (_waiter, _left) = (null, 0);
    }
}
