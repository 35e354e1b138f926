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
//   I2  A holder that finds another Turn than it came for (it was slow, and the ring has gone round) puts the Claimant back that
//       it found [back out]: a dead one's mark too, which tells the next one what I3 and the table below need.
//   I3  A slot whose Turn is p has a claimant as long as tail > p: the claimant goes last, after Turn.
//   I4  A holder is robbed only when its thread has ended; one that is paused, or slow, is waited for.
//   I5  Tail says with its sign whether the ring is closed, so that a claim comes before the close or is refused.
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
// up its whole side; who fell asleep over that sleeps out its slice of 20 ms.
//
// This file: what a ring is. SharedMpmcRing.Slots.cs: claim, commit, peek, release. SharedMpmcRing.Messages.cs: whole messages,
// and waiting.

using System.Diagnostics;
using System.Numerics;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.SharedMemory;

/// <summary>A bounded ring of messages for any number of producers and consumers, in any number of processes, in shared
/// memory.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member but <see cref="Dispose"/>, which is for when no thread of this process
/// uses the ring any more. First in, first out by the order of the claims. A claim belongs to the thread that made it, and must
/// be committed or released before that thread ends.</para>
/// <para>A message is delivered at most once. When a thread was killed with a slot in its hands, the others go on within about
/// 40 ms.</para>
/// <para>After Vyukov, Bounded MPMC Queue, 1024cores.net, 2010.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe partial class SharedMpmcRing : IDisposable, IShareable<SharedMpmcRing>
{
    private const string Kind = "slots";
    private const int LongestSlot = int.MaxValue - 128;

    private readonly SharedRegion _region;
    private readonly RingSleep _consumerSleep, _producerSleep;
    private readonly byte* _slots;
    private readonly long _mask;
    private readonly int _stride;
    private MpmcLayout* _ring; // null once disposed

    private SharedMpmcRing(SharedRegion region)
    {
        _region = region;
        try
        {
            if (region.Size < sizeof(MpmcLayout)) throw NotARing(region);
            _ring = (MpmcLayout*)region.Pointer;
            var (capacity, slotSize) = (_ring->Capacity, _ring->SlotSize);
            if (capacity < 2 || !BitOperations.IsPow2(capacity) || slotSize is < 1 or > LongestSlot ||
                capacity > (region.Size - sizeof(MpmcLayout)) / MpmcSlot.StrideOf(slotSize))
            {
                throw NotARing(region);
            }
            (Capacity, SlotSize, _mask, _stride) = ((int)capacity, slotSize, capacity - 1, MpmcSlot.StrideOf(slotSize));
            _slots = region.Pointer + sizeof(MpmcLayout);
            _consumerSleep = new RingSleep(&_ring->ConsumerSleep, $"{region.Name}-consumers", isForMany: true);
            _producerSleep = new RingSleep(&_ring->ProducerSleep, $"{region.Name}-producers", isForMany: true);
        }
        catch
        {
            region.Dispose();
            throw;
        }
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
            var taken = Volatile.Read(ref Ring->Head); // first: the other order could make it negative
            return (int)Math.Min(Capacity, EndOfClaims() - taken);
        }
    }

    /// <summary>How many claims of producers that died were skipped so far. A consumer killed while it skips may leave it one
    /// short.</summary>
    public long Skipped => Volatile.Read(ref Ring->Skipped);

    /// <summary>How many messages were in the hands of consumers that died, as far as their slots have been needed again. Who is
    /// killed while it frees such a slot may leave it one too many.</summary>
    public long Lost => Volatile.Read(ref Ring->Lost);

    /// <summary>Whether it was closed; stays so.</summary>
    public bool IsClosed => Volatile.Read(ref Ring->Tail) < 0;

    /// <summary>Refuses further claims; what is there, and what is claimed, may still be read. May be repeated.</summary>
    public void Close()
    {
        Interlocked.Or(ref Ring->Tail, MpmcLayout.Closed); // I5
        _consumerSleep.WakeIfAsleep();
        _producerSleep.WakeIfAsleep();
    }

    /// <inheritdoc cref="SharedRegion.Unlink"/>
    public void Unlink() => _region.Unlink();

    /// <inheritdoc cref="SharedRegion.Dispose"/>
    public void Dispose()
    {
        _ring = null;
        _region.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _region.WriteTicket(handover);

    /// <inheritdoc/>
    public static SharedMpmcRing FromTicket(string ticket, Handover handover) => new(SharedRegion.FromTicket(ticket, handover));

    private static SharedMpmcRing Make(string? name, int capacity, int slotSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(slotSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slotSize, LongestSlot);
        var layout = new MpmcLayout { Capacity = BitOperations.RoundUpToPowerOf2((uint)capacity), SlotSize = slotSize };
        var size = sizeof(MpmcLayout) + (layout.Capacity * MpmcSlot.StrideOf(slotSize));
        var beginning = new Span<byte>(&layout, sizeof(MpmcLayout)).ToArray();
        return new(name is null
            ? SharedRegion.CreateAnonymous(size, Kind, beginning)
            : SharedRegion.Create(name, size, Kind, beginning));
    }

    private MpmcLayout* Ring => _ring != null ? _ring : throw new ObjectDisposedException(nameof(SharedMpmcRing));

    private static InvalidDataException NotARing(SharedRegion region) => new($"'{region.Name}' is not a ring of slots.");

    private string Display => _ring == null ? "disposed" : $"{Count} of {Capacity}, {Skipped} skipped, {Lost} lost";
}
