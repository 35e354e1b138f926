using System.Reflection;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.SharedMemory;

public class SharedSpscRingTests
{
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(30);

    [Fact]
    public void Messages_come_out_as_they_went_in_and_in_order()
    {
        using var ring = SharedSpscRing.CreateAnonymous(1024);
        Assert.True(ring.IsEmpty);
        Assert.True(ring.TryWrite([1, 2, 3]));
        Assert.True(ring.TryWrite([])); // an empty one is a message too
        Assert.True(ring.TryWrite([4]));
        Assert.False(ring.IsEmpty);
        Assert.Equal([1, 2, 3], Next(ring)!);
        Assert.Equal<byte>([], Next(ring)!);
        Assert.Equal([4], Next(ring)!);
        Assert.Null(Next(ring));
    }

    [Fact]
    public void Messages_of_every_length_pass_the_end_of_the_ring_whole()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        Assert.Equal(120, ring.MaxLength);
        var random = new Random(1);
        var expected = new Queue<byte[]>();
        for (var i = 0; i < 20_000; i++)
        {
            var message = new byte[random.Next(ring.MaxLength + 1)];
            random.NextBytes(message);
            if (ring.TryWrite(message)) expected.Enqueue(message);
            if (random.Next(2) == 0 && expected.Count > 0) Assert.Equal(expected.Dequeue(), Next(ring)!);
        }
        while (expected.Count > 0) Assert.Equal(expected.Dequeue(), Next(ring)!);
        Assert.True(ring.IsEmpty);
    }

    [Fact]
    public void A_full_ring_refuses_until_a_message_is_released()
    {
        using var ring = SharedSpscRing.CreateAnonymous(64);
        Assert.True(ring.TryWrite(new byte[24]));
        Assert.True(ring.TryWrite(new byte[24]));
        Assert.False(ring.TryWrite([]));
        Assert.True(ring.TryPeek(out _));
        Assert.False(ring.TryWrite([])); // peeked is not released
        ring.Release();
        Assert.True(ring.TryWrite([]));
    }

    [Fact]
    public void A_claim_is_invisible_until_its_commit_and_may_be_shortened()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        Assert.True(ring.TryClaim(100, out var room));
        room.Fill(9);
        Assert.False(ring.TryPeek(out _));
        ring.Commit(3);
        Assert.Equal([9, 9, 9], Next(ring)!);
        Assert.True(ring.TryWrite(new byte[100])); // the rest of the claim is free again
    }

    [Fact]
    public void A_claim_that_is_not_committed_is_forgotten()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        Assert.True(ring.TryClaim(100, out _));
        Assert.True(ring.TryWrite([1]));
        Assert.Equal([1], Next(ring)!);
        Assert.Null(Next(ring));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        Assert.Throws<InvalidOperationException>(ring.Commit);
        Assert.Throws<InvalidOperationException>(() => ring.Commit(1));
        Assert.Throws<InvalidOperationException>(ring.Release);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryWrite(new byte[121]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryClaim(-1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.WaitToWrite(121, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedSpscRing.CreateAnonymous(63));
        Assert.True(ring.TryClaim(10, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Commit(11));
        ring.Commit();
        Assert.Throws<InvalidOperationException>(ring.Commit);
    }

    [Fact]
    public void A_buffer_that_is_too_small_leaves_the_message()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        ring.TryWrite([1, 2, 3]);
        Assert.Throws<ArgumentException>(() => ring.TryRead(new byte[2], out _));
        Assert.Equal([1, 2, 3], Next(ring)!);
    }

    [Fact]
    public void A_second_producer_or_consumer_is_refused_until_the_first_leaves()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        using var other = SharedSpscRing.FromTicket(ring.WriteTicket(new()), new());
        Assert.True(ring.TryWrite([1]));
        Assert.Contains("has a producer already", Assert.Throws<InvalidOperationException>(() => other.TryWrite([2])).Message);
        ring.Complete();
        Assert.True(other.TryWrite([2]));

        Assert.Equal([1], Next(ring)!);
        Assert.Throws<InvalidOperationException>(() => other.TryPeek(out _));
    }

    [Fact]
    public void A_wait_ends_with_its_time_or_its_token()
    {
        using var ring = SharedSpscRing.CreateAnonymous(64);
        Assert.False(ring.WaitToRead(TimeSpan.Zero));
        Assert.False(ring.WaitToRead(TimeSpan.FromMilliseconds(5)));
        Assert.False(ring.WaitToRead(Timeout.InfiniteTimeSpan, new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => ring.Read(new byte[8], out _, new CancellationToken(true)));
        using var soon = new CancellationTokenSource(5);
        Assert.Throws<OperationCanceledException>(() => ring.Read(new byte[8], out _, soon.Token));

        while (ring.TryWrite([])) ;
        Assert.False(ring.WaitToWrite(0, TimeSpan.FromMilliseconds(5)));
        Assert.Throws<OperationCanceledException>(() => ring.Write([], new CancellationToken(true)));
        Next(ring);
        Assert.True(ring.Write([], new CancellationToken(true))); // no wait needed
    }

    [Fact]
    public void A_reader_is_told_that_the_producer_has_left_when_all_is_read()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        using (var producer = SharedSpscRing.FromTicket(ring.WriteTicket(new()), new())) producer.Write([1]);
        Assert.True(ring.HasProducerLeft);
        Assert.True(ring.Read(new byte[8], out var length));
        Assert.Equal(1, length);
        Assert.False(ring.Read(new byte[8], out _));
    }

    [Fact]
    public void A_writer_that_would_wait_is_told_that_the_consumer_has_left()
    {
        using var ring = SharedSpscRing.CreateAnonymous(64);
        using (var consumer = SharedSpscRing.FromTicket(ring.WriteTicket(new()), new())) Assert.False(consumer.TryPeek(out _));
        Assert.True(ring.HasConsumerLeft);
        while (ring.TryWrite([])) ;
        Assert.False(ring.Write([]));
        Assert.NotNull(Next(ring)); // another one may come
        Assert.True(ring.Write([]));
    }

    [Fact]
    public void Leaving_wakes_who_sleeps()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        var producer = SharedSpscRing.FromTicket(ring.WriteTicket(new()), new());
        producer.Write([1]);
        Next(ring);
        var read = Aside(() => Assert.False(ring.Read(new byte[8], out _)));
        producer.Dispose();
        Assert.True(read.Join(_long));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Nothing_is_lost_between_two_threads_that_sleep_and_wake(int spinMicroseconds)
    {
        const int Messages = 20_000;
        using var ring = SharedSpscRing.CreateAnonymous(64); // so that both sides wait all the time
        ring.SpinTime = TimeSpan.FromMicroseconds(spinMicroseconds);
        var reader = Aside(() => ReadAll(ring, Messages));
        WriteAll(ring, Messages);
        Assert.True(reader.Join(_long));
    }

    [Fact]
    public void Nothing_is_lost_between_two_processes()
    {
        const int Messages = 100_000;
        using var there = SharedSpscRing.CreateAnonymous(4096);
        using var back = SharedSpscRing.CreateAnonymous(4096);
        using var child = ChildProcess.Start(Echo, there, back, Messages);
        var reader = Aside(() => ReadAll(back, Messages));
        WriteAll(there, Messages);
        Assert.True(reader.Join(_long));
        child.Join();
        Assert.Null(child.Failure);
    }

    internal static void Echo(SharedSpscRing there, SharedSpscRing back, int messages)
    {
        Span<byte> buffer = stackalloc byte[64];
        for (var i = 0; i < messages; i++)
        {
            there.Read(buffer, out var length);
            back.Write(buffer[..length]);
        }
        back.Dispose();
    }

    [Fact]
    public void A_producer_killed_between_claim_and_commit_leaves_no_trace_and_the_next_one_goes_on()
    {
        using var ring = SharedSpscRing.CreateAnonymous(4096);
        using var reached = SharedValue<int>.CreateAnonymous();
        using var child = ChildProcess.Start(WriteOneAndClaimAnother, ring, reached);
        Assert.True(SpinWait.SpinUntil(() => reached.Value == 1, _long));
        child.Kill();
        child.Join();

        Span<byte> buffer = stackalloc byte[64];
        Assert.True(ring.Read(buffer, out var length));
        Assert.Equal(1, length);
        Assert.False(ring.Read(buffer, out _)); // told, not hung
        Assert.True(ring.HasProducerLeft);

        Assert.True(ring.TryWrite([7])); // this process takes the role over, at the same place
        Assert.Equal([7], Next(ring)!);
    }

    internal static void WriteOneAndClaimAnother(SharedSpscRing ring, SharedValue<int> reached)
    {
        ring.Write([1]);
        ring.TryClaim(100, out var room);
        room[..50].Fill(9); // in the middle of it
        reached.Value = 1;
        Thread.Sleep(Timeout.Infinite);
    }

    [Fact]
    public void A_consumer_killed_between_peek_and_release_leaves_the_message_to_the_next_one()
    {
        using var ring = SharedSpscRing.CreateAnonymous(64);
        using var reached = SharedValue<int>.CreateAnonymous();
        while (ring.TryWrite([5])) ;
        using var child = ChildProcess.Start(PeekOnly, ring, reached);
        Assert.True(SpinWait.SpinUntil(() => reached.Value == 1, _long));
        child.Kill();
        Assert.False(ring.Write([6])); // full, and whoever could change that is dead: told, not hung
        child.Join();
        Assert.Equal([5], Next(ring)!);
    }

    internal static void PeekOnly(SharedSpscRing ring, SharedValue<int> reached)
    {
        ring.TryPeek(out _);
        reached.Value = 1;
        Thread.Sleep(Timeout.Infinite);
    }

    [Fact]
    public void Opening_something_else_is_refused()
    {
        using var array = SharedArray<byte>.CreateAnonymous(1000);
        var refusal = Assert.Throws<InvalidDataException>(() => SharedSpscRing.FromTicket(array.WriteTicket(new()), new()));
        Assert.Contains("is not a ring", refusal.Message);
    }

    [Fact]
    public void A_ring_that_was_overwritten_is_told()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        using var region = SharedRegion.FromTicket(ring.WriteTicket(new()), new());
        ring.TryWrite([1]);
        region.AsSpan(768, 8).Fill(0x7f); // the length of the message
        Assert.Contains("overwritten", Assert.Throws<InvalidDataException>(() => ring.TryPeek(out _)).Message);
    }

    [Fact]
    public void A_length_that_leads_beyond_the_end_of_the_ring_is_told()
    {
        using var ring = SharedSpscRing.CreateAnonymous(256);
        using var region = SharedRegion.FromTicket(ring.WriteTicket(new()), new());
        for (var i = 0; i < 6; i++) // 64 bytes each: the fourth ends with the ring, the last two lie at its start
        {
            Assert.True(ring.TryWrite(new byte[56]));
            if (i < 3) Next(ring);
        }
        region.ValueAt<int>(768 + 192) = 112; // the fourth's, still before the tail
        Assert.Contains("overwritten", Assert.Throws<InvalidDataException>(() => ring.TryPeek(out _)).Message);
    }

    [Fact]
    public void A_claim_does_not_outlive_the_role_nor_the_ring()
    {
        var ring = SharedSpscRing.CreateAnonymous(256);
        Assert.True(ring.TryClaim(8, out _));
        ring.Complete();
        Assert.Throws<InvalidOperationException>(ring.Commit);
        Assert.True(ring.IsEmpty);
        Assert.True(ring.TryWrite([1]));
        Assert.True(ring.TryClaim(8, out _));
        Assert.True(ring.TryPeek(out _));
        ring.Dispose();
        Assert.Throws<InvalidOperationException>(ring.Commit);
        Assert.Throws<InvalidOperationException>(() => ring.Commit(1));
        Assert.Throws<InvalidOperationException>(ring.Release);
    }

    [Fact]
    public void A_wait_that_spins_for_long_ends_with_its_time_all_the_same()
    {
        using var ring = SharedSpscRing.CreateAnonymous(64);
        ring.SpinTime = TimeSpan.FromHours(1);
        Assert.False(ring.WaitToRead(TimeSpan.FromMilliseconds(5)));
        using var soon = new CancellationTokenSource(5);
        Assert.False(ring.WaitToRead(Timeout.InfiniteTimeSpan, soon.Token));
    }

    [Fact]
    public void After_Dispose_every_use_is_refused()
    {
        var ring = SharedSpscRing.CreateAnonymous(256);
        ring.TryWrite([1]);
        ring.Dispose();
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.TryWrite([1]));
        Assert.Throws<ObjectDisposedException>(() => ring.TryPeek(out _));
        Assert.Throws<ObjectDisposedException>(() => ring.IsEmpty);
        Assert.Throws<ObjectDisposedException>(() => ring.WaitToRead(TimeSpan.Zero));
    }

    [Fact]
    public void The_debugger_shows_what_is_in_it()
    {
        var ring = SharedSpscRing.CreateAnonymous(256);
        var display = ring.GetType().GetProperty("Display", BindingFlags.Instance | BindingFlags.NonPublic)!;
        string? Shown() => display.GetValue(ring) as string;
        ring.TryWrite([1]);
        Assert.Equal($"16 of 256 bytes, producer: process {Environment.ProcessId}, no consumer yet", Shown());
        ring.Dispose();
        Assert.Equal("disposed", Shown());
    }

    // Its failure comes out of Join.
    private static WorkerThread Aside(Action body) => WorkerThread.Start("the other side", body, background: true);

    private static byte[]? Next(SharedSpscRing ring)
    {
        if (!ring.TryPeek(out var message)) return null;
        var bytes = message.ToArray();
        ring.Release();
        return bytes;
    }

    private static void WriteAll(SharedSpscRing ring, int messages)
    {
        Span<byte> message = stackalloc byte[24];
        for (long i = 0; i < messages; i++)
        {
            MemoryMarshal.Write(message, i);
            var length = 8 + (int)(i % 17);
            message[8..length].Fill((byte)i);
            Assert.True(ring.Write(message[..length]));
        }
    }

    private static void ReadAll(SharedSpscRing ring, int messages)
    {
        Span<byte> buffer = stackalloc byte[24];
        for (long i = 0; i < messages; i++)
        {
            Assert.True(ring.Read(buffer, out var length));
            Assert.Equal(i, MemoryMarshal.Read<long>(buffer));
            Assert.Equal(8 + (int)(i % 17), length);
            Assert.True(buffer[8..length].IndexOfAnyExcept((byte)i) < 0);
        }
    }
}
