// One end of a ring buffer: the producers', or the consumers'. The two are mirror images, for a producer takes empty slots and
// leaves full ones, a consumer takes full slots and leaves empty ones:
//
//        producers                                           consumers
//      _passed: items put so far        ------------>      may pass while _passed < the other's _passed
//      may pass while _passed <         <------------      _passed: items taken so far
//        the other's _passed + capacity
//
// So an end has a _limit, up to which it may pass without a look at the other end; a look moves the limit on. As long as the
// ring is neither full nor empty the two ends share nothing but the slots, and neither waits for the other's lock.
//
//   I1  _passed never goes down, and _passed <= _limit <= the other's _passed + the head start of this end.
//   I2  Whoever holds _lock and finds _passed < _limit owns the slot _slot, until Pass gives it to the other end.
//   I3  While a thread sleeps in _turnCame, _sleepers is true.
//   I4  Nobody sleeps through a slot: while threads sleep, at least as many as there are slots for them were woken and are on
//       their way to look, or are about to be woken by those who passed at the other end.
//
// I4 is the delicate one, since who passes at the other end does not hold the lock of this one. Each side writes first and
// looks second, with a full fence between, so at least one of the two sees the other (Dekker's way). Sleeping is rare and slow
// anyway, so the sleeper pays for both fences: its barrier makes every running thread of the process execute one.
//
//      here, before it sleeps                           there, after it passed
//      [announce]  _sleepers = true                     [publish]  _passed + 1
//                  barrier in all threads                          (that barrier, if it falls here)
//      [look]      the other's _passed: nothing         [wake]     _sleepers? then under this lock: Signal
//
// The Signal falls under the lock of the sleeper, and so not between its [look] and its sleep.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Queues;

/// <summary>The lock, the sleepers and the count of one end of a <see cref="BoundedBlockingQueue{T}"/>.</summary>
/// <remarks>No thread holds the locks of both ends at once.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 192)] // three cache lines: what one end writes often, the other does not read often
[DebuggerDisplay("Passed = {_passed}, Closed = {_closed}, {Waiting} waiting")] // takes no lock
internal sealed class RingEnd
{
    private const int LooksBeforeSleep = 50; // a microsecond each on an idle machine: together about as long as a wake-up takes

    // Held for some instructions, never while asleep: a spin lock, which no interrupt can keep from being taken. It guards:
    [FieldOffset(64)] private readonly TestAndTestAndSetLock _lock = new();
    [FieldOffset(72)] private readonly ConditionVariable _turnCame;
    [FieldOffset(80)] private long _passed; // written under the lock, read by the other end without: Volatile pairs with Volatile
    [FieldOffset(88)] private long _limit; // read without the lock by Yield, as a hint
    [FieldOffset(96)] private int _slot;
    [FieldOffset(100)] private bool _closed; // false -> true once, read without the lock by IsClosed: Volatile, too
    [FieldOffset(128)] private bool _sleepers; // read by the other end without the lock, after each pass: see I4

    [FieldOffset(104)] private readonly int _slots;
    [FieldOffset(108)] private readonly int _headStart;

    /// <param name="slots">How many the ring has.</param>
    /// <param name="headStart">How many may pass before anybody did at the other end.</param>
    public RingEnd(int slots, int headStart)
    {
        (_slots, _headStart, _limit) = (slots, headStart, headStart);
        _turnCame = new ConditionVariable(_lock);
    }

    /// <summary>How many have passed; stale by the time it returns.</summary>
    public long Passed => Volatile.Read(ref _passed);

    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>How many sleep; stale by the time it returns.</summary>
    public int Waiting => _turnCame.Waiting;

    /// <summary>The slot of whoever is the next to pass. The lock is held.</summary>
    public int Slot => _slot;

    public void Acquire() => _lock.Acquire();

    public void Release() => _lock.Release();

    /// <summary>Gives the slot to the other end. The lock is held, and <see cref="Await"/> has said that there is one.</summary>
    public void Pass()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread && _passed < _limit, "I2");
        _slot = _slot + 1 == _slots ? 0 : _slot + 1;
        Volatile.Write(ref _passed, _passed + 1); // [publish] the slot is filled or emptied; pairs with the read in MayPass
    }

    /// <summary>Sleeps until there is a slot for this end. The lock is held, before and after.</summary>
    /// <returns>Closed only if there is no slot, nor will be.</returns>
    public Outcome Await(RingEnd other, Deadline deadline, CancellationToken cancel)
    {
        while (!MayPass(other)) // [look]
        {
            if (_closed) return Outcome.Closed;
            if (cancel.IsCancellationRequested) return Outcome.Cancelled;
            if (deadline.HasPassed) return Outcome.TimeOver;
            if (_sleepers) _turnCame.Wait(deadline, cancel); // announced before the last look: now it may sleep
            else Announce();
        }
        return Outcome.Done;
    }

    /// <summary>Lets other threads run until there is a slot, without the lock, but not for long: to sleep and to be woken costs
    /// more.</summary>
    /// <remarks>It yields, and does not spin. Where all cores are busy, those whom we wait for get ours; where they are not, it is
    /// back in a microsecond, in which the other end passes some dozens of times. Looking more often than that would make the two
    /// ends take turns slot by slot, and each turn costs the passage of a cache line from core to core.</remarks>
    public void Yield(RingEnd other, Deadline deadline, CancellationToken cancel)
    {
        if (Volatile.Read(ref _passed) < Volatile.Read(ref _limit)) return; // without a look at the other end's cache line
        for (var look = 0; look < LooksBeforeSleep; look++)
        {
            if (Passed < other.Passed + _headStart || IsClosed || cancel.IsCancellationRequested || deadline.HasPassed) return;
            Thread.Yield();
        }
    }

    /// <summary>Tells one sleeper of this end that the other end has passed. No lock is held.</summary>
    public void WakeOneIfAnySleeps()
    {
        if (!Volatile.Read(ref _sleepers)) return; // [wake]
        _lock.Acquire();
        _turnCame.Signal(); // one slot, one thread
        Volatile.Write(ref _sleepers, _turnCame.Waiting > 0);
        _lock.Release();
    }

    /// <summary>From now on nobody sleeps here.</summary>
    public void Close()
    {
        _lock.Acquire();
        Volatile.Write(ref _closed, true);
        _turnCame.Broadcast(); // all: no slot will come for them
        _lock.Release();
    }

    private bool MayPass(RingEnd other)
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "I2");
        if (_passed == _limit) Volatile.Write(ref _limit, other.Passed + _headStart); // pairs with the write in the other's Pass
        Debug.Assert(_passed <= _limit, "I1");
        return _passed < _limit;
    }

    private void Announce()
    {
        Volatile.Write(ref _sleepers, true); // [announce] pairs with the read in WakeOneIfAnySleeps
        Interlocked.MemoryBarrierProcessWide();
    }
}
