// Two locks, taken without ever waiting for one while the other is held:
//
//           +--> acquire the first -----> try the second ---- got it ----> holds both
//           |    waits, holds nothing     never waits
//           |                                  | taken
//           |                                  v
//           +--- pause, at random <---- release the first
//
//   I1  Whenever this object waits, for the first lock or in its pause, the thread holds neither.
//   I2  Acquire returns with both, or throws with neither.
//
// I1 takes away hold-and-wait, one of the four things that a deadlock needs, so there can be none, whatever the order in which
// others take the same locks. What is left is livelock: two that do the same at the same time can fail for ever. The pause is
// random, so that they stop doing the same; and its limit doubles with each failure, so that any number of them can get apart.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Deadlock.TryLocks;

/// <summary>Takes two locks together, in any order, without deadlock.</summary>
/// <remarks>Any thread may call any member. After Ethernet's binary exponential backoff: Metcalfe and
/// Boggs, CACM 1976.</remarks>
[DebuggerDisplay("{_first} and {_second}, pause up to {_longestPause.TotalMilliseconds} ms")] // takes no lock
public sealed class BothLocks
{
    private readonly ILock _first, _second;
    private readonly TimeSpan _longestPause;

    /// <param name="first">The lock that it waits for.</param>
    /// <param name="second">The lock that it only tries; another one.</param>
    /// <param name="longestPause">The limit of a pause; zero for no pauses at all.</param>
    public BothLocks(ILock first, ILock second, TimeSpan longestPause)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first == second) throw new ArgumentException("It is the same lock twice; give two.", nameof(second));
        ArgumentOutOfRangeException.ThrowIfLessThan(longestPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longestPause, TimeSpan.FromMilliseconds(int.MaxValue));
        (_first, _second, _longestPause) = (first, second, longestPause);
    }

    /// <summary>Blocks until the thread has both locks.</summary>
    /// <returns>How many attempts it took, at least 1.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while a wait or a pause was needed; the thread holds
    /// neither.</exception>
    /// <exception cref="LockRecursionException">The thread holds one of them already; that has not changed.</exception>
    public int Acquire(CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            _first.Acquire(cancel);                  // [first]
            if (TriesSecond()) return attempt;
            Pause(attempt, cancel);                  // [pause]
        }
    }

    /// <summary>Gives both back. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The thread does not hold them.</exception>
    public void Release()
    {
        _second.Release();
        _first.Release();
    }

    private bool TriesSecond()
    {
        var hasBoth = false;
        try { hasBoth = _second.TryAcquire(); }      // [try]
        finally { if (!hasBoth) _first.Release(); }  // [let go] also when the try threw: I2
        return hasBoth;
    }

    // 0 to 1, 0 to 2, 0 to 4, ... ms, and never more than the limit.
    private void Pause(int failures, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_longestPause == TimeSpan.Zero) return;
        var limit = Math.Min(_longestPause.TotalMilliseconds, 1 << Math.Min(failures - 1, 20));
        new Parker().Park(TimeSpan.FromMilliseconds(limit * Random.Shared.NextDouble()), cancel); // nobody unparks it: a pause
    }
}
