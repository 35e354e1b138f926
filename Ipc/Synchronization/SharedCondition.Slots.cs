// The table of waiters, and the sleep in a slot of it; the picture and the invariants are in SharedCondition.cs.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Synchronization;

public sealed unsafe partial class SharedCondition
{
    private ConditionResult Wait(Deadline deadline, CancellationToken cancel)
    {
        RequireMutex(nameof(Wait));
        cancel.ThrowIfCancellationRequested();
        using var stay = SharedThing.Enter(_home);
        var slot = Enqueue(); // before the release: I2
        _mutex.Release();
        var mutex = SleepIn(slot, deadline, cancel, out var tookOver);
        if (!mutex.IsHeld) mutex = _mutex.Acquire(); // no token: the caller relies on the mutex, come what may

        var isWoken = tookOver || At(slot)->State == Notified; // also one that came while it gave up: none is lost
        Volatile.Write(ref At(slot)->State, Free);
        if (!isWoken && !mutex.IsAbandoned) cancel.ThrowIfCancellationRequested();
        return new ConditionResult(isWoken, mutex.PreviousOwner);
    }

    /// <returns>Timed out unless it has acquired the mutex already, to take over a notification.</returns>
    private AcquireResult SleepIn(int slot, Deadline deadline, CancellationToken cancel, out bool tookOver)
    {
        var word = WordOf(slot);
        using var wake = word.WakeOn(cancel);
        tookOver = false;
        for (var next = slot; word.Value == Waiting && !cancel.IsCancellationRequested && !deadline.HasPassed;)
        {
            word.Sleep(Waiting, deadline);
            if (word.Value != Waiting || !FindDeadNotified(ref next)) continue;
            if (_mutex.TryAcquire() is not { IsHeld: true } mutex) continue;
            // With the mutex the slot cannot change: is it still as we saw it?
            if (At(slot)->State == Waiting && IsDeadNotified(next))
            {
                Volatile.Write(ref At(next)->State, Free);
                tookOver = true;
            }
            if (tookOver || mutex.IsAbandoned) return mutex;
            _mutex.Release(); // another one was faster, or we have been notified ourselves
        }
        return AcquireResult.TimedOut;
    }

    // Looks at one notified slot a time, the next one at the next call: usually there is none, and a look into /proc takes 10 us.
    private bool FindDeadNotified(ref int next)
    {
        for (var looks = _table->Capacity; looks > 0; looks--)
        {
            next = (next + 1) % _table->Capacity;
            if (Volatile.Read(ref At(next)->State) == Notified) return IsDeadNotified(next);
        }
        return false;
    }

    private bool IsDeadNotified(int i) => Volatile.Read(ref At(i)->State) == Notified && ThreadMark.IsDead(At(i)->Who);

    private int Enqueue()
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I1");
        var i = FreeSlot();
        var slot = At(i);
        (slot->Ticket, slot->Who) = (_table->NextTicket++, ThreadMark.OfThisThread);
        Volatile.Write(ref slot->State, Waiting); // last: I1
        return i;
    }

    private int FreeSlot()
    {
        for (var i = 0; i < _table->Capacity; i++) if (At(i)->State == Free) return i;
        for (var i = 0; i < _table->Capacity; i++)
        {
            if (!ThreadMark.IsDead(At(i)->Who)) continue;
            if (At(i)->State == Notified) Notify(); // hands on what the dead one did not use
            return i;
        }
        throw new InvalidOperationException(
            $"Wait while {_table->Capacity} threads wait already; create the condition for more of them.");
    }

    private int LongestWaiting()
    {
        var longest = -1;
        for (var i = 0; i < _table->Capacity; i++)
        {
            // The tickets wrap around: the difference tells which is older.
            if (At(i)->State == Waiting && (longest < 0 || (int)(At(i)->Ticket - At(longest)->Ticket) < 0)) longest = i;
        }
        return longest;
    }

    private Slot* At(int i) => (Slot*)((byte*)_table + HeaderSize) + i;

    private WaitWord WordOf(int i) => new(&At(i)->State, $"{_home.Name}-{i}");
}
