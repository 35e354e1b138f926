// The litmus test SB. In each trial x and y are 0, and two threads do at the same time:
//
//      first                 second
//      x = 1                 y = 1            both writes are Volatile
//      r1 = y                r2 = x           both reads are Volatile
//
// Whatever order the four steps are done in, one of the writes comes first, and the read of the other thread comes after it:
// r1 or r2 is 1. Yet (0,0) happens: each core keeps its write in a buffer of its own for a while, and reads past it.
//
// To save the time for clearing, trial n writes n: the other's n - 1, from the trial before, is then the old value, the '0'.
//
//   I1  When trial n begins, both words hold n - 1: both threads are through with the trial before.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Counts what two threads see of each other's last write.</summary>
/// <param name="fenced">Whether a full fence stands between write and read.</param>
/// <param name="trials">How many, at least 1.</param>
/// <param name="time">Ends it earlier.</param>
public sealed class StoreBuffering(bool fenced, int trials, TimeSpan time)
{
    private const int LooksPerTurn = 20_000; // some 20 us of waiting for the other, before the core is offered to it

    // A cache line each, with room for those that a processor fetches in pairs: what is measured is the write, not the company.
    private const int X = 32, Y = 64, FirstReady = 96, SecondReady = 128, LastTrial = 160;
    private readonly int[] _words = new int[192]; // by Volatile; each is written by one thread only

    private readonly bool[] _firstSaw = new bool[trials + 1], _secondSaw = new bool[trials + 1]; // a thread each

    /// <summary>Blocks until all trials are done or the time is over. Call it once.</summary>
    public Outcomes Run(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        Volatile.Write(ref _words[LastTrial], trials);
        var group = new ThreadGroup();
        group.Start("first", () => Try(X, Y, FirstReady, SecondReady, _firstSaw, trial =>
        {
            // The one that looks at the clock tells the other before it is ready, so both end after the same trial.
            var isOver = trial % 256 == 0 && (cancel.IsCancellationRequested || Stopwatch.GetElapsedTime(started) > time);
            if (isOver) Volatile.Write(ref _words[LastTrial], trial);
        }));
        group.Start("second", () => Try(Y, X, SecondReady, FirstReady, _secondSaw, _ => { }));
        group.Join();
        cancel.ThrowIfCancellationRequested();
        return Count();
    }

    private void Try(int mine, int theirs, int ready, int theyAreReady, bool[] saw, Action<int> beforeReady)
    {
        for (var trial = 1; trial <= Volatile.Read(ref _words[LastTrial]); trial++)
        {
            beforeReady(trial);
            Volatile.Write(ref _words[ready], trial);
            for (var looks = 1; Volatile.Read(ref _words[theyAreReady]) < trial; looks++)
                if (looks % LooksPerTurn == 0) Thread.Yield();

            Volatile.Write(ref _words[mine], trial);                    // [write]
            if (fenced) Interlocked.MemoryBarrier();                    // [fence] the write is out before the read is done
            saw[trial] = Volatile.Read(ref _words[theirs]) == trial;    // [read]
        }
    }

    private Outcomes Count()
    {
        var done = _words[LastTrial];
        int bothOld = 0, firstOld = 0, secondOld = 0, bothNew = 0;
        for (var trial = 1; trial <= done; trial++)
        {
            switch (_firstSaw[trial], _secondSaw[trial])
            {
                case (false, false): bothOld++; break;
                case (false, true): firstOld++; break;
                case (true, false): secondOld++; break;
                case (true, true): bothNew++; break;
            }
        }
        return new Outcomes(done, bothOld, firstOld, secondOld, bothNew);
    }
}
