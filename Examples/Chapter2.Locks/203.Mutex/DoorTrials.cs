// What a mutex answers. A second thread, the visitor, tries the door while the first one is inside.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>Tries one thing after the other on a mutex, and tells what it really did.</summary>
/// <param name="mutex">Free at first, and free again after each trial.</param>
/// <param name="patience">How long a visitor waits at the door.</param>
/// <param name="cancel">Ends the waits.</param>
public sealed class DoorTrials(ILock mutex, TimeSpan patience, CancellationToken cancel)
{
    /// <summary>Tries while the mutex is held: at once, and for a while.</summary>
    public string TryWhileHeld()
    {
        using (mutex.Hold(cancel))
        {
            return Visit(() =>
            {
                var atOnce = mutex.TryAcquire();
                var start = Stopwatch.GetTimestamp();
                var later = mutex.TryAcquire(patience, cancel);              // [try]
                var waited = Stopwatch.GetElapsedTime(start) >= patience;
                return $"{Word(atOnce)}, {Word(later)} {(waited ? "after" : "BEFORE")} {patience.TotalMilliseconds} ms";
            });
        }
    }

    /// <summary>Tries when the mutex is free.</summary>
    public string TryWhenFree() => Visit(TryAndRelease);

    /// <summary>Is the mutex free after an exception in a <c>using</c> block?</summary>
    public string ThrowInUsing()
    {
        try
        {
            using (mutex.Hold(cancel)) throw new IOException("the printer is out of paper");
        }
        catch (IOException) { return Visit(TryAndRelease); }
    }

    /// <summary>Is it free after an exception between <c>Acquire</c> and <c>Release</c>?</summary>
    public string ThrowWithoutUsing()
    {
        mutex.Acquire(cancel);
        try
        {
            try { throw new IOException("the printer is out of paper"); }
            catch (IOException) { return Visit(TryAndRelease); } // nobody has released: the Release stood after the throw
        }
        finally { mutex.Release(); } // for the next trial
    }

    /// <summary>Releases a mutex that another thread holds.</summary>
    public string ReleaseByAnother()
    {
        using (mutex.Hold(cancel))
        {
            var answer = Visit(() => Refusal(mutex.Release));                // [refused]
            return $"{answer}, {(mutex.IsHeldByCurrentThread ? "still held" : "LOST")}";
        }
    }

    /// <summary>Acquires a mutex that the thread holds already.</summary>
    public string AcquireTwice()
    {
        using (mutex.Hold(cancel)) return Refusal(() => mutex.Acquire(cancel));
    }

    private string TryAndRelease()
    {
        if (!mutex.TryAcquire()) return "no";
        mutex.Release();
        return "yes";
    }

    private static string Word(bool taken) => taken ? "yes" : "no";

    private static string Refusal(Action misuse)
    {
        try { misuse(); }
        catch (Exception e) when (e is SynchronizationLockException or LockRecursionException) { return e.GetType().Name; }
        return "NOT REFUSED";
    }

    private static string Visit(Func<string> trial)
    {
        var answer = "";
        WorkerThread.Start("visitor", () => answer = trial()).Join(); // no token: the trial's own waits are bounded
        return answer;
    }
}
