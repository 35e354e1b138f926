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
// The volatile write of one side [publish] [free] pairs with the volatile read of the other [look]. Waiting: see RingSleep.

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;
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
public sealed unsafe class SharedSpscRing : IDisposable, IShareable<SharedSpscRing>
{
    private const string Kind = "ring";
    private const int LengthSize = 8, Skip = -1;
    private const int CapacityAt = 0, TailAt = 128, HeadAt = 256, ConsumerSleepAt = 384, ProducerSleepAt = 512, RolesAt = 640, DataAt = 768;

    private readonly SharedRegion _region;
    private readonly RingRole _producerRole, _consumerRole;
    private readonly RingSleep _consumerSleep, _producerSleep;
    private readonly long _mask;
    private byte* _data; // null once disposed
    private readonly long* _tail, _head;
    private RingPosition _producer; // used by the producer only
    private RingPosition _consumer; // used by the consumer only
    private bool _isProducer, _isConsumer;

    private SharedSpscRing(SharedRegion region)
    {
        _region = region;
        try
        {
            var capacity = region.Size > DataAt ? region.ValueAt<long>(CapacityAt) : 0;
            if (capacity < 64 || !BitOperations.IsPow2(capacity) || capacity != region.Size - DataAt)
                throw new InvalidDataException($"'{region.Name}' is not a ring.");
            var start = region.Pointer;
            (Capacity, _mask, MaxLength) = (capacity, capacity - 1, (int)Math.Min(int.MaxValue, (capacity / 2) - LengthSize));
            _data = start + DataAt;
            _tail = (long*)(start + TailAt);
            _head = (long*)(start + HeadAt);
            _consumerSleep = new RingSleep((uint*)(start + ConsumerSleepAt), $"{region.Name}-consumer");
            _producerSleep = new RingSleep((uint*)(start + ProducerSleepAt), $"{region.Name}-producer");
            _producerRole = new RingRole((ulong*)(start + RolesAt), "producer");
            _consumerRole = new RingRole((ulong*)(start + RolesAt) + 1, "consumer");
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
    public bool IsEmpty => Volatile.Read(ref *Live(_head)) == Volatile.Read(ref *_tail);

    /// <summary>Whether the producer has left or was killed. What it has committed can still be read.</summary>
    public bool HasProducerLeft => HasEnded(_producerRole);

    /// <summary>Whether the consumer has left or was killed. Another one may come, and finds what is in the ring.</summary>
    public bool HasConsumerLeft => HasEnded(_consumerRole);

    // ---- the producer's side ----

    /// <summary>Room for a message, to be filled where it will be read; nobody sees it before <see cref="Commit()"/>. A claim
    /// that is not committed is forgotten at the next one.</summary>
    /// <param name="length">In bytes, 0 to <see cref="MaxLength"/>.</param>
    /// <param name="message">The room; it holds what was there before. Not to be used after the commit.</param>
    /// <returns>False when there is no room now.</returns>
    /// <exception cref="InvalidOperationException">Another process is the producer.</exception>
    public bool TryClaim(int length, out Span<byte> message)
    {
        if ((uint)length > (uint)MaxLength) throw TooLong(length);
        if (!_isProducer) BecomeProducer();
        var next = _producer.Next;
        var size = SizeOf(length);
        var toEnd = Capacity - (next & _mask);
        var skipped = size <= toEnd ? 0 : toEnd;
        if (next + skipped + size - _producer.SeenOfOther > Capacity && !HasRoom(next + skipped + size))
        {
            message = default;
            return false;
        }
        _producer.Start = next + skipped;
        _producer.After = next + skipped + size;
        var place = Live(_data) + (_producer.Start & _mask);
        *(int*)place = length;
        message = new Span<byte>(place + LengthSize, length);
        return true;
    }

    /// <summary>Gives the claimed message to the consumer.</summary>
    /// <exception cref="InvalidOperationException">Nothing is claimed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit()
    {
        if (_producer.After == _producer.Next) throw NothingClaimed();
        if (_producer.Start != _producer.Next) *(int*)(_data + (_producer.Next & _mask)) = Skip;
        _producer.Next = _producer.After;
        Volatile.Write(ref *_tail, _producer.After); // [publish]
        _consumerSleep.WakeIfAsleep();
    }

    /// <summary>Gives the beginning of the claimed message to the consumer, and the rest of the room back.</summary>
    /// <param name="length">In bytes, at most what was claimed.</param>
    /// <exception cref="InvalidOperationException">Nothing is claimed.</exception>
    public void Commit(int length)
    {
        if (_producer.After == _producer.Next) throw NothingClaimed();
        var start = _data + (_producer.Start & _mask);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, *(int*)start);
        *(int*)start = length;
        _producer.After = _producer.Start + SizeOf(length);
        Commit();
    }

    /// <summary>Appends a message if there is room now.</summary>
    /// <inheritdoc cref="TryClaim"/>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (!TryClaim(message.Length, out var room)) return false;
        message.CopyTo(room);
        Commit();
        return true;
    }

