// The steps of one slot; the picture and the invariants are in SharedMpmcRing.cs.

using System.Diagnostics;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.SharedMemory;

public sealed unsafe partial class SharedMpmcRing
{
    private const int Patience = 100; // looks at a slot in somebody's hands: long enough for one who runs

    private long _nextLook; // into /proc, in Environment.TickCount64; by Volatile, may be lost without harm

    /// <summary>A slot, to be filled where it will be read.</summary>
    /// <returns>False when no slot is free now, or the next one is in the hands of somebody who has been slow.</returns>
    /// <exception cref="InvalidOperationException">The ring is closed.</exception>
    public bool TryClaim(out SlotClaim claim)
    {
        var ring = Ring;
        var me = ThreadMark.OfThisThread;
        for (var looks = 0; looks < Patience; looks++)
        {
            var position = Volatile.Read(ref ring->Tail);
            if (position < 0) throw Closed();
            var slot = SlotOf(position);
            var turn = Turn(slot, position);
            var holder = Volatile.Read(ref slot->Claimant);
            if (turn > position) continue; // another producer was faster
            if (turn < position && position - Volatile.Read(ref ring->Head) >= Capacity) break; // full
            if (turn < position && holder == 0) continue; // freed since we looked at Turn
            if (!TryTake(slot, position, turn, holder, me)) continue;
            if (turn < position) // its consumer is dead, or we could not have it
            {
                if (turn == position - Capacity + 1 && slot->Length >= 0) Interlocked.Increment(ref ring->Lost);
                SetTurn(slot, position, position);
            }
            // Fails, and does no harm, if a dead claimant had got that far.
            var tail = Interlocked.CompareExchange(ref ring->Tail, position + 1, position);
            if (tail < 0) // closed since
            {
                BackOut(slot, holder);
                throw Closed();
            }
            claim = new SlotClaim(this, slot, position, me);
            return true;
        }
        claim = default;
        return false;
    }

    /// <summary>The oldest message, where it lies; nobody else gets it.</summary>
    /// <returns>False when there is none now, or the oldest is in the hands of somebody who has been slow to commit it.</returns>
    public bool TryPeek(out SlotMessage message)
    {
        var ring = Ring;
        var me = ThreadMark.OfThisThread | ThreadMark.SpareBit;
        for (var looks = 0; looks < Patience; looks++)
        {
            var position = Volatile.Read(ref ring->Head);
            var slot = SlotOf(position);
            var turn = Turn(slot, position);
            var holder = Volatile.Read(ref slot->Claimant);
            if (turn > position + 1) continue; // another consumer was faster
            if (turn <= position && EndOfClaims() <= position) break; // empty
            if (turn <= position && holder == 0) continue; // committed since we looked at Turn (I3)
            if (!TryTake(slot, position, turn, holder, me)) continue;
            var isOurs = Interlocked.CompareExchange(ref ring->Head, position + 1, position) == position; // or a dead one's
            var length = slot->Length;
            if (isOurs && turn == position + 1 && (uint)length <= (uint)SlotSize)
            {
                message = new SlotMessage(this, slot, position, me, length);
                return true;
            }
            if (turn == position) // its producer is dead, or we could not have it
            {
                if (isOurs) Interlocked.Increment(ref ring->Skipped);
            }
            else if (!isOurs && length >= 0) Interlocked.Increment(ref ring->Lost); // by a dead consumer, who may have used it
            Free(slot, position);
            looks = 0; // that was progress
        }
        message = default;
        return false;
    }

    internal void Commit(MpmcSlot* slot, long position, ulong claimant, int length)
    {
        CheckHolder(slot, position, position, claimant);
        slot->Length = length;
        SetTurn(slot, position, position + 1);
        Interlocked.Exchange(ref slot->Claimant, 0); // I3
        _consumerSleep.WakeIfAsleep();
    }

    internal void Release(MpmcSlot* slot, long position, ulong claimant)
    {
        CheckHolder(slot, position, position + 1, claimant);
        Free(slot, position);
    }

    /// <summary>[claim], and [back out] if the slot has moved on. Internal for its test.</summary>
    /// <param name="slot">That of the position.</param>
    /// <param name="position">Whose turn it is to be.</param>
    /// <param name="turn">As we saw it before <paramref name="holder"/>.</param>
    /// <param name="holder">0, or who seems to have it.</param>
    /// <param name="me">The mark to leave.</param>
    internal bool TryTake(MpmcSlot* slot, long position, long turn, ulong holder, ulong me)
    {
        if (holder != 0 && !IsDead(holder))
        {
            Thread.SpinWait(1);
            return false;
        }
        if (Interlocked.CompareExchange(ref slot->Claimant, me, holder) != holder) return false; // I1
        if (Turn(slot, position) == turn) return true;
        BackOut(slot, holder);
        return false;
    }

    internal MpmcSlot* SlotOf(long position) => (MpmcSlot*)(_slots + ((position & _mask) * _stride));

    private void BackOut(MpmcSlot* slot, ulong holder)
    {
        Interlocked.Exchange(ref slot->Claimant, holder); // I2
        _consumerSleep.WakeIfAsleep(); // whoever found the slot in our hands
        _producerSleep.WakeIfAsleep();
    }

    private void Free(MpmcSlot* slot, long position)
    {
        SetTurn(slot, position, position + Capacity);
        Interlocked.Exchange(ref slot->Claimant, 0); // I3
        _producerSleep.WakeIfAsleep();
    }

    // Also the turn: the thread may have the same slot again, for a later position.
    private void CheckHolder(MpmcSlot* slot, long position, long turn, ulong claimant)
    {
        _ = Ring;
        if (Volatile.Read(ref slot->Claimant) != claimant || Turn(slot, position) != turn)
            throw new InvalidOperationException("This slot was committed or released before; do so once for each claim.");
    }

    private long EndOfClaims() => Volatile.Read(ref Ring->Tail) & ~MpmcLayout.Closed;

    private long Turn(MpmcSlot* slot, long position) => Volatile.Read(ref slot->Lap) + (position & _mask);

    private void SetTurn(MpmcSlot* slot, long position, long turn)
    {
        Debug.Assert(slot->Claimant != 0, "I1");
        Volatile.Write(ref slot->Lap, turn - (position & _mask));
    }

    // A look into /proc takes longer than most claims: not more often than the waits look.
    private bool IsDead(ulong holder)
    {
        var now = Environment.TickCount64;
        if (now < Volatile.Read(ref _nextLook)) return false;
        if (ThreadMark.IsDead(holder & ~ThreadMark.SpareBit)) return true; // and look on: where one died, more may have
        Volatile.Write(ref _nextLook, now + (long)WaitWord.Slice.TotalMilliseconds);
        return false;
    }

    private InvalidOperationException Closed() => new($"The ring '{Name}' is closed; nothing can be written any more.");
}
