// Slots of one size. Each has a turn that says what it is for, and a claimant that says in whose hands it is. Capacity 4:
//
//      position      4 (slot 0)   1            2            3
//                +------------+------------+------------+------------+
//      Turn      |     4      |     2      |     3      |     3      |
//      Claimant  |     0      | consumer B |     0      | producer A |
//                +------------+------------+------------+------------+
//                                            ^            (tail = 4: A has claimed position 3, and has not committed it)
//                                        head = 2
//
//      Turn == p        free for the message of position p, or being written for it
//      Turn == p + 1    holds the message of position p
//      then             its consumer sets it to p + capacity
//      Claimant         0, or the mark of a thread (see ThreadMark), with the spare bit if it is a consumer
//
//   I1  Who turns Claimant from 0, or from the mark of a dead thread, into its own mark [claim], has the slot: only the holder
//       writes Turn, the message, and moves tail (head) past the position of its slot. One compare-and-swap takes the slot and
//       names the taker.
//   I2  A holder that finds another Turn than it came for (it was slow, and the ring has gone round) gives the slot back [back
//       out].
//   I3  A slot whose Turn is p has a claimant as long as tail > p: the claimant goes last, after Turn.
//   I4  A holder is robbed only when its thread has ended; one that is paused, or slow, is waited for.
//
// So at whatever step a claimant is killed, the one who comes to its slot knows what was done and what not:
//
//      producer, before tail moved      the next producer takes the slot over: nothing is missing
//      producer, after, before Turn     a consumer skips the position (Skipped); the message was never complete
//      producer, after Turn             the message is complete, and is taken
//      consumer, before head moved      the next consumer takes the message
//      consumer, after                  the message is lost (Lost) when a producer needs its slot: it may have been used already
//
// In the ring of this library that lies within one process (Concurrency/Queues/MpmcRing) the position is claimed, not the slot.
// That is one step for all others as well, but between it and the note of who claimed there is a moment in which a death leaves a
// slot in nobody's hands. The price here: whoever is paused between [claim] and the move of tail or head, some nanoseconds, holds
// up its whole side.

using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.SharedMemory;

