using Workbook.Concurrency.Tests;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Messages;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.Messages;

/// <summary>The crash laboratory: a process is killed at a chosen step, and the others go on.</summary>
public sealed class MessageCrashTests : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60); // a new process may take long on a busy machine

    private readonly ByteQueue _queue = ByteQueue.CreateAnonymous(capacity: 8, maxBytes: 4096);
    private readonly MessageQueue<string> _reports = MessageQueue<string>.CreateAnonymous(4);

    public void Dispose()
    {
        _queue.Dispose();
        _reports.Dispose();
    }

    private void AwaitReport(string expected)
    {
        Assert.True(_reports.TryTake(out var report, _bound), $"no child reported '{expected}'");
        Assert.Equal(expected, report);
    }

    private static void MustKill(ChildProcess child)
    {
        Assert.True(child.IsAlive, $"{child}: {child.ExitCode} {child.Failure}");
        child.Kill();
        Assert.True(child.Join(_bound));
        Assert.Equal(-9, child.ExitCode);
    }

    private byte[] Take()
    {
        var into = new byte[4096];
        Assert.True(_queue.TryTake(into, out var length, _bound));
        return into[..length];
    }

    private static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, _bound), $"waited in vain until {what}");

    [Fact]
    public void A_producer_killed_after_its_claim_leaves_nothing()
    {
        _queue.Put([1]);
        using (var child = ChildProcess.Start(MessageCrashes.Claims, _queue, _reports))
        {
            AwaitReport("claimed");
            Assert.False(_queue.TryPut([9])); // it lives and has the end of the producers
            MustKill(child);
        }
        Assert.True(_queue.TryPut([2], _bound));
        Assert.Equal(2, _queue.Count);
        Assert.Equal([1], Take());
        Assert.Equal([2], Take());
        Assert.False(_queue.TryTake(new byte[1], out _));
    }

    [Fact]
    public void A_producer_killed_in_mid_write_leaves_bytes_that_the_next_one_overwrites()
    {
        using (var child = ChildProcess.Start(MessageCrashes.WritesHalf, _queue, _reports))
        {
            AwaitReport("wrote half");
            MustKill(child);
        }
        Assert.Equal(0, _queue.Count);
        for (var i = 0; i < 100; i++)
        {
            _queue.Put([(byte)i, 1, 2]);
            Assert.Equal([(byte)i, 1, 2], Take());
        }
    }

    [Fact]
    public void A_producer_killed_before_its_wake_up_has_put_and_the_sleeper_finds_it()
    {
        var consumer = WorkerThread.Start("consumer", () => Assert.Equal([7], Take()), background: true);
        Until(() => _queue.Takes.Sleepers.Any, "the consumer sleeps");
        using (var child = ChildProcess.Start(MessageCrashes.Publishes, _queue, _reports))
        {
            AwaitReport("published");
            MustKill(child);
        }
        Assert.True(consumer.Join(_bound));
        _queue.Put([8]); // and its mutex is free again
        Assert.Equal([8], Take());
    }

    [Fact]
    public void A_consumer_killed_before_it_removed_its_message_leaves_it_to_the_next()
    {
        _queue.Put([1]);
        _queue.Put([2]);
        using (var child = ChildProcess.Start(MessageCrashes.Holds, _queue, _reports))
        {
            AwaitReport("holds");
            Assert.False(_queue.TryTake(new byte[1], out _)); // it lives and has the end of the consumers
            Assert.True(_queue.TryPut([3]));                  // which is no concern of the producers
            MustKill(child);
        }
        Assert.Equal([1], Take());
        Assert.Equal([2], Take());
        Assert.Equal([3], Take());
    }

    [Fact]
    public void A_reader_killed_while_it_waits_does_not_break_the_queue()
    {
        using (var child = ChildProcess.Start(MessageCrashes.WaitsInTake, _queue))
        {
            Until(() => _queue.Takes.Sleepers.Any, "the child sleeps in Take");
            MustKill(child);
        }
        var consumer = WorkerThread.Start("consumer", () => Assert.Equal([1], Take()), background: true);
        Until(() => _queue.Takes.Sleepers.Waiting == 1, "the consumer sleeps"); // in the place of the dead one
        _queue.Put([1]);
        Assert.True(consumer.Join(_bound));
        _queue.Put([2]);
        Assert.Equal([2], Take());
    }

    [Fact]
    public void A_writer_killed_while_it_waits_for_room_has_put_nothing()
    {
        for (byte i = 0; i < 8; i++) _queue.Put([i]);
        using (var child = ChildProcess.Start(MessageCrashes.WaitsInPut, _queue))
        {
            Until(() => _queue.Puts.Sleepers.Any, "the child sleeps in Put");
            MustKill(child);
        }
        for (byte i = 0; i < 8; i++) Assert.Equal([i], Take());
        Assert.False(_queue.TryTake(new byte[1], out _));
        _queue.Put([9]);
        Assert.Equal([9], Take());
    }

    [Fact]
    public void A_producer_killed_at_full_speed_leaves_whole_messages_in_order()
    {
        for (var round = 0; round < 4; round++)
        {
            using var child = ChildProcess.Start(MessageCrashes.PutsForEver, _queue);
            var expected = 0;
            var enough = 100 + (round * 1_237);
            while (expected < enough) AssertNext(expected++);
            MustKill(child); // anywhere in a put, or asleep in one
            while (_queue.TryTake(_buffer, out var length)) AssertIs(expected++, length);
            _queue.Put([1]);
            Assert.Equal([1], Take());
        }
    }

    private readonly byte[] _buffer = new byte[4096];

    private void AssertNext(int number)
    {
        Assert.True(_queue.TryTake(_buffer, out var length, _bound));
        AssertIs(number, length);
    }

    private void AssertIs(int number, int length)
    {
        Assert.Equal(4 * MessageCrashes.LengthOf(number), length);
        for (var i = 0; i < length; i += 4) Assert.Equal(number, BitConverter.ToInt32(_buffer, i));
    }

    [Fact]
    public void A_consumer_killed_at_full_speed_takes_one_item_with_it_at_most_and_none_comes_twice()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(64);
        for (var round = 0; round < 3; round++)
        {
            using var note = SharedRegion.CreateAnonymous(sizeof(int));
            using var child = ChildProcess.Start(MessageCrashes.TakesForEver, queue, note);
            var number = 0;
            while (Volatile.Read(ref note.ValueAt<int>(0)) < 1_000 + (round * 777)) Assert.True(queue.TryPut(++number, _bound));
            MustKill(child);
            var noted = Volatile.Read(ref note.ValueAt<int>(0));
            if (queue.TryPut(number + 1)) number++; // at least one is there, and it may be full of them
            Assert.True(queue.TryTake(out var first, _bound));
            Assert.InRange(first - noted, 1, 2); // 2: taken, and killed before the note
            for (var next = first + 1; next <= number; next++)
            {
                Assert.True(queue.TryTake(out var item, _bound));
                Assert.Equal(next, item);
            }
            Assert.True(queue.IsEmpty);
        }
    }

    [Fact]
    public void A_consumer_that_works_before_it_removes_loses_nothing_and_one_may_come_twice()
    {
        for (var round = 0; round < 2; round++)
        {
            using var note = SharedRegion.CreateAnonymous(sizeof(int));
            using var child = ChildProcess.Start(MessageCrashes.HoldsForEver, _queue, note);
            var number = 0;
            while (Volatile.Read(ref note.ValueAt<int>(0)) < 1_000 + (round * 777))
                Assert.True(_queue.TryPut(BitConverter.GetBytes(++number), _bound));
            MustKill(child);
            var noted = Volatile.Read(ref note.ValueAt<int>(0));
            if (_queue.TryPut(BitConverter.GetBytes(number + 1))) number++; // as above
            var first = BitConverter.ToInt32(Take());
            Assert.InRange(first - noted, 0, 1); // 0: noted, and killed before the removal
            for (var next = first + 1; next <= number; next++) Assert.Equal(next, BitConverter.ToInt32(Take()));
            Assert.Equal(0, _queue.Count);
        }
    }

    // A mutex is abandoned by a thread as by a process, and threads are cheap: many rounds, at both ends, in turns.
    [Fact]
    public void Threads_that_end_with_a_claim_or_a_message_leave_no_trace()
    {
        for (var round = 0; round < 25; round++)
        {
            Patience.OnAnotherThread(() => _queue.Claim(round).Bytes.Fill(0xEE));
            _queue.Put([1, (byte)round]);
            Patience.OnAnotherThread(() => Assert.True(_queue.Hold(out _)));
            Assert.Equal([1, (byte)round], Take());
        }
        Assert.Equal(0, _queue.Count);
    }

    // Close has to get past a dead producer too.
    [Fact]
    public void A_queue_is_closed_past_a_producer_that_died_with_a_claim()
    {
        Patience.OnAnotherThread(() => _queue.Claim(10));
        _queue.Close();
        Assert.False(_queue.Take([], out _));
    }
}
