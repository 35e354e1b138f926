using Workbook.Concurrency.Tests;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Messages;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.Messages;

public sealed class ByteQueueTests : IDisposable
{
    private readonly ByteQueue _queue = ByteQueue.CreateAnonymous(capacity: 4, maxBytes: 1024);

    public void Dispose() => _queue.Dispose();

    private static string UniqueName() => $"test-{Guid.NewGuid():N}";

    private byte[] Take()
    {
        var into = new byte[1024];
        Assert.True(_queue.TryTake(into, out var length));
        return into[..length];
    }

    [Fact]
    public void A_claim_shows_when_it_is_committed_and_not_before()
    {
        using (var claim = _queue.Claim(3))
        {
            Assert.Equal(3, claim.Bytes.Length);
            claim.Bytes.Fill(7);
            Assert.Equal(0, _queue.Count);
            claim.Commit();
            Assert.Equal(1, _queue.Count);
        }
        Assert.Equal([7, 7, 7], Take());
    }

    [Fact]
    public void A_claim_that_is_disposed_was_never_there()
    {
        using (var claim = _queue.Claim(100)) claim.Bytes.Fill(7);
        Assert.Equal(0, _queue.Count);
        _queue.Put([1]);
        Assert.Equal([1], Take());
    }

    [Fact]
    public void A_claim_ends_once()
    {
        Assert.True(_queue.TryClaim(1, out var claim));
        claim.Commit();
        AssertRefuses(claim);
        using (var next = _queue.Claim(1)) AssertRefuses(claim); // the old one does not end the new one
        claim.Dispose(); // does nothing
        Assert.Equal(1, _queue.Count);
        AssertRefuses(default);

        static void AssertRefuses(ClaimedMessage claim)
        {
            try { claim.Commit(); }
            catch (InvalidOperationException) { return; }
            Assert.Fail("committed twice");
        }
    }

    [Fact]
    public void A_second_claim_by_the_same_thread_is_refused()
    {
        using var claim = _queue.Claim(1);
        Assert.Throws<LockRecursionException>(() => _queue.Claim(1).Dispose());
        Assert.Throws<LockRecursionException>(_queue.Close);
    }

    [Fact]
    public void While_one_has_a_claim_another_does_not_get_on()
    {
        using (var claim = _queue.Claim(1))
        {
            Patience.OnAnotherThread(() =>
            {
                Assert.False(_queue.TryPut([2]));
                Assert.Throws<OperationCanceledException>(() => _queue.Put([2], new CancellationToken(canceled: true)));
            });
            claim.Bytes[0] = 1;
            claim.Commit();
        }
        Patience.OnAnotherThread(() => Assert.True(_queue.TryPut([2])));
        Assert.Equal([1], Take());
        Assert.Equal([2], Take());
    }

    [Fact]
    public void A_held_message_is_there_until_it_is_removed()
    {
        _queue.Put([1, 2]);
        for (var round = 0; round < 2; round++)
        {
            Assert.True(_queue.TryHold(out var message));
            using (message) Assert.Equal([1, 2], message.Bytes.ToArray());
            Assert.Equal(1, _queue.Count);
        }
        Assert.True(_queue.Hold(out var last));
        last.Remove();
        Assert.Equal(0, _queue.Count);
        last.Dispose(); // does nothing
        try
        {
            last.Remove();
            Assert.Fail("removed twice");
        }
        catch (InvalidOperationException) { }
    }

    [Fact]
    public void While_one_holds_a_message_others_may_put_but_not_take()
    {
        _queue.Put([1]);
        _queue.Put([2]);
        Assert.True(_queue.Hold(out var message));
        Patience.OnAnotherThread(() =>
        {
            Assert.False(_queue.TryTake(new byte[8], out _));
            Assert.True(_queue.TryPut([3]));
        });
        message.Remove();
        Assert.Equal([2], Take());
    }

    [Fact]
    public void A_message_that_does_not_fit_the_callers_bytes_stays()
    {
        _queue.Put([1, 2, 3]);
        Assert.Contains("has 3 bytes", Assert.Throws<ArgumentException>(() => _queue.TryTake(new byte[2], out _)).Message);
        Assert.Equal([1, 2, 3], Take());
    }

