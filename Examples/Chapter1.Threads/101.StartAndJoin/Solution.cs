// Each job has a thread of its own, and each thread a slot of its own:
//
//      jobs          threads            results    failures
//     +----+                           +----+     +----+
//     | T1 | ------> T1 ... returns -> | 16 |     |    |
//     | T2 | ------> T2 ... throws  -- |    | --> | !! |     T3 may well be the first to end;
//     | T3 | ------> T3 ... returns -> |  4 |     |    |     its place stays the third
//     +----+                           +----+     +----+
//
//   I1  While the threads run, slot i belongs to thread i: it alone writes there, and nobody reads.
//   I2  A thread that has ended has filled exactly one of its two slots.
//   I3  The caller reads the slots only after it has joined every thread.
//
// So no lock is needed. Join is more than a wait: what the thread wrote is visible to whoever has joined it.

using System.Diagnostics;

namespace Workbook.Examples.Threads.StartAndJoin;

/// <summary>Runs jobs concurrently, waits for all of them, and hands back every result or every failure.</summary>
/// <remarks>Any thread may call it, several at the same time too: a call shares nothing with another one.
/// Shutdown: the caller joins all threads, so none is left when the call returns or throws.</remarks>
public static class AllAtOnce
{
    /// <summary>Runs each job on a thread of its own. Blocks until the last one has ended.</summary>
    /// <param name="jobs">What to do. None is fine: then there are no results.</param>
    /// <returns>The results in the order of the jobs, whichever ended first.</returns>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="ArgumentException">A job is null. No thread was started.</exception>
    /// <exception cref="AggregateException">All jobs have ended and some have failed: one <see cref="JobFailedException"/> each,
    /// in the order of the jobs.</exception>
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<Job<T>> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        Job<T>[] all = [.. jobs]; // a copy: the caller's list may change while we run
        if (all.Contains(null)) throw new ArgumentException("A job is null; leave out what is not to be done.", nameof(jobs));

        var results = new T[all.Length];                      // I1
        var failures = new JobFailedException?[all.Length];   // I1
        void Fill(int slot)
        {
            try { results[slot] = all[slot].Work(); } // [work]
            catch (Exception e) { failures[slot] = new JobFailedException(all[slot].Name, e); } // [catch], or the process ends
        }

        var threads = all.Select((job, slot) => new Thread(() => Fill(slot)) { Name = job.Name }).ToList();
        foreach (var thread in threads) thread.Start(); // all of them, before the first join: else they would run one by one
        foreach (var thread in threads) thread.Join();  // [join]

        var failed = failures.OfType<JobFailedException>().ToList(); // I3
        Debug.Assert(failed.TrueForAll(failure => failure.InnerException is not null), "I2");
        return failed.Count == 0 ? results : throw new AggregateException($"{failed.Count} of {all.Length} jobs failed", failed);
    }
}
