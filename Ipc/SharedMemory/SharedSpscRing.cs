// One producer, one consumer, each in a process of its own or not. Messages lie one after the other, each behind its length:
//
//      position    0            24       40            64           a claimed message is nobody's but the producer's until Commit
//                  +----+-------+----+---+----+--------+-- - - --+
//                  | 12 | bytes | 5  | . | 16 | bytes  |  free   |      lengths are 8 bytes, messages begin where 8 divides
//                  +----+-------+----+---+----+--------+-- - - --+
//                                ^                      ^
//                          head = 24 (consumer)    tail = 64 (producer)         place = position modulo capacity
//
// A message that does not fit before the end of the ring begins at its start; -1 in place of a length says so.
//
//   I1  0 <= tail - head <= Capacity. Positions only grow; the producer alone writes tail, the consumer alone head.
//   I2  What lies in [head, tail) is complete: tail is moved last [publish], past the whole message and the skipped end, in one
//       store.
//   I3  The consumer does not touch a message any more once head is past it [free].
//   I4  Each side knows the other's position at its worst, and looks again [look] before it says "full" or "empty".
//
// So a producer killed before [publish] leaves nothing behind: the next one starts at the same tail. A consumer killed before
// [free] has taken nothing: the next one finds the message again, so what it did with it is done twice (at least once, not
// exactly once).
//
// The volatile write of one side [publish] [free] pairs with the volatile read of the other [look].
//
// This file: what a ring is. SharedSpscRing.Producer.cs and .Consumer.cs: the two sides. SharedSpscRing.Waiting.cs, with
// RingSleep: how a side waits for the other one.

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.SharedMemory;

