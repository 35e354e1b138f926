using System.Reflection;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.SharedMemory;

public class SharedMpmcRingTests
{
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(30);

    [Fact]
    public void Messages_come_out_as_they_went_in_and_in_order()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 16);
        for (var lap = 0; lap < 100; lap++)
        {
            Assert.True(ring.TryWrite([1, (byte)lap]));
            Assert.True(ring.TryWrite([]));
            Assert.Equal(2, ring.Count);
            Assert.Equal([1, (byte)lap], Next(ring)!);
            Assert.Equal<byte>([], Next(ring)!);
            Assert.Null(Next(ring));
        }
        Assert.Equal((0, 0), (ring.Skipped, ring.Lost));
    }

    [Fact]
    public void A_full_ring_refuses_until_a_message_is_released()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(3, 8);
        Assert.Equal(4, ring.Capacity);
        for (var i = 0; i < 4; i++) Assert.True(ring.TryWrite([]));
        Assert.False(ring.TryWrite([]));
        Assert.True(ring.TryPeek(out var message));
        Assert.False(ring.TryWrite([]));
        message.Release();
        Assert.True(ring.TryWrite([]));
    }

    [Fact]
    public void A_claim_is_invisible_until_its_commit_and_holds_up_what_comes_behind()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        Assert.True(ring.TryClaim(out var claim));
        Assert.True(ring.TryWrite([2]));
        Assert.Null(Next(ring));
        claim.Bytes[0] = 1;
        claim.Commit(1);
        Assert.Equal([1], Next(ring)!);
        Assert.Equal([2], Next(ring)!);
    }

    [Fact]
    public void An_abandoned_claim_is_passed_over()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        Assert.True(ring.TryClaim(out var claim));
        Assert.True(ring.TryWrite([2]));
        claim.Abandon();
        Assert.Equal([2], Next(ring)!);
        Assert.Equal((0, 0), (ring.Skipped, ring.Lost));
        Assert.Throws<InvalidOperationException>(() => AbandonTwice(ring));
    }

    private static void AbandonTwice(SharedMpmcRing ring)
    {
        ring.TryClaim(out var claim);
        claim.Abandon();
        claim.Abandon();
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryWrite(new byte[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryRead(new byte[7], out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMpmcRing.CreateAnonymous(1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedMpmcRing.CreateAnonymous(4, 0));
        Assert.Throws<InvalidOperationException>(() => CommitTwice(ring));
        Assert.Throws<InvalidOperationException>(() => ReleaseTwice(ring));
    }

    private static void CommitTwice(SharedMpmcRing ring)
    {
        ring.TryClaim(out var claim);
        claim.Commit(1);
        claim.Commit(1);
    }

    private static void ReleaseTwice(SharedMpmcRing ring)
    {
        ring.TryPeek(out var message);
        message.Release();
        message.Release();
    }

    [Fact]
    public void Close_refuses_writers_and_lets_readers_finish()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        ring.TryWrite([1]);
        ring.Close();
        Assert.Throws<InvalidOperationException>(() => ring.TryWrite([2]));
        Assert.True(ring.Read(new byte[8], out _, Timeout.InfiniteTimeSpan));
        Assert.False(ring.Read(new byte[8], out _, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Close_wakes_who_sleeps()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        var readers = Enumerable.Range(0, 3)
            .Select(_ => Aside(() => Assert.False(ring.Read(new byte[8], out var _, Timeout.InfiniteTimeSpan)))).ToArray();
        ring.Close();
        foreach (var reader in readers) Assert.True(reader.Join(_long));
    }

    [Fact]
    public void A_wait_ends_with_its_time_or_its_token()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(2, 8);
        Assert.False(ring.Read(new byte[8], out _, TimeSpan.FromMilliseconds(5)));
        var cancelled = new CancellationToken(true);
        Assert.Throws<OperationCanceledException>(() => ring.Read(new byte[8], out _, Timeout.InfiniteTimeSpan, cancelled));
        while (ring.TryWrite([])) ;
        Assert.False(ring.Write([], TimeSpan.FromMilliseconds(5)));
        Assert.Throws<OperationCanceledException>(() => ring.Write([], Timeout.InfiniteTimeSpan, cancelled));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_between_many_threads_and_processes()
    {
        const int Each = 10_000, Producers = 3; // two here, one over there
        using var ring = SharedMpmcRing.CreateAnonymous(16, 8);
        using var child = ChildProcess.Start(Produce, ring, 2, Each);
        var seen = new int[Producers * Each];
        var consumers = Enumerable.Range(0, 2).Select(_ => Aside(() =>
        {
            Span<byte> buffer = stackalloc byte[8];
            var last = new int[Producers];
            Array.Fill(last, -1);
            while (ring.Read(buffer, out var length, Timeout.InfiniteTimeSpan))
            {
                Assert.Equal(8, length);
                var (producer, number) = MemoryMarshal.Read<(int, int)>(buffer);
                Assert.True(number > last[producer], "the order of each producer is kept, for each consumer");
                last[producer] = number;
                Interlocked.Increment(ref seen[(producer * Each) + number]);
            }
        })).ToArray();
        var producers = Enumerable.Range(0, 2).Select(i => Aside(() => Produce(ring, i, Each))).ToArray();
        foreach (var producer in producers) Assert.True(producer.Join(_long));
        child.Join();
        Assert.Null(child.Failure);
        ring.Close();
        foreach (var consumer in consumers) Assert.True(consumer.Join(_long));
        Assert.All(seen, count => Assert.Equal(1, count));
        Assert.Equal((0, 0), (ring.Skipped, ring.Lost));
    }

    internal static void Produce(SharedMpmcRing ring, int producer, int count)
    {
        Span<byte> message = stackalloc byte[8];
        for (var i = 0; i < count; i++)
        {
            MemoryMarshal.Write(message, (producer, i));
            ring.Write(message, Timeout.InfiniteTimeSpan);
        }
    }

    [Fact]
    public void The_slot_of_a_producer_killed_between_claim_and_commit_is_skipped()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        using var reached = SharedValue<int>.CreateAnonymous();
        using var child = ChildProcess.Start(ClaimOnly, ring, reached);
        Assert.True(SpinWait.SpinUntil(() => reached.Value == 1, _long));
        Assert.True(ring.TryWrite([2])); // behind it
        Assert.False(ring.Read(new byte[8], out _, TimeSpan.FromMilliseconds(50))); // alive: nobody robs it
        child.Kill();
        Assert.True(ring.Read(new byte[8], out var length, _long));
        Assert.Equal(1, length);
        Assert.Equal((1, 0), (ring.Skipped, ring.Lost));
        child.Join();
        for (var i = 0; i < 10; i++) // and the slot is in use again
        {
            Assert.True(ring.TryWrite([(byte)i]));
            Assert.Equal([(byte)i], Next(ring)!);
        }
    }

    internal static void ClaimOnly(SharedMpmcRing ring, SharedValue<int> reached)
    {
        ring.TryClaim(out var claim);
        claim.Bytes[0] = 9;
        reached.Value = 1;
        Thread.Sleep(Timeout.Infinite);
    }

    [Fact]
    public void The_slot_of_a_consumer_killed_between_peek_and_release_is_free_again_and_its_message_counted_as_lost()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(2, 8);
        using var reached = SharedValue<int>.CreateAnonymous();
        Assert.True(ring.TryWrite([1]));
        Assert.True(ring.TryWrite([2]));
        using var child = ChildProcess.Start(PeekOnly, ring, reached);
        Assert.True(SpinWait.SpinUntil(() => reached.Value == 1, _long));
        Assert.False(ring.Write([3], TimeSpan.FromMilliseconds(50))); // alive: nobody robs it
        child.Kill();
        Assert.True(ring.Write([3], _long));
        child.Join();
        Assert.Equal([2], Next(ring)!);
        Assert.Equal([3], Next(ring)!);
        Assert.Equal((0, 1), (ring.Skipped, ring.Lost));
    }

    internal static void PeekOnly(SharedMpmcRing ring, SharedValue<int> reached)
    {
        ring.TryPeek(out _);
        reached.Value = 1;
        Thread.Sleep(Timeout.Infinite);
    }

    [Fact]
    public void Producers_killed_at_any_moment_neither_block_nor_corrupt_the_ring()
    {
        using var ring = SharedMpmcRing.CreateAnonymous(8, 8);
        var last = new Dictionary<int, int>();
        Span<byte> buffer = stackalloc byte[8];
        for (var round = 0; round < 3; round++)
        {
            using var first = ChildProcess.Start(Produce, ring, 2 * round, int.MaxValue);
            using var second = ChildProcess.Start(Produce, ring, (2 * round) + 1, int.MaxValue);
            var heard = new HashSet<int>();
            for (var i = 0; i < 2000 || heard.Count < 2; i++)
            {
                Assert.True(ring.Read(buffer, out var length, _long));
                Assert.Equal(8, length);
                var (producer, number) = MemoryMarshal.Read<(int, int)>(buffer);
                Assert.Equal(last.GetValueOrDefault(producer, -1) + 1, number); // one consumer: in order, without gaps
                last[producer] = number;
                if (producer / 2 == round) heard.Add(producer);
            }
            first.Kill(); // in the midst of it
            second.Kill();
            first.Join();
            second.Join();
        }
        while (ring.Read(buffer, out _, TimeSpan.FromMilliseconds(100))) ;
        Assert.True(ring.Write([1], _long));
        Assert.True(ring.Read(buffer, out _, _long));
        Assert.Equal(0, ring.Lost);
    }

    [Fact]
    public void The_debugger_shows_what_is_in_it()
    {
        var ring = SharedMpmcRing.CreateAnonymous(4, 8);
        var display = ring.GetType().GetProperty("Display", BindingFlags.Instance | BindingFlags.NonPublic)!;
        string? Shown() => display.GetValue(ring) as string;
        ring.TryWrite([1]);
        Assert.Equal("1 of 4, 0 skipped, 0 lost", Shown());
        ring.Dispose();
        Assert.Equal("disposed", Shown());
    }

    // Its failure comes out of Join.
    private static WorkerThread Aside(Action body) => WorkerThread.Start("the other side", body, background: true);

    private static byte[]? Next(SharedMpmcRing ring)
    {
        if (!ring.TryPeek(out var message)) return null;
        var bytes = message.Bytes.ToArray();
        message.Release();
        return bytes;
    }
}
