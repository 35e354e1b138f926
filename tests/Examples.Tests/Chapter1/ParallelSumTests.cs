using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.ParallelSums;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class ParallelSumTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(3, 7)]
    [InlineData(10, 4)]
    [InlineData(1_000, 1)]
    [InlineData(1_001, 16)]
    public void The_sum_is_the_same_with_any_number_of_threads(int length, int threads)
    {
        long[] numbers = [.. Enumerable.Range(1, length).Select(number => number % 3 == 0 ? -7L * number : number)];
        var before = numbers.ToArray();

        Assert.Equal(before.Sum(), new ParallelSum(threads).Of(numbers));
        Assert.Equal(before, numbers);
    }

    [Fact]
    public void Slices_cover_every_index_once_and_differ_by_one_at_most()
    {
        foreach (var threads in Enumerable.Range(1, 12))
        {
            foreach (var length in Enumerable.Range(0, 40))
            {
                var slices = new ParallelSum(threads).Split(length);
                Assert.Equal(Math.Min(threads, length), slices.Count);
                var covered = slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Length));
                Assert.Equal(Enumerable.Range(0, length), covered);
                if (length > 0) Assert.InRange(slices.Max(slice => slice.Length) - slices.Min(slice => slice.Length), 0, 1);
            }
        }
    }

    [Fact]
    public void The_longest_array_splits_without_overflow()
    {
        var slices = new ParallelSum(64).Split(int.MaxValue);
        Assert.Equal(int.MaxValue, slices[^1].End);
        Assert.All(slices, slice => Assert.InRange(slice.Length, int.MaxValue / 64, (int.MaxValue / 64) + 1));
    }

    [Fact]
    public void An_overflow_inside_a_slice_reaches_the_caller() =>
        Assert.Throws<OverflowException>(() => new ParallelSum(2).Of([1, 2, long.MaxValue, 1]));

    [Fact]
    public void An_overflow_between_slices_reaches_the_caller() =>
        Assert.Throws<OverflowException>(() => new ParallelSum(2).Of([long.MinValue, -1]));

    [Fact]
    public void The_largest_sum_that_fits_does() =>
        Assert.Equal(long.MaxValue, new ParallelSum(3).Of([long.MaxValue - 2, 1, 1]));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_a_thread_there_is_no_sum(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParallelSum(threads));

    [Fact]
    public void Nothing_to_add_up_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new ParallelSum(1).Of(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParallelSum(1).Split(-1));
    }

    [Fact]
    public void Several_threads_may_use_one_object()
    {
        var sum = new ParallelSum(3);
        var group = new ThreadGroup();
        for (var caller = 1; caller <= 4; caller++)
        {
            long[] numbers = [.. Enumerable.Range(1, 100 * caller).Select(number => (long)number)];
            group.Start($"caller {caller}", () =>
            {
                for (var i = 0; i < 20; i++) Assert.Equal(numbers.Sum(), sum.Of(numbers));
            });
        }
        Assert.True(group.Join(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Packed_counters_share_a_line_and_padded_ones_do_not()
    {
        var packed = new PackedCounters(8);
        Assert.Equal(8, packed.BytesApart);
        Assert.Equal(56, Unsafe.ByteOffset(ref packed[0], ref packed[7]));

        var padded = new PaddedCounters(3);
        Assert.Equal(128, padded.BytesApart);
        Assert.Equal(256, Unsafe.ByteOffset(ref padded[0], ref padded[2]));
    }

    [Theory]
    [InlineData(1_000, 3)]
    [InlineData(2, 4)]
    [InlineData(1, 1)]
    public void The_demo_shows_right_sums_and_figures_that_are_there(int numbers, int threads)
    {
        var output = Play(stage => Demo.Run(stage, numbers, threads, repetitions: 3, increments: 2_500));

        var rows = Regex.Matches(output, @"^ +(none|\d+) +(\d+(?: to \d+)?) +([\d.]+) +([\d.]+) +(\d+)$", RegexOptions.Multiline);
        Assert.Equal(["none", .. Enumerable.Range(1, threads).Select(k => $"{k}")], rows.Select(row => row.Groups[1].Value));
        Assert.All(rows, row => Assert.Equal($"{(long)numbers * (numbers + 1) / 2}", row.Groups[5].Value));
        Assert.All(rows, row => Assert.True(double.Parse(row.Groups[4].Value, CultureInfo.InvariantCulture) >= 0));
        Assert.Equal("1.00", rows[0].Groups[4].Value);
        Assert.Contains($"{threads + 1} of {threads + 1} sums are what the plain loop says", output);

        Assert.Matches(@"packed +8( +\d+\.\d+){3}\n", output);
        Assert.Matches(@"padded +128( +\d+\.\d+){3}\n", output);
        Assert.Contains($"{2 * 4 * threads * 2_500} increments counted, none lost", output); // 3 repetitions and the warm-up
    }

    [Fact]
    public void The_demo_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var stage = new Stage(new StringWriter(), cancel: cancel.Token);
        Assert.Throws<OperationCanceledException>(() => Demo.Run(stage, numbers: 10, threads: 1));
    }

    [Fact]
    public void Counting_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        var sharing = new FalseSharing(threads: 2, increments: int.MaxValue - 1_000_000, cancel.Token);
        var failures = Assert.Throws<AggregateException>(() => sharing.CountWith(new PaddedCounters(2))).InnerExceptions;
        Assert.All(failures, failure => Assert.IsType<OperationCanceledException>(failure.InnerException));
    }

    private static string Play(Action<Stage> demo)
    {
        var output = new StringWriter();
        demo(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
