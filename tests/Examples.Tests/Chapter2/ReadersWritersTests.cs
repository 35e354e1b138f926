using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.ReadersWriters;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class ReadersWritersTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string[] Run(LockChoice @lock, int readers = 8, int writers = 2, int rounds = 3, int overlap = 2)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), readers, writers, rounds, overlap, everyMs: 0, writeMs: 0, @lock);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    // The order of the first round, and the row of the table of all rounds.
    private static (string[] Order, int[] Figures) Outcome(string[] lines, string @lock)
    {
        string[] Row(string cells) => lines.Select(line => Regex.Match(line, $"^{@lock} +({cells})$"))
            .Single(match => match.Success).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (Row(@"(?:[rw]\d+ ?)+"), [.. Row(@"\d+(?: +\d+){4}").Select(int.Parse)]);
    }

    [Fact]
    public void Run_with_reader_preference_lets_the_writers_in_only_when_the_relay_has_stopped()
    {
        for (var i = 0; i < 10; i++)
        {
            var (order, figures) = Outcome(Run(LockChoice.Preference), "preference");
            Assert.Equal(["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"], order[..8]);
            Assert.Equal(["w1", "w2"], order[8..]);
            Assert.Equal([24, 6, 3 * (8 - 2)], figures[..3]); // all that came after the writers went past
            Assert.InRange(figures[3], 3, 8);                 // two and the next one; more if one is slow to go
            Assert.Equal(0, figures[4]);
        }
    }

    [Theory]
    [InlineData(LockChoice.Fair, "fair")]
    [InlineData(LockChoice.Gate, "gate")]
    public void Run_with_a_fair_lock_lets_the_writers_in_after_those_that_came_before_them(LockChoice choice, string name)
    {
        for (var i = 0; i < 10; i++)
        {
            var (order, figures) = Outcome(Run(choice), name);
            Assert.Equal(["r1", "r2", "w1", "w2"], order[..4]);
            Assert.Equal(["r3", "r4", "r5", "r6", "r7", "r8"], order[4..].Order());
            Assert.Equal([24, 6, 0], figures[..3]);
            Assert.InRange(figures[3], 2, 8);
            Assert.Equal(0, figures[4]);
        }
    }

    [Fact]
    public void Run_with_a_mutex_never_has_two_readers_together()
    {
        var (order, figures) = Outcome(Run(LockChoice.Mutex), "mutex");
        Assert.Equal(["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "w1", "w2"], order.Order());
        Assert.Equal([24, 6], figures[..2]);
        Assert.InRange(figures[2], 0, 18);
        Assert.Equal([1, 0], figures[3..]);
    }

    [Fact]
    public void Run_shows_the_waits_of_readers_and_writers_for_every_lock()
    {
        var lines = Run(LockChoice.All);
        var rows = lines.Select(line => Regex.Match(line, @"^(\w+) +(readers|writers) +([\d.]+) +([\d.]+) +([\d.]+)$"))
            .Where(match => match.Success).Select(match => match.Groups).ToList();
        Assert.Equal(
            ["preference readers", "preference writers", "fair readers", "fair writers",
                "mutex readers", "mutex writers", "gate readers", "gate writers"],
            rows.Select(row => $"{row[1]} {row[2]}"));
        foreach (var row in rows)
        {
            var waits = new[] { 3, 4, 5 }.Select(i => double.Parse(row[i].Value, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(waits.Order(), waits);
            var bar = new Regex($@"^{row[2]}, {row[1]} .* {Regex.Escape(row[4].Value)} ms$");
            Assert.Contains(lines, bar.IsMatch);
        }
    }

    [Fact]
    public void Run_without_a_reader_after_the_writers_is_refused() =>
        Assert.Equal("--overlap", Assert.Throws<BadOptionException>(() => Run(LockChoice.All, readers: 3, overlap: 3)).Option);

    [Theory]
    [InlineData(LockChoice.Preference)]
    [InlineData(LockChoice.Fair)]
    [InlineData(LockChoice.Mutex)]
    [InlineData(LockChoice.Gate)]
    public void Run_that_is_interrupted_ends(LockChoice choice)
    {
        using var interrupt = new CancellationTokenSource();
        var stage = new Stage(TextWriter.Null, cancel: interrupt.Token);
        var main = WorkerThread.Start("main", () => Demo.Run(stage, everyMs: 60_000, @lock: choice));
        UntilItSleeps(main);
        interrupt.Cancel();
        AssertCancelled(Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException!);
    }

    [Fact]
    public void A_relay_that_is_interrupted_leaves_no_visitor_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var gate = new WatchedGate(new ReadersWriterGate());
        var stage = new Stage(TextWriter.Null, cancel: interrupt.Token);
        var relay = new Relay(stage, readers: 5, writers: 2, overlap: 2, everyMs: 60_000, writeMs: 60_000);
        var main = WorkerThread.Start("main", () => relay.Run(gate));
        Assert.True(gate.WriterCame.Wait(_bound)); // two readers are inside, and a writer waits for them
        interrupt.Cancel();
        AssertCancelled(Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException!);
        Assert.Equal(0, gate.InsideOrWaiting);
    }

    [Fact]
    public void Two_readers_are_inside_together()
    {
        var gate = new ReadersWriterGate();
        gate.EnterRead();
        Assert.True(WorkerThread.Start("second", gate.EnterRead).Join(_bound));
        gate.LeaveRead();
        gate.LeaveRead();
    }

    [Fact]
    public void A_writer_waits_until_the_last_reader_has_gone()
    {
        var gate = new ReadersWriterGate();
        gate.EnterRead();
        gate.EnterRead();
        var writer = WorkerThread.Start("writer", gate.EnterWrite);
        UntilItSleeps(writer);
        gate.LeaveRead();
        UntilItSleeps(writer); // woken or not: one reader is still inside
        gate.LeaveRead();
        Assert.True(writer.Join(_bound));
    }

    [Fact]
    public void A_reader_that_comes_after_a_waiting_writer_waits_behind_it()
    {
        var gate = new ReadersWriterGate();
        gate.EnterRead();
        var order = new List<string>(); // no lock: the gate keeps the writer alone, and the reader is the only one after it
        var writer = WorkerThread.Start("writer", () => { gate.EnterWrite(); order.Add("writer"); gate.LeaveWrite(); });
        UntilItSleeps(writer);
        var reader = WorkerThread.Start("reader", () => { gate.EnterRead(); order.Add("reader"); gate.LeaveRead(); });
        UntilItSleeps(reader); // although only a reader is inside
        gate.LeaveRead();
        Assert.True(writer.Join(_bound) && reader.Join(_bound));
        Assert.Equal(["writer", "reader"], order);
    }

    [Fact]
    public void All_readers_behind_a_writer_come_in_together_when_it_has_gone()
    {
        var gate = new ReadersWriterGate();
        gate.EnterWrite();
        var allInside = new CountDownLatch(3);
        var readers = Enumerable.Range(1, 3).Select(i => WorkerThread.Start($"r{i}", () =>
        {
            gate.EnterRead();
            allInside.CountDown();
            Assert.True(allInside.Wait(_bound));
            gate.LeaveRead();
        })).ToList();
        readers.ForEach(UntilItSleeps);
        Assert.Equal(3, allInside.Count);
        gate.LeaveWrite();
        Assert.All(readers, reader => Assert.True(reader.Join(_bound)));
    }

    [Fact]
    public void Writers_come_in_one_by_one_in_the_order_in_which_they_came()
    {
        var gate = new ReadersWriterGate();
        gate.EnterWrite();
        var order = new List<int>(); // no lock: the gate's
        var writers = new List<WorkerThread>();
        for (var i = 1; i <= 4; i++)
        {
            var number = i;
            writers.Add(WorkerThread.Start($"w{i}", () => { gate.EnterWrite(); order.Add(number); gate.LeaveWrite(); }));
            UntilItSleeps(writers[^1]);
        }
        gate.LeaveWrite();
        Assert.All(writers, writer => Assert.True(writer.Join(_bound)));
        Assert.Equal([1, 2, 3, 4], order);
    }

    [Fact]
    public void Leaving_without_having_entered_is_refused_and_changes_nothing()
    {
        var gate = new ReadersWriterGate();
        Assert.Throws<SynchronizationLockException>(gate.LeaveRead);
        Assert.Throws<SynchronizationLockException>(gate.LeaveWrite);
        gate.EnterRead();
        Assert.Throws<SynchronizationLockException>(gate.LeaveWrite);
        gate.LeaveRead();
        gate.EnterWrite();
        Assert.Throws<SynchronizationLockException>(gate.LeaveRead);
        var stranger = WorkerThread.Start("stranger", gate.LeaveWrite);
        var failure = Assert.Throws<WorkerFailedException>(() => stranger.Join(_bound));
        Assert.IsType<SynchronizationLockException>(failure.InnerException);
        gate.LeaveWrite();
    }

    [Fact]
    public void The_writer_that_enters_again_is_refused_and_holds_up_nobody()
    {
        var gate = new ReadersWriterGate();
        gate.EnterWrite();
        Assert.Throws<LockRecursionException>(gate.EnterRead);
        Assert.Throws<LockRecursionException>(gate.EnterWrite);
        gate.LeaveWrite();
        Assert.True(WorkerThread.Start("next", () => { gate.EnterWrite(); gate.LeaveWrite(); }).Join(_bound));
    }

    [Fact]
    public void Readers_never_see_a_half_written_page()
    {
        var gate = new ReadersWriterGate();
        int left = 0, right = 0, torn = 0; // the first two are guarded by the gate
        var group = new ThreadGroup();
        for (var number = 0; number < 4; number++)
        {
            var first = number;
            group.Start($"t{number}", () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    if ((i + first) % 3 == 0)
                    {
                        gate.EnterWrite();
                        left++;
                        Thread.Yield();
                        right++;
                        gate.LeaveWrite();
                    }
                    else
                    {
                        gate.EnterRead();
                        if (left != right) Interlocked.Increment(ref torn);
                        gate.LeaveRead();
                    }
                }
            });
        }
        Assert.True(group.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, torn);
        Assert.Equal((667, 667), (left, right)); // 167, 167, 166 and 167 of them
    }

    private static void UntilItSleeps(WorkerThread worker) =>
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));

    private static void AssertCancelled(Exception exception)
    {
        if (exception is AggregateException several) Assert.All(several.InnerExceptions, AssertCancelled);
        else if (exception is WorkerFailedException worker) AssertCancelled(worker.InnerException!);
        else Assert.IsAssignableFrom<OperationCanceledException>(exception);
    }

    // Counts who has gone in and not yet out.
    private sealed class WatchedGate(ReadersWriterGate gate) : IReadersWriterGate
    {
        private int _insideOrWaiting;
        public OneShotLatch WriterCame { get; } = new();
        public int InsideOrWaiting => Volatile.Read(ref _insideOrWaiting);

        public void EnterRead() { Interlocked.Increment(ref _insideOrWaiting); gate.EnterRead(); }

        public void LeaveRead() { gate.LeaveRead(); Interlocked.Decrement(ref _insideOrWaiting); }

        public void EnterWrite() { Interlocked.Increment(ref _insideOrWaiting); WriterCame.Open(); gate.EnterWrite(); }

        public void LeaveWrite() { gate.LeaveWrite(); Interlocked.Decrement(ref _insideOrWaiting); }
    }
}