    /// <summary>Appends a message, waiting for room.</summary>
    /// <returns>False: there is no room, and the consumer that could make some has left or died. The message was not
    /// added.</returns>
    /// <exception cref="OperationCanceledException">Still no room; the message was not added.</exception>
    public bool Write(ReadOnlySpan<byte> message, CancellationToken cancel = default)
    {
        while (!TryWrite(message))
        {
            if (WaitToWrite(message.Length, Timeout.InfiniteTimeSpan, cancel)) continue;
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        return true;
    }

    /// <summary>Blocks until a message of that length can be claimed.</summary>
    /// <param name="length">In bytes, 0 to <see cref="MaxLength"/>.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: the time is over, it was cancelled, or the consumer has left or died.</returns>
    public bool WaitToWrite(int length, TimeSpan timeout, CancellationToken cancel = default)
    {
        if ((uint)length > (uint)MaxLength) throw TooLong(length);
        if (!_isProducer) BecomeProducer();
        var next = _producer.Next;
        var size = SizeOf(length);
        var toEnd = Capacity - (next & _mask);
        var end = next + size + (size <= toEnd ? 0 : toEnd);
        return Wait(this, end, static (ring, end) => ring.HasRoom(end), _producerSleep, _consumerRole, timeout, cancel);
    }

    /// <summary>Says that no more messages come from this side: a reader that has read the rest is told. A later write makes
    /// this, or another process, the producer again.</summary>
    public void Complete()
    {
        _isProducer = false;
        if (_producerRole.Leave()) _consumerSleep.WakeIfAsleep();
    }

    // ---- the consumer's side ----

    /// <summary>The oldest message, where it lies; it stays there until <see cref="Release"/>.</summary>
    /// <param name="message">Not to be used after the release.</param>
    /// <returns>False when there is none now.</returns>
    /// <exception cref="InvalidOperationException">Another process is the consumer.</exception>
    /// <exception cref="InvalidDataException">Somebody has overwritten the ring.</exception>
    public bool TryPeek(out ReadOnlySpan<byte> message)
    {
        if (!_isConsumer) BecomeConsumer();
        var next = _consumer.Next;
        if (next == _consumer.SeenOfOther && !HasMessage())
        {
            message = default;
            return false;
        }
        var place = Live(_data) + (next & _mask);
        var length = *(int*)place;
        if (length == Skip)
        {
            next += Capacity - (next & _mask);
            place = _data;
            length = *(int*)place;
        }
        if ((uint)length > (uint)MaxLength || next + SizeOf(length) > _consumer.SeenOfOther) throw Overwritten();
        _consumer.After = next + SizeOf(length);
        message = new ReadOnlySpan<byte>(place + LengthSize, length);
        return true;
    }

    /// <summary>Removes the message that <see cref="TryPeek"/> gave out.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        if (_consumer.After == _consumer.Next) throw NothingPeeked();
        _consumer.Next = _consumer.After;
        Volatile.Write(ref *_head, _consumer.After); // [free]
        _producerSleep.WakeIfAsleep();
    }

