// All threads want the same lock, again and again, until it has been taken often enough or the time is over:
//
//      outside                 inside: the lock under test guards _taken, _takers, _waits
//      note the time
//      Acquire ............... waited how long? write down who and how long
//      Release ............... _taken goes up by one, plainly
//
// Turns count from the moment in which all threads are there: whoever comes first is alone for a while, and that is not the
// lock's doing.
//
//   I1  _taken is the number of turns that the threads count for themselves, if and only if no two were ever inside together
//       and lost one: nothing but the lock under test keeps them apart.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.SpinLocks;

/// <summary>Lets threads compete for one lock and records who got it, in which order, after which wait.</summary>
/// <param name="contender">The lock under test.</param>
/// <param name="threads">How many compete, at least 1.</param>
/// <param name="rounds">The race ends when the lock has been taken <paramref name="threads"/> times as often.</param>
/// <param name="time">It also ends when this time is over.</param>
/// <param name="inside">How long the lock is held, in <see cref="Thread.SpinWait"/> units.</param>
/// <param name="outside">How long a thread does something else before it comes back, in the same units.</param>
public sealed class Race(Contender contender, int threads, int rounds, TimeSpan time, int inside, int outside)
{
    private readonly int[] _takers = new int[threads * rounds];  // guarded by the lock under test, as are the next two
    private readonly long[] _waits = new long[threads * rounds]; // Stopwatch ticks
    private int _taken;

    private readonly int[] _turns = new int[threads];            // each thread's own count; read after all have ended
    private int _arrived;                                        // by Interlocked
    private long _started;                                       // time stamp, 0 = some are missing; by the last to arrive

    /// <summary>Blocks until the race is over. Call it once.</summary>
    public RaceResult Run(CancellationToken cancel)
    {
        var group = new ThreadGroup();
        for (var number = 0; number < threads; number++)
        {
            var me = number;
            group.Start($"{contender.Name} {me + 1}", () =>
            {
                if (Interlocked.Increment(ref _arrived) == threads) Volatile.Write(ref _started, Stopwatch.GetTimestamp());
                while (!IsTimeOver && TakeTurn(me))              // [compete]
                {
                    cancel.ThrowIfCancellationRequested();
                    if (outside > 0) Thread.SpinWait(outside);
                }
            });
        }
        group.Join();
        var elapsed = Stopwatch.GetElapsedTime(_started);
        return new RaceResult(contender.Name, elapsed, _turns, _taken, _takers[.._taken], _waits[.._taken]);
    }

    private bool IsTimeOver => Volatile.Read(ref _started) is var started and not 0 && Stopwatch.GetElapsedTime(started) >= time;

    // Without a token on purpose: a TicketLock gives a waiter that may leave no place in its line. The wait is short all the
    // same, since every holder comes out by itself, and each asks for the token between its turns.
    private bool TakeTurn(int me)
    {
        var came = Stopwatch.GetTimestamp();
        contender.Acquire();                                     // [acquire]
        var waited = Stopwatch.GetTimestamp() - came;
        var turn = _taken;
        var isOver = turn == _takers.Length;
        if (inside > 0) Thread.SpinWait(inside);
        if (!isOver && Volatile.Read(ref _started) != 0)
        {
            (_takers[turn], _waits[turn]) = (me, waited);
            _taken = turn + 1;                                   // [count] the lost update of 201, if the lock is none
            _turns[me]++;
        }
        contender.Release();                                     // [release]
        return !isOver;
    }
}
