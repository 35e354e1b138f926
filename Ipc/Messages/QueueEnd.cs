// One end of a queue between processes: the producers', or the consumers'. The two are mirror images:
//
//      producers                                             consumers
//      mutex: one at a time                                  mutex: one at a time
//      mark: how far they have written   -- published -->    seen: the producers' mark when last looked at
//      seen: the consumers' mark ...     <-- published --    mark: how far they have read
//      turn: producers sleep here                            turn: consumers sleep here
//
// As long as the ring is neither full nor empty as far as `seen` tells, the ends do not touch each other's lines.
//
//   I1  mark and seen are written by whoever holds the mutex, mark by one store, the last of all. seen is never beyond the other's mark.
//   I2  Nobody sleeps while holding the mutex. So one that is killed asleep is missed by nobody.
//   I3  A sleeper has set the lowest bit of turn in the value on which it sleeps.
//
// Waiting is Dekker's way. Each side writes first and looks second, with a full fence between, so that one of the two sees the other:
//
//      here, before it sleeps                         there, after it has passed
//      [announce]  turn: lowest bit = 1               [publish]  mark
//                  (interlocked: a fence)                        (the release of the mutex: a fence)
//      [look]      the other's mark: as before        [wake]     turn: lowest bit? turn + 2, bit = 0, wake all
//      Sleep(turn as announced)
//
// turn counts the wake-ups, so that one that falls between [look] and Sleep makes Sleep return. All are woken, not one: who was woken
// may be killed before it looks. A process that is killed between [publish] and [wake] costs the sleepers a slice (WaitWord, I2).

using System.Diagnostics;
using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Messages;

/// <summary>The mutex, the place and the sleepers of one end of a <see cref="ByteQueue"/>, in a region that belongs to the queue.</summary>
[DebuggerDisplay("{Published}, {Waiting} waiting")] // takes no lock
internal sealed unsafe class QueueEnd
{
    private const int LooksBeforeSleep = 20; // a microsecond each on an idle machine: see RingEnd.Yield, and why it yields

    // A mutex is held for a moment, or by somebody with a claim, or by the dead, which is found out in 20 ms. So who did not want to
    // wait for its turn waits that long for the mutex, and only then says that it was not possible.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    private readonly SharedMutex _mutex; // guards:
    private readonly ulong* _mark, _seen;

    private readonly uint* _turn;
    private readonly WaitWord _sleepers; // on _turn
    private int _waiting; // threads of this process that sleep here; by Interlocked, for the debugger

    public QueueEnd(byte* mutex, ulong* mark, ulong* seen, byte* turn, string name)
    {
        (_mark, _seen, _turn) = (mark, seen, (uint*)turn);
        _mutex = new SharedMutex(mutex, $"{name}-mutex");
        _sleepers = new WaitWord(turn, $"{name}-turn");
    }

    /// <summary>How far this end has come; for the one who holds the mutex.</summary>
    public RingMark Mark => new(*_mark);

    /// <summary>How far this end has come, for everybody; pairs with the write in <see cref="Publish"/>.</summary>
    public RingMark Published => new(Volatile.Read(ref *_mark));

    /// <summary>The other end's mark as it was when last looked at. The mutex is held.</summary>
    public RingMark Seen => new(*_seen);

    /// <summary>Threads of this process that sleep here; stale by the time it returns.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether anybody may be asleep here, in any process.</summary>
    public bool HasSleepers => (Volatile.Read(ref *_turn) & 1) != 0;

    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <summary>Takes the mutex. An owner who died left nothing to repair: I1.</summary>
    /// <returns>False when another was inside for the whole time.</returns>
    public bool Acquire(Deadline deadline, CancellationToken cancel) =>
        _mutex.TryAcquire(_patience).IsHeld || _mutex.TryAcquire(deadline, cancel).IsHeld;

    public void Release() => _mutex.Release();

    /// <summary>Looks at the other end. The mutex is held.</summary>
    public RingMark LookAt(QueueEnd other) => new(*_seen = other.Published.Word);

    /// <summary>Moves on: what lies before the new mark is the other end's. The mutex is held.</summary>
    public void Publish(RingMark mark)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I1");
        Volatile.Write(ref *_mark, mark.Word); // [publish] pairs with the read in Published
    }

    /// <summary>Waits until the other end is no longer where it was <paramref name="seen"/>, or is closed. The mutex is not held.</summary>
    public Outcome AwaitMove(QueueEnd other, RingMark seen, int* closed, Deadline deadline, CancellationToken cancel)
    {
        bool HasMoved() => other.Published != seen || Volatile.Read(ref *closed) != 0;

        for (var look = 0; look < LooksBeforeSleep; look++)
        {
            if (HasMoved()) return Outcome.Done;
            if (cancel.IsCancellationRequested) return Outcome.Cancelled;
            if (deadline.HasPassed) return Outcome.TimeOver;
            Thread.Yield();
        }
        using var wake = _sleepers.WakeOn(cancel);
        Interlocked.Increment(ref _waiting);
        try
        {
            while (true)
            {
                var announced = Interlocked.Or(ref *_turn, 1) | 1; // [announce]
                if (HasMoved()) return Outcome.Done;               // [look]
                if (cancel.IsCancellationRequested) return Outcome.Cancelled;
                if (deadline.HasPassed) return Outcome.TimeOver;
                _sleepers.Sleep(announced, deadline);
            }
        }
        finally { Interlocked.Decrement(ref _waiting); }
    }

    /// <summary>Has all who sleep here look again. The caller has published, and released its mutex since.</summary>
    public void WakeAll()
    {
        var turn = Volatile.Read(ref *_turn);
        while ((turn & 1) != 0) // [wake]
        {
            var before = Interlocked.CompareExchange(ref *_turn, (turn + 2) & ~1u, turn);
            if (before == turn)
            {
                _sleepers.Wake(WaitWord.All);
                return;
            }
            turn = before;
        }
    }
}
