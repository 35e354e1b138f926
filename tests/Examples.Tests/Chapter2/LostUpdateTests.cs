using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.LostUpdate;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class LostUpdateTests
{
    private static TimeSpan Bound => TimeSpan.FromSeconds(10);

    private static string[] RunDemo(int threads = 2, int increments = 5_000)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), threads, increments);
        return output.ToString().Split('\n');
    }

    [Fact]
    public void One_of_two_increments_is_lost_in_every_run()
    {
        for (var i = 0; i < 10; i++) Assert.Contains("2 increments, counter 1: 1 lost", RunDemo(increments: 1));
    }

    [Fact]
    public void Both_read_0_before_either_writes()
    {
        var steps = RunDemo().Skip(3).Take(4).Select(line => line.Trim()).ToList();
        Assert.All(steps[..2], step => Assert.Matches(@"^reads 0 +0$", step));
        Assert.All(steps[2..], step => Assert.Matches(@"^has written +1$", step));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5_000)]
    [InlineData(5, 2_000)]
    public void The_repaired_counters_lose_nothing_and_the_table_adds_up(int threads, int increments)
    {
        var rows = RunDemo(threads, increments)
            .Select(line => Regex.Match(line, @"^  (unlocked|Interlocked|lock|TallyCounter) +(\d+) +(\d+) +(\d+) +[\d.]+ ms$"))
            .Where(match => match.Success)
            .ToDictionary(
                match => match.Groups[1].Value,
                match => match.Groups.Values.Skip(2).Select(group => long.Parse(group.Value)).ToList());

        Assert.Equal(4, rows.Count);
        Assert.All(rows.Values, row => Assert.Equal((long)threads * increments, row[0]));
        Assert.All(rows.Values, row => Assert.Equal(row[0], row[1] + row[2]));
        Assert.All(rows.Where(row => row.Key != "unlocked"), row => Assert.Equal(0, row.Value[2]));
        Assert.InRange(rows["unlocked"][2], 0, threads == 1 ? 0 : rows["unlocked"][0] - 1);
    }

    [Fact]
    public void The_other_gets_in_between_two_amounts_and_all_three_are_counted()
    {
        var lines = RunDemo();
        Assert.Contains("A adds 1 and 2; B comes with 10 when A has added the 1: gets in between", lines);
        Assert.Contains("TallyCounter: 3 additions, sum 13, largest 10", lines);
    }

    [Fact]
    public void A_cancelled_demo_ends()
    {
        var stage = new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true));
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage));
        var failure = Assert.Throws<WorkerFailedException>(() => Assert.True(demo.Join(Bound)));
        Assert.All(Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions,
            inner => Assert.IsType<OperationCanceledException>(inner.InnerException));
    }

    [Fact]
    public void A_new_tally_is_all_zero() => Assert.Equal(default, new TallyCounter().Read());

    [Fact]
    public void A_tally_knows_how_many_how_much_and_the_largest()
    {
        var tally = new TallyCounter();
        tally.Add(3);
        tally.AddAll([9, 4]);
        Assert.Equal(new Tally(3, 16, 9), tally.Read());
    }

    [Fact]
    public void A_large_sum_does_not_overflow()
    {
        var tally = new TallyCounter();
        tally.AddAll([int.MaxValue, int.MaxValue]);
        Assert.Equal(new Tally(2, 2L * int.MaxValue, int.MaxValue), tally.Read());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_amount_below_1_is_refused_and_changes_nothing(int amount)
    {
        var tally = new TallyCounter();
        Assert.Throws<ArgumentOutOfRangeException>(() => tally.Add(amount));
        Assert.Equal(default, tally.Read());
    }

    [Fact]
    public void AddAll_counts_what_stands_before_a_refused_amount_and_nothing_after()
    {
        var tally = new TallyCounter();
        Assert.Throws<ArgumentOutOfRangeException>(() => tally.AddAll([5, 0, 7]));
        Assert.Equal(new Tally(1, 5, 5), tally.Read());
        Assert.Throws<ArgumentNullException>(() => tally.AddAll(null!));
    }

    [Fact]
    public void Another_thread_adds_and_reads_between_two_amounts()
    {
        var tally = new TallyCounter();
        var atHalf = new OneShotLatch();
        var done = new OneShotLatch();
        Tally between = default;

        IEnumerable<int> Amounts()
        {
            yield return 1;
            atHalf.Open();
            Assert.True(done.Wait(Bound), "nobody got in between");
            yield return 2;
        }

        var group = new ThreadGroup();
        group.Start("a", () => tally.AddAll(Amounts()));
        group.Start("b", () =>
        {
            Assert.True(atHalf.Wait(Bound));
            tally.Add(10);
            between = tally.Read();
            done.Open();
        });
        Assert.True(group.Join(Bound));
        Assert.Equal(new Tally(2, 11, 10), between);
        Assert.Equal(new Tally(3, 13, 10), tally.Read());
    }

    [Fact]
    public void A_reader_never_sees_three_numbers_of_different_moments()
    {
        var tally = new TallyCounter();
        var adders = new ThreadGroup();
        for (var number = 1; number <= 2; number++)
            adders.Start($"adder {number}", () => tally.AddAll(Enumerable.Repeat(7, 5_000)));
        var reader = WorkerThread.Start("reader", () =>
        {
            Tally seen;
            do
            {
                seen = tally.Read();
                Assert.Equal(7 * seen.Additions, seen.Sum);
                Assert.Equal(seen.Additions == 0 ? 0 : 7, seen.Largest);
            }
            while (seen.Additions < 10_000);
        }, background: true);
        Assert.True(adders.Join(Bound));
        Assert.True(reader.Join(Bound));
    }
}