/// <summary>A bounded ring of messages for any number of producers and consumers, in any number of processes, in shared
/// memory.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member but <see cref="Dispose"/>. First in, first out by the order of the claims.
/// A claim belongs to the thread that made it, and must be committed or released before that thread ends.</para>
/// <para>A message is delivered at most once. When a thread was killed with a slot in its hands, the others go on within about 20
/// ms.</para>
/// <para>After Vyukov, Bounded MPMC Queue, 1024cores.net, 2010.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class SharedMpmcRing : IDisposable, IShareable<SharedMpmcRing>
{
    private const string Kind = "slots";
    private const int CapacityAt = 0, SlotSizeAt = 8, SkippedAt = 64, LostAt = 72, ClosedAt = 80, TailAt = 128, HeadAt = 256,
        ConsumerSleepAt = 384, ProducerSleepAt = 512, SlotsAt = 640;
    private const int Patience = 100; // looks at a slot in somebody's hands: long enough for one who runs

    private readonly SharedRegion _region;
    private readonly RingSleep _consumerSleep, _producerSleep;
    private readonly long* _tail, _head;
    private readonly byte* _slots;
    private readonly long _mask;
    private readonly int _stride;
    private long _nextLook; // into /proc, in Environment.TickCount64; by Volatile, may be lost without harm

    private SharedMpmcRing(SharedRegion region)
    {
        _region = region;
        try
        {
            if (region.Size < SlotsAt) throw new InvalidDataException($"'{region.Name}' is not a ring of slots.");
            var (capacity, slotSize) = (region.ValueAt<long>(CapacityAt), region.ValueAt<int>(SlotSizeAt));
            if (capacity < 2 || !BitOperations.IsPow2(capacity) || slotSize < 1 || capacity > (region.Size - SlotsAt) / StrideOf(slotSize))
                throw new InvalidDataException($"'{region.Name}' is not a ring of slots.");
            (Capacity, SlotSize, _mask, _stride) = ((int)capacity, slotSize, capacity - 1, StrideOf(slotSize));
            var start = region.Pointer;
            _tail = (long*)(start + TailAt);
            _head = (long*)(start + HeadAt);
            _slots = start + SlotsAt;
            _consumerSleep = new RingSleep((uint*)(start + ConsumerSleepAt), $"{region.Name}-consumers", isForMany: true);
            _producerSleep = new RingSleep((uint*)(start + ProducerSleepAt), $"{region.Name}-producers", isForMany: true);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Slot
    {
        public long Lap;       // Turn, less the slot's place, so that a new region is a new ring
        public ulong Claimant;
        public int Length;     // of the message; -1: there is none, the claim was given up
    }

    /// <summary>Makes a ring, empty.</summary>
    /// <param name="name">See <see cref="SharedRegion.Create(string, long)"/>; rings of slots have names of their own.</param>
    /// <param name="capacity">In messages, 2 to 2^30, rounded up to a power of two.</param>
    /// <param name="slotSize">The longest message, in bytes, at least 1.</param>
    /// <exception cref="IOException">The name is in use, or there is no room.</exception>
    public static SharedMpmcRing Create(string name, int capacity, int slotSize) => Make(name, capacity, slotSize);

    /// <summary>Makes one without a name to choose; it travels as an argument or a message.</summary>
    /// <inheritdoc cref="Create"/>
    public static SharedMpmcRing CreateAnonymous(int capacity, int slotSize) => Make(null, capacity, slotSize);

    /// <summary>Attaches to one that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static SharedMpmcRing Open(string name) => new(SharedRegion.Open(name, Kind));

    /// <summary>What it was created as.</summary>
    public string Name => _region.Name;

    /// <summary>How many messages it holds at most.</summary>
    public int Capacity { get; }

    /// <summary>The longest message, in bytes.</summary>
    public int SlotSize { get; }

    /// <summary>How many messages it holds, those being written included; stale by the time it returns.</summary>
    public int Count
    {
        get
        {
            _region.ThrowIfDisposed();
            var taken = Volatile.Read(ref *_head); // first: the other order could make it negative
            return (int)Math.Min(Capacity, Volatile.Read(ref *_tail) - taken);
        }
    }

    /// <summary>How many claims of producers that died were skipped so far.</summary>
    public long Skipped => Volatile.Read(ref _region.ValueAt<long>(SkippedAt));

    /// <summary>How many messages were in the hands of consumers that died.</summary>
    public long Lost => Volatile.Read(ref _region.ValueAt<long>(LostAt));

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed => Volatile.Read(ref _region.ValueAt<int>(ClosedAt)) != 0;

    /// <summary>A slot, to be filled where it will be read.</summary>
    /// <returns>False when no slot is free now, or the next one is in the hands of somebody who has been slow.</returns>
    /// <exception cref="InvalidOperationException">The ring is closed.</exception>
    public bool TryClaim(out SlotClaim claim)
    {
        if (IsClosed) throw new InvalidOperationException($"The ring '{Name}' is closed; nothing can be written any more.");
        var me = ThreadMark.OfThisThread;
        for (var looks = 0; looks < Patience; looks++)
        {
            var position = Volatile.Read(ref *_tail);
            var slot = SlotOf(position);
            var turn = Turn(slot, position);
            var holder = Volatile.Read(ref slot->Claimant);
            if (turn > position) continue; // another producer was faster
            if (turn < position && position - Volatile.Read(ref *_head) >= Capacity) break; // full
            if (turn < position && holder == 0) continue; // freed since we looked at Turn
            if (!TryTake(slot, holder, me)) continue;
            if (Turn(slot, position) != turn)
            {
                BackOut(slot);
                continue;
            }
            if (turn < position) // its consumer is dead, or we could not have it
            {
                Note(LostAt, true);
                SetTurn(slot, position, position);
            }
            Interlocked.CompareExchange(ref *_tail, position + 1, position); // fails if a dead claimant had got that far
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
        _region.ThrowIfDisposed();
        var me = ThreadMark.OfThisThread | ThreadMark.SpareBit;
        for (var looks = 0; looks < Patience; looks++)
        {
            var position = Volatile.Read(ref *_head);
            var slot = SlotOf(position);
            var turn = Turn(slot, position);
            var holder = Volatile.Read(ref slot->Claimant);
            if (turn > position + 1) continue; // another consumer was faster
            if (turn <= position && Volatile.Read(ref *_tail) <= position) break; // empty
            if (turn <= position && holder == 0) continue; // committed since we looked at Turn (I3)
            if (!TryTake(slot, holder, me)) continue;
            if (Turn(slot, position) != turn)
            {
                BackOut(slot);
                continue;
            }
            var isOurs = Interlocked.CompareExchange(ref *_head, position + 1, position) == position; // or a dead consumer had got that far
            var length = slot->Length;
            if (isOurs && turn == position + 1 && (uint)length <= (uint)SlotSize)
            {
                message = new SlotMessage(this, slot, position, me, length);
                return true;
            }
            if (turn == position) Note(SkippedAt, isOurs); // its producer is dead, or we could not have it
            else if (length >= 0) Note(LostAt, !isOurs);   // its consumer is dead, and may have used the message
            Free(slot, position);
            looks = 0; // that was progress
        }
        message = default;
        return false;
    }

    /// <summary>Appends a message if there is a slot for it now.</summary>
    /// <param name="message">0 to <see cref="SlotSize"/> bytes.</param>
    /// <inheritdoc cref="TryClaim"/>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, SlotSize, nameof(message));
        if (!TryClaim(out var claim)) return false;
        message.CopyTo(claim.Bytes);
        claim.Commit(message.Length);
        return true;
    }

    /// <summary>Removes the oldest message if there is one now.</summary>
    /// <param name="buffer">At least <see cref="SlotSize"/> bytes.</param>
    /// <param name="length">How many the message had.</param>
    /// <inheritdoc cref="TryPeek"/>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, SlotSize, nameof(buffer));
        length = 0;
        if (!TryPeek(out var message)) return false;
        length = message.Bytes.Length;
        message.Bytes.CopyTo(buffer);
        message.Release();
        return true;
    }

    /// <summary>Appends a message, waiting for a slot.</summary>
    /// <returns>False: the time is over; the message was not added.</returns>
    /// <exception cref="InvalidOperationException">The ring is closed, before the call or during it.</exception>
    /// <exception cref="OperationCanceledException">The message was not added.</exception>
    public bool Write(ReadOnlySpan<byte> message, TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryWrite(message)) return true;
        using var wake = _producerSleep.WakeOn(cancel);
        while (true)
        {
            if (TryWrite(message)) return true;
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed) return false;
            _producerSleep.LieDown();
            if (TryWrite(message)) return true;
            _producerSleep.Sleep(deadline);
        }
    }

    /// <summary>Removes the oldest message, waiting for one.</summary>
    /// <returns>False: the time is over, or the ring is closed and everything is read.</returns>
    /// <exception cref="OperationCanceledException">Nothing was removed.</exception>
    public bool Read(Span<byte> buffer, out int length, TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryRead(buffer, out length)) return true;
        using var wake = _consumerSleep.WakeOn(cancel);
        while (true)
        {
            var isClosed = IsClosed; // before the look: what was written before the close must be found
            if (TryRead(buffer, out length)) return true;
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed || (isClosed && Count == 0)) return false;
            _consumerSleep.LieDown();
            if (TryRead(buffer, out length)) return true;
            if (!IsClosed || Count > 0) _consumerSleep.Sleep(deadline);
        }
    }

    /// <summary>Refuses further claims; what is there, and what is claimed, may still be read. May be repeated.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _region.ValueAt<int>(ClosedAt), 1);
        _consumerSleep.WakeIfAsleep();
        _producerSleep.WakeIfAsleep();
    }

    /// <inheritdoc cref="SharedRegion.Unlink"/>
    public void Unlink() => _region.Unlink();

    /// <inheritdoc cref="SharedRegion.Dispose"/>
    public void Dispose() => _region.Dispose();

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _region.WriteTicket(handover);

    /// <inheritdoc/>
    public static SharedMpmcRing FromTicket(string ticket, Handover handover) => new(SharedRegion.FromTicket(ticket, handover));

    internal void Commit(Slot* slot, long position, ulong claimant, int length)
    {
        CheckHolder(slot, claimant);
        slot->Length = length;
        SetTurn(slot, position, position + 1);
        Interlocked.Exchange(ref slot->Claimant, 0); // I3; a full fence, before the look at who sleeps
        _consumerSleep.WakeIfAsleep();
    }

    internal void Release(Slot* slot, long position, ulong claimant)
    {
        CheckHolder(slot, claimant);
        Free(slot, position);
    }

    internal static byte* BytesOf(Slot* slot) => (byte*)slot + sizeof(Slot);

    private static int StrideOf(int slotSize) => checked(sizeof(Slot) + slotSize + 63) & ~63; // cache lines of its own

    private static SharedMpmcRing Make(string? name, int capacity, int slotSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(slotSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slotSize, int.MaxValue - 128);
        var slots = (long)BitOperations.RoundUpToPowerOf2((uint)capacity);
        var size = SlotsAt + (slots * StrideOf(slotSize));
        var beginning = new byte[SlotSizeAt + sizeof(int)];
        BitConverter.TryWriteBytes(beginning, slots);
        BitConverter.TryWriteBytes(beginning.AsSpan(SlotSizeAt), slotSize);
        return new(name is null ? SharedRegion.CreateAnonymous(size, Kind, beginning) : SharedRegion.Create(name, size, Kind, beginning));
    }

    private static void CheckHolder(Slot* slot, ulong claimant)
    {
        if (slot is null || Volatile.Read(ref slot->Claimant) != claimant)
            throw new InvalidOperationException("This slot was committed or released before; do so once for each claim.");
    }

    private Slot* SlotOf(long position) => (Slot*)(_slots + ((position & _mask) * _stride));

    private long Turn(Slot* slot, long position) => Volatile.Read(ref slot->Lap) + (position & _mask);

    private void SetTurn(Slot* slot, long position, long turn)
    {
        Debug.Assert(slot->Claimant != 0, "I1");
        Volatile.Write(ref slot->Lap, turn - (position & _mask));
    }

    // [claim]
    private bool TryTake(Slot* slot, ulong holder, ulong me)
    {
        if (holder != 0 && !IsDead(holder))
        {
            Thread.SpinWait(1);
            return false;
        }
        return Interlocked.CompareExchange(ref slot->Claimant, me, holder) == holder;
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

    private void BackOut(Slot* slot) // I2
    {
        Interlocked.Exchange(ref slot->Claimant, 0);
        _consumerSleep.WakeIfAsleep(); // whoever found the slot in our hands
        _producerSleep.WakeIfAsleep();
    }

    private void Note(long counter, bool happened)
    {
        if (happened) Interlocked.Increment(ref _region.ValueAt<long>(counter));
    }

    private void Free(Slot* slot, long position)
    {
        SetTurn(slot, position, position + Capacity);
        Interlocked.Exchange(ref slot->Claimant, 0); // a full fence, before the look at who sleeps
        _producerSleep.WakeIfAsleep();
    }

    private string Display => _region.IsDisposed ? "disposed" : $"{Count} of {Capacity}, {Skipped} skipped, {Lost} lost";
}