    [Fact]
    public void Lengths_out_of_range_are_refused_and_nothing_is_held()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _queue.Claim(-1).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => _queue.TryClaim(_queue.LongestMessage + 1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _queue.Put(new byte[_queue.LongestMessage + 1]));
        Patience.OnAnotherThread(() => Assert.True(_queue.TryPut(new byte[_queue.LongestMessage])));
        Assert.Equal(_queue.LongestMessage, Take().Length);
        _queue.Put([]);
        Assert.Empty(Take());
    }

    [Theory]
    [InlineData(0, 1024)]
    [InlineData(-1, 1024)]
    [InlineData(1, 63)]
    [InlineData(1, int.MaxValue)]
    public void Sizes_out_of_range_are_refused(int capacity, int maxBytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteQueue.CreateAnonymous(capacity, maxBytes));

    [Fact]
    public void Closed_it_refuses_claims_and_gives_what_is_left()
    {
        _queue.Put([1]);
        _queue.Close();
        Assert.True(_queue.IsClosed);
        Assert.Throws<InvalidOperationException>(() => _queue.Claim(1).Dispose());
        Assert.False(_queue.TryClaim(1, out _));
        Assert.False(_queue.TryPut([1], Timeout.InfiniteTimeSpan));
        Assert.Equal([1], Take());
        Assert.False(_queue.Hold(out _));
        Assert.False(_queue.Take([], out _));
    }

    [Fact]
    public void A_name_leads_to_the_same_queue()
    {
        var name = UniqueName();
        using var mine = ByteQueue.Create(name, 3, 100);
        using (var same = ByteQueue.Open(name))
        {
            Assert.Equal((3, 56), (same.Capacity, same.LongestMessage)); // of 128 bytes
            same.Put([1]);
        }
        Assert.Equal(1, mine.Count);
        Assert.Contains($"{Environment.ProcessId}", Assert.Throws<IOException>(() => ByteQueue.Create(name, 3, 100)).Message);
        mine.Unlink();
        Assert.Throws<FileNotFoundException>(() => ByteQueue.Open(name));
    }

    [Fact]
    public void What_nobody_made_cannot_be_opened() => Assert.Throws<FileNotFoundException>(() => ByteQueue.Open(UniqueName()));

    [Fact]
    public void A_region_that_is_no_queue_is_refused()
    {
        var name = UniqueName();
        using var region = SharedRegion.Create(name, 4096, "queue"); // all zero
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => ByteQueue.Open(name)).Message);
        region.ValueAt<uint>(0) = QueueLayout.Expected; // and nothing else
        Assert.Throws<InvalidDataException>(() => ByteQueue.Open(name));
    }

    [Fact]
    public unsafe void A_queue_of_another_pid_namespace_is_refused()
    {
        var name = UniqueName();
        using var mine = ByteQueue.Create(name, 3, 100);
        mine.Layout->Namespace++;
        Assert.Contains("another pid namespace", Assert.Throws<InvalidDataException>(() => ByteQueue.Open(name)).Message);
    }

    // Just before 2^32 messages and units: both begin again at 0.
    [Fact]
    public unsafe void Counters_that_wrap_around_change_nothing()
    {
        (_queue.Layout->Tail, _queue.Layout->Head) = (0xFFFF_FFF0_FFFF_FFC0, 0xFFFF_FFF0_FFFF_FFC0);
        (_queue.Layout->TailSeen, _queue.Layout->HeadSeen) = (_queue.Layout->Tail, _queue.Layout->Head);
        for (var round = 0; round < 100; round++)
        {
            for (byte i = 0; i < 4; i++) Assert.True(_queue.TryPut([(byte)round, i]));
            Assert.False(_queue.TryPut([0]));
            Assert.Equal(4, _queue.Count);
            for (byte i = 0; i < 4; i++) Assert.Equal([(byte)round, i], Take());
            Assert.False(_queue.TryTake(new byte[8], out _));
        }
    }

    [Fact]
    public void It_is_not_disposed_under_a_claim_or_a_message_in_hand()
    {
        using (var claim = _queue.Claim(1))
        {
            Assert.Throws<InvalidOperationException>(_queue.Dispose);
            claim.Commit();
        }
        Assert.True(_queue.Hold(out var message));
        Patience.OnAnotherThread(() => Assert.Throws<InvalidOperationException>(_queue.Dispose));
        message.Remove();
        _queue.Dispose();
        message.Dispose(); // does nothing
    }

    [Fact]
    public void A_queue_that_was_overwritten_says_so_and_holds_no_lock()
    {
        _queue.Put([1]);
        unsafe { *(int*)((byte*)_queue.Layout + QueueLayout.Size) = -7; }
        Assert.Throws<InvalidDataException>(() => Take());
        Patience.OnAnotherThread(() => Assert.Throws<InvalidDataException>(() => Take()));
    }

    [Fact]
    public void After_its_end_every_use_is_refused()
    {
        _queue.Dispose();
        _queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _queue.Put([1]));
        Assert.Throws<ObjectDisposedException>(() => _queue.TryTake(new byte[1], out _));
        Assert.Throws<ObjectDisposedException>(() => _queue.Count);
        Assert.Throws<ObjectDisposedException>(() => _queue.IsClosed);
        Assert.Throws<ObjectDisposedException>(_queue.Close);
        Assert.Equal("disposed", DebuggerText.Of(_queue));
    }

    [Fact]
    public void It_is_not_disposed_under_a_thread_that_waits()
    {
        Assert.False(_queue.HasWaitingConsumers);
        var worker = WorkerThread.Start("consumer", () => Assert.False(_queue.Take([], out _)), background: true);
        Patience.UntilShown(_queue, "1 waiting here");
        Assert.Throws<InvalidOperationException>(_queue.Dispose);
        Patience.Until(() => _queue.HasWaitingConsumers, "it has said that it sleeps");
        _queue.Close();
        Patience.MustEnd(worker);
        Assert.False(_queue.HasWaitingProducers);
    }

    // It would wake up in the next region, which lies at the same address, and take a message there.
    [Fact]
    public void It_is_not_disposed_under_a_thread_that_waits_for_another_consumer()
    {
        _queue.Put([1]);
        _queue.Put([2]);
        Assert.True(_queue.Hold(out var message));
        var worker = WorkerThread.Start("consumer", () => Assert.Equal([2], Take(Timeout.InfiniteTimeSpan)), background: true);
        Patience.UntilShown(_queue, "1 waiting here");
        Assert.Throws<InvalidOperationException>(_queue.Dispose);
        message.Remove();
        Patience.MustEnd(worker);
    }

    [Fact]
    public void The_debugger_shows_messages_and_waiters()
    {
        Assert.Equal("0 of 4, 0 waiting here", DebuggerText.Of(_queue));
        var worker = WorkerThread.Start("consumer", () => Assert.False(_queue.Take([], out _)), background: true);
        Patience.UntilShown(_queue, "1 waiting here");
        _queue.Close();
        Patience.MustEnd(worker);
        Assert.Equal("0 of 4, closed, 0 waiting here", DebuggerText.Of(_queue));
    }

    // As if the producer had been killed between the two: the consumer looks after 20 ms at the latest.
    [Fact]
    public void A_message_that_was_published_without_a_wake_up_is_found()
    {
        var worker = WorkerThread.Start("consumer", () => Assert.Equal([7], Take(Timeout.InfiniteTimeSpan)), background: true);
        Patience.UntilShown(_queue, "1 waiting here");
        Patience.Until(() => _queue.Takes.Sleepers.Any, "it has said that it sleeps");
        Patience.OnAnotherThread(() => MessageCrashes.PublishWithoutWaking(_queue, 7));
        Patience.MustEnd(worker);
        _queue.Put([8]); // takes the mutex over, which that thread has ended with
    }

    private byte[] Take(TimeSpan timeout)
    {
        var into = new byte[1024];
        Assert.True(_queue.TryTake(into, out var length, timeout));
        return into[..length];
    }
}