    /// <summary>Removes the oldest message if there is one now.</summary>
    /// <param name="buffer">Where its bytes go.</param>
    /// <param name="length">How many there were.</param>
    /// <exception cref="ArgumentException">The buffer is too small; the message stays.</exception>
    /// <inheritdoc cref="TryPeek"/>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        length = 0;
        if (!TryPeek(out var message)) return false;
        length = message.Length;
        if (length > buffer.Length)
            throw new ArgumentException($"The message has {length} bytes, and the buffer {buffer.Length}; it stays in the ring.", nameof(buffer));
        message.CopyTo(buffer);
        Release();
        return true;
    }

    /// <summary>Removes the oldest message, waiting for one.</summary>
    /// <param name="buffer">Where its bytes go.</param>
    /// <param name="length">How many there were.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: everything is read, and the producer has left or died.</returns>
    /// <exception cref="OperationCanceledException">Still nothing; nothing was removed.</exception>
    /// <exception cref="ArgumentException">The buffer is too small; the message stays.</exception>
    public bool Read(Span<byte> buffer, out int length, CancellationToken cancel = default)
    {
        while (!TryRead(buffer, out length))
        {
            if (WaitToRead(Timeout.InfiniteTimeSpan, cancel)) continue;
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        return true;
    }

    /// <summary>Blocks until there is a message.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: the time is over, it was cancelled, or everything is read and the producer has left or died.</returns>
    public bool WaitToRead(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (!_isConsumer) BecomeConsumer();
        return Wait(this, 0, static (ring, _) => ring.HasMessage(), _consumerSleep, _producerRole, timeout, cancel);
    }

    // ---- both ----

    /// <inheritdoc cref="SharedRegion.Unlink"/>
    public void Unlink() => _region.Unlink();

    /// <inheritdoc cref="SharedRegion.Verify"/>
    public void Verify() => _region.Verify();

    /// <summary>Leaves its roles and detaches. May be repeated. Not while a thread of this process uses the ring.</summary>
    public void Dispose()
    {
        if (_data == null) return;
        Complete();
        _isConsumer = false;
        if (_consumerRole.Leave()) _producerSleep.WakeIfAsleep();
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
            ? SharedRegion.CreateAnonymous(DataAt + capacity, Kind, beginning)
            : SharedRegion.Create(name, DataAt + capacity, Kind, beginning));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long SizeOf(int length) => ((long)length + LengthSize + 7) & ~7L;

    // Whether the ring has room up to that position.
    private bool HasRoom(long end)
    {
        _producer.SeenOfOther = Volatile.Read(ref *Live(_head)); // [look] pairs with [free]
        if (_producer.SeenOfOther > _producer.Next || _producer.Next - _producer.SeenOfOther > Capacity) throw Overwritten(); // I1
        return end - _producer.SeenOfOther <= Capacity;
    }

    private bool HasMessage()
    {
        _consumer.SeenOfOther = Volatile.Read(ref *Live(_tail)); // [look] pairs with [publish]
        if (_consumer.SeenOfOther < _consumer.Next || _consumer.SeenOfOther - _consumer.Next > Capacity) throw Overwritten(); // I1
        return _consumer.SeenOfOther != _consumer.Next;
    }

    private static bool Wait(
        SharedSpscRing ring, long argument, Func<SharedSpscRing, long, bool> isThere,
        RingSleep bed, RingRole other, TimeSpan timeout, CancellationToken cancel)
    {
        var deadline = Deadline.After(timeout);
        if (isThere(ring, argument)) return true;
        if (cancel.IsCancellationRequested || deadline.HasPassed) return false;
        if (Spin(ring, argument, isThere)) return true;

        using var wake = bed.WakeOn(cancel);
        var look = Deadline.After(WaitWord.Slice); // into /proc, which takes longer than most waits
        try
        {
            while (true)
            {
                var hasEnded = other.HasLeft || (look.HasPassed && other.HasDied);
                if (isThere(ring, argument)) return true; // after the look at the other, whose last deed may have been this
                if (hasEnded || cancel.IsCancellationRequested || deadline.HasPassed) return false;
                if (look.HasPassed) look = Deadline.After(WaitWord.Slice);
                bed.LieDown();
                if (isThere(ring, argument)) return true;
                if (!other.HasLeft) bed.Sleep(deadline);
            }
        }
        finally { bed.GetUp(); }
    }

    // The other side is often done within a microsecond; falling asleep and waking up takes ten.
    private static bool Spin(SharedSpscRing ring, long argument, Func<SharedSpscRing, long, bool> isThere)
    {
        if (ring.SpinTime <= TimeSpan.Zero) return false;
        var end = Stopwatch.GetTimestamp() + (long)(ring.SpinTime.TotalSeconds * Stopwatch.Frequency);
        do
        {
            for (var looks = 0; looks < 32; looks++)
            {
                if (isThere(ring, argument)) return true;
                if (X86Base.IsSupported) X86Base.Pause();
                else if (ArmBase.IsSupported) ArmBase.Yield();
            }
        }
        while (Stopwatch.GetTimestamp() < end);
        return false;
    }

    private bool HasEnded(RingRole role)
    {
        _region.ThrowIfDisposed();
        return role.HasLeft || role.HasDied;
    }

    // What a dead or former producer left: everything up to tail. After is reset, as its claim is forgotten.
    private void BecomeProducer()
    {
        _region.ThrowIfDisposed();
        _producerRole.Take();
        _producer = new RingPosition { Next = *_tail, After = *_tail, SeenOfOther = Volatile.Read(ref *_head) };
        _isProducer = true;
    }

    private void BecomeConsumer()
    {
        _region.ThrowIfDisposed();
        _consumerRole.Take();
        _consumer = new RingPosition { Next = *_head, After = *_head, SeenOfOther = *_head };
        _isConsumer = true;
    }

    private T* Live<T>(T* pointer) where T : unmanaged
    {
        if (_data == null) _region.ThrowIfDisposed();
        return pointer;
    }

    private static InvalidOperationException NothingClaimed() => new("Commit without a claim; call TryClaim first, once for each commit.");

    private static InvalidOperationException NothingPeeked() => new("Release without a message; call TryPeek first, once for each release.");

    private ArgumentOutOfRangeException TooLong(int length) =>
        new(nameof(length), length, $"A message in this ring has 0 to {MaxLength} bytes; make a ring of more than twice the longest message.");

    private InvalidDataException Overwritten() =>
        new($"Somebody has overwritten the ring '{Name}' ({_producerRole}, {_consumerRole}): what is in it cannot be read any more.");

    private string Display => _data == null
        ? "disposed"
        : $"{Volatile.Read(ref *_tail) - Volatile.Read(ref *_head)} of {Capacity} bytes, {_producerRole}, {_consumerRole}";
}