/// <summary>A bounded first-in-first-out ring of messages between exactly one producer and one consumer, in shared
/// memory.</summary>
/// <remarks>
/// <para>The first to write becomes the producer, the first to read the consumer, until it leaves (<see cref="Complete"/>,
/// <see cref="Dispose"/>) or dies; a second one is refused. The members of a side are for one thread at a time; one object may
/// serve both sides.</para>
/// <para>The Try forms never wait. The waits spin for <see cref="SpinTime"/> and then sleep; they notice within about 40 ms that
/// the other side was killed. Lamport, TOPLAS 1983; the remembered positions after Rigtorp's SPSCQueue; membarrier(2),
/// futex(2).</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe partial class SharedSpscRing : IDisposable, IShareable<SharedSpscRing>
{
    private const string Kind = "ring";
    private const int LengthSize = 8, Skip = -1;

    private readonly SharedRegion _region;
    private readonly SpscLayout* _ring;
    private readonly RingRole _producerRole, _consumerRole;
    private readonly RingSleep _consumerSleep, _producerSleep;
    private readonly long _mask;
    private byte* _data; // null once disposed
    private RingPosition _producer; // used by the producer only
    private RingPosition _consumer; // used by the consumer only
    private bool _isProducer, _isConsumer;

    private SharedSpscRing(SharedRegion region)
    {
        _region = region;
        try
        {
            _ring = (SpscLayout*)region.Pointer;
            var capacity = region.Size > sizeof(SpscLayout) ? _ring->Capacity : 0;
            if (capacity < 64 || !BitOperations.IsPow2(capacity) || capacity != region.Size - sizeof(SpscLayout))
                throw new InvalidDataException($"'{region.Name}' is not a ring.");
            (Capacity, _mask, MaxLength) = (capacity, capacity - 1, (int)Math.Min(int.MaxValue, (capacity / 2) - LengthSize));
            _data = region.Pointer + sizeof(SpscLayout);
            _consumerSleep = new RingSleep(&_ring->ConsumerSleep, $"{region.Name}-consumer");
            _producerSleep = new RingSleep(&_ring->ProducerSleep, $"{region.Name}-producer");
            _producerRole = new RingRole(&_ring->Producer, "producer");
            _consumerRole = new RingRole(&_ring->Consumer, "consumer");
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    /// <summary>Makes a ring, empty.</summary>
    /// <param name="name">See <see cref="SharedRegion.Create(string, long)"/>; rings have names of their own.</param>
    /// <param name="capacity">In bytes, 64 to 2^40, rounded up to a power of two; a message takes 8 more than it has, and is
    /// rounded up to 8.</param>
    /// <exception cref="IOException">The name is in use, or there is no room.</exception>
    public static SharedSpscRing Create(string name, long capacity) => Make(name, capacity);

    /// <summary>Makes one without a name to choose; it travels as an argument or a message.</summary>
    /// <inheritdoc cref="Create"/>
    public static SharedSpscRing CreateAnonymous(long capacity) => Make(null, capacity);

    /// <summary>Attaches to one that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static SharedSpscRing Open(string name) => new(SharedRegion.Open(name, Kind));

    /// <summary>What it was created as.</summary>
    public string Name => _region.Name;

    /// <summary>In bytes.</summary>
    public long Capacity { get; }

    /// <summary>The longest message, in bytes: a little less than half of the capacity, so that it fits wherever the ring's end
    /// is.</summary>
    public int MaxLength { get; }

    /// <summary>How long a wait of this object looks before it sleeps. 10 us at first; zero on a machine with one core, where
    /// whom it waits for cannot run meanwhile.</summary>
    public TimeSpan SpinTime { get; set; } = Environment.ProcessorCount > 1 ? TimeSpan.FromMicroseconds(10) : TimeSpan.Zero;

    /// <summary>Whether nothing is in it; stale by the time it returns, but for the consumer's "no" and the producer's
    /// "yes".</summary>
    public bool IsEmpty => Volatile.Read(ref Live->Head) == Volatile.Read(ref Live->Tail);

    /// <summary>Whether the producer has left or was killed. What it has committed can still be read.</summary>
    public bool HasProducerLeft => HasEnded(_producerRole);

    /// <summary>Whether the consumer has left or was killed. Another one may come, and finds what is in the ring.</summary>
    public bool HasConsumerLeft => HasEnded(_consumerRole);

    /// <inheritdoc cref="SharedRegion.Unlink"/>
    public void Unlink() => _region.Unlink();

    /// <inheritdoc cref="SharedRegion.Verify"/>
    public void Verify() => _region.Verify();

    /// <summary>Leaves its roles and detaches. May be repeated. Not while a thread of this process uses the ring.</summary>
    public void Dispose()
    {
        if (_data == null) return;
        Complete();
        StopReading();
        _data = null;
        _region.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _region.WriteTicket(handover);

    /// <inheritdoc/>
    public static SharedSpscRing FromTicket(string ticket, Handover handover) => new(SharedRegion.FromTicket(ticket, handover));

    private static SharedSpscRing Make(string? name, long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1L << 40);
        capacity = (long)BitOperations.RoundUpToPowerOf2((ulong)capacity);
        var beginning = BitConverter.GetBytes(capacity);
        return new(name is null
            ? SharedRegion.CreateAnonymous(sizeof(SpscLayout) + capacity, Kind, beginning)
            : SharedRegion.Create(name, sizeof(SpscLayout) + capacity, Kind, beginning));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long SizeOf(int length) => ((long)length + LengthSize + 7) & ~7L;

    private bool HasEnded(RingRole role)
    {
        _region.ThrowIfDisposed();
        return role.HasLeft || role.HasDied;
    }

    private SpscLayout* Live
    {
        get
        {
            if (_data == null) _region.ThrowIfDisposed();
            return _ring;
        }
    }

    private ArgumentOutOfRangeException TooLong(int length) => new(
        nameof(length), length,
        $"A message in this ring has 0 to {MaxLength} bytes; make a ring of more than twice the longest message.");

    private InvalidDataException Overwritten() => new(
        $"Somebody has overwritten the ring '{Name}' ({_producerRole}, {_consumerRole}): what is in it cannot be read any more.");

    private string Display
    {
        get
        {
            if (_data == null) return "disposed";
            var used = Volatile.Read(ref _ring->Tail) - Volatile.Read(ref _ring->Head);
            return $"{used} of {Capacity} bytes, {_producerRole}, {_consumerRole}";
        }
    }
}
