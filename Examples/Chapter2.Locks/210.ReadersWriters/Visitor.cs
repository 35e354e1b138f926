// The life of a visitor, seen by the relay:
//
//      started ----> asks ----> sleeps in Enter ----> inside ----> gone
//                      |                                ^
//                      +------- free for it ------------+
//
// It has come once it is inside or asleep. That is a state which lasts, so that the relay may look at it at leisure; "has
// asked" would not do, since the visitor may be held up between saying so and standing in the lock's queue.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>Comes to the gate once, as a reader or as a writer, stays for a while and goes.</summary>
/// <param name="name">Its thread's name: r1, r2, ... for readers, w1, ... for writers.</param>
/// <param name="number">Which one it is to come in its round, from 1.</param>
/// <param name="writes">Whether it is a writer.</param>
/// <param name="gate">What it goes through.</param>
/// <param name="log">Where its visit is written down.</param>
/// <param name="stay">What it does inside; blocks for as long as it stays.</param>
public sealed class Visitor(string name, int number, bool writes, IReadersWriterGate gate, RoundLog log, Action stay)
    : WorkerThread(name)
{
    private volatile bool _asks;     // true just before Enter, false just after it; pairs with HasCome
    private volatile bool _isInside; // true once it is inside and written down; pairs with HasCome

    /// <summary>Which one it is to come in its round, from 1.</summary>
    public int Number => number;

    /// <summary>Whether it is a writer.</summary>
    public bool Writes => writes;

    /// <summary>How long it was kept out; for whoever has joined it.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Whether it is inside, or sleeps until it may come in.</summary>
    /// <remarks>It asks before the look at its state and still after it: so it slept in Enter, and not over the log.</remarks>
    public bool HasCome => _isInside || (_asks && State.HasFlag(System.Threading.ThreadState.WaitSleepJoin) && _asks);

    /// <inheritdoc/>
    protected override void Run()
    {
        var asked = Stopwatch.GetTimestamp();
        _asks = true;
        if (writes) gate.EnterWrite(); // [enter]
        else gate.EnterRead();
        _asks = false;
        Waited = Stopwatch.GetElapsedTime(asked);
        log.Enters(this);
        _isInside = true;              // only now: the next one is called up, and must come after it in the log
        try { stay(); }                // [inside]
        finally
        {
            log.Leaves(this);
            if (writes) gate.LeaveWrite(); // also when interrupted: those behind must get in to notice that they should go home
            else gate.LeaveRead();
        }
    }
}
