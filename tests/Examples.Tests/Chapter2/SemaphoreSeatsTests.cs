using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.SemaphoreSeats;

namespace Workbook.Examples.Tests.Chapter2;

public sealed partial class SemaphoreSeatsTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static bool Sleeps(WorkerThread worker) =>
        SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound);

    [GeneratedRegex(@"^(?<guest>g\d+) (?<what>waits|sits on \d+|finds no seat|leaves) +" +
        @"\[(?<seats>[^]]*)\](?<standing>( \+( g\d+)+)?)  waiting (?<waiting>\d+)$")]
    private static partial Regex EventLine { get; }

    private static string[] Run(int seats, int guests, bool extraRelease = false, bool broken = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), seats, guests, stayMs: 1, extraRelease, broken);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    private static List<(string Guest, string What, int Inside, int Waiting)> Events(string[] lines) =>
        [.. lines.Select(line => EventLine.Match(line)).Where(match => match.Success).Select(match => (
            match.Groups["guest"].Value, match.Groups["what"].Value,
            Regex.Count(match.Groups["seats"].Value + match.Groups["standing"].Value, "g"),
            int.Parse(match.Groups["waiting"].Value)))];

    [Fact]
    public void Run_never_shows_more_inside_than_seats_and_everybody_comes_and_goes_once()
    {
        var lines = Run(seats: 5, guests: 20);
        var events = Events(lines);
        Assert.All(events, e => Assert.InRange(e.Inside, 0, 5));
        Assert.Equal(20, events.Where(e => e.What.StartsWith("sits")).Select(e => e.Guest).Distinct().Count());
        Assert.Equal(20, events.Count(e => e.What.StartsWith("sits")));
        Assert.Equal(20, events.Count(e => e.What == "leaves"));
        Assert.Equal(0, events[^1].Inside);
        Assert.Equal(0, events[^1].Waiting);
        Assert.Contains($"20 guests came and went; most inside at once: {events.Max(e => e.Inside)}, of 5 seats", lines);
        Assert.Contains(
            $"{events.Count(e => e.What == "waits")} had to wait, at most {events.Max(e => e.Waiting)} at the same time", lines);
        Assert.Contains("never more inside than seats", lines);
    }

    [Fact]
    public void Run_ends_with_the_map_of_an_empty_room_in_which_all_have_sat()
    {
        var rows =
            Run(seats: 3, guests: 9).Select(line => Regex.Match(line, @"^seat +\d+  -     +(\d+) sat here$"))
                .Where(match => match.Success).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Equal(9, rows.Sum(row => int.Parse(row.Groups[1].Value)));
    }

    [Fact]
    public void Run_with_a_seat_for_everybody_lets_nobody_wait() =>
        Assert.Contains("0 had to wait, at most 0 at the same time", Run(seats: 6, guests: 6));

    [Fact]
    public void Run_broken_shows_one_guest_too_many_every_time()
    {
        for (var i = 0; i < 20; i++)
        {
            var lines = Run(seats: 3, guests: 6, broken: true);
            var events = Events(lines);
            Assert.Contains(events, e => e.What == "finds no seat" && e.Inside == 4);
            Assert.Contains(
                lines, line => Regex.IsMatch(line, @"^TOO MANY: 4 inside and 3 seats: g\d+ g\d+ g\d+ sit, g\d+ stands$"));
            Assert.Equal(6, events.Count(e => e.What == "leaves"));
        }
    }

    [Fact]
    public void Run_with_an_extra_release_prints_the_refusal_and_keeps_the_count() =>
        Assert.Contains(
            "one release too many: SemaphoreFullException: All 2 seats are free; release once per acquire, " +
            "and only after it. (2 free)",
            Run(seats: 2, guests: 3, extraRelease: true));

    [Fact]
    public void Run_broken_without_a_guest_too_many_or_with_an_extra_release_is_refused()
    {
        Assert.Equal("--guests", Assert.Throws<BadOptionException>(() => Run(5, 5, broken: true)).Option);
        Assert.Equal(
            "--extra-release", Assert.Throws<BadOptionException>(() => Run(5, 6, extraRelease: true, broken: true)).Option);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_that_is_interrupted_ends_and_leaves_no_guest_behind(bool broken)
    {
        using var interrupt = new CancellationTokenSource();
        var someoneWaits = new OneShotLatch();
        var output = new CueWriter("waits", someoneWaits);
        var main =
            WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), 2, 5, stayMs: 10_000, broken: broken));
        Assert.True(someoneWaits.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        var perGuest = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions; // all joined, so all gone
        Assert.All(perGuest, guest => Assert.IsAssignableFrom<OperationCanceledException>(guest.InnerException));
    }

    [Fact]
    public void A_counter_lets_in_as_many_as_there_are_seats()
    {
        var counter = new SeatCounter(2);
        Assert.True(counter.TryAcquire());
        counter.Acquire();
        Assert.False(counter.TryAcquire());
        Assert.Equal(0, counter.Free);
        counter.Release();
        Assert.Equal(1, counter.Free);
        Assert.True(counter.TryAcquire());
    }

    [Fact]
    public void A_counter_without_seats_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SeatCounter(0));

    [Fact]
    public void Release_beyond_the_maximum_is_refused_and_changes_nothing()
    {
        var counter = new SeatCounter(1);
        Assert.Throws<SemaphoreFullException>(counter.Release);
        Assert.Equal(1, counter.Free);
        Assert.True(counter.TryAcquire());
        Assert.False(counter.TryAcquire());
    }

    [Fact]
    public void Each_release_wakes_one_sleeper()
    {
        var counter = new SeatCounter(2);
        counter.Acquire();
        counter.Acquire();
        List<WorkerThread> sleepers =
            [.. Enumerable.Range(1, 2).Select(number => WorkerThread.Start($"sleeper {number}", () => counter.Acquire()))];
        Assert.All(sleepers, sleeper => Assert.True(Sleeps(sleeper)));
        counter.Release();
        counter.Release(); // two in a row: the second must not find the first one's sleeper
        Assert.All(sleepers, sleeper => Assert.True(sleeper.Join(_bound)));
        Assert.Equal(0, counter.Free);
    }

    [Fact]
    public void A_cancelled_sleeper_takes_no_seat()
    {
        using var cancel = new CancellationTokenSource();
        var counter = new SeatCounter(1);
        counter.Acquire();
        var sleeper = WorkerThread.Start("sleeper", () => counter.Acquire(cancel.Token));
        Assert.True(Sleeps(sleeper));
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => sleeper.Join(_bound)).InnerException);
        counter.Release();
        Assert.Equal(1, counter.Free);
    }

    [Fact]
    public void Many_threads_are_never_more_inside_than_seats()
    {
        var counter = new SeatCounter(3);
        int inside = 0, most = 0;
        var group = new ThreadGroup();
        for (var number = 1; number <= 8; number++)
        {
            group.Start($"guest {number}", () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    counter.Acquire();
                    var now = Interlocked.Increment(ref inside);
                    for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
                        Interlocked.CompareExchange(ref most, now, seen);
                    Interlocked.Decrement(ref inside);
                    counter.Release();
                }
            });
        }
        Assert.True(group.Join(_bound));
        Assert.InRange(most, 1, 3);
        Assert.Equal(3, counter.Free);
    }
}
