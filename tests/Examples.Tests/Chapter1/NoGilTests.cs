using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Threads.NoGil;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Tests.Chapter1;

public sealed class NoGilTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(10_000, 0, 1)]
    [InlineData(10_000, 20, 3)]
    [InlineData(10_000, 100, 2)]
    [InlineData(9_999, 33, 7)]
    public void Parts_of_the_prime_job_add_up(int limit, int serial, int parts)
    {
        var job = new PrimeJob(limit, serial);
        var count = job.DoSerialPart(default) + Enumerable.Range(0, parts).Sum(part => job.DoPart(part, parts, default));
        Assert.Equal(limit == 1 ? 0 : 1_229, count); // there are 1,229 primes below 10,000, and 9,999 is none
    }

    [Theory]
    [InlineData(20, 20, 4)]
    [InlineData(7, 50, 3)]
    [InlineData(1, 100, 2)]
    [InlineData(3, 0, 8)]
    public void Parts_of_the_wait_job_add_up(int waits, int serial, int parts)
    {
        var job = new WaitJob(waits, WaitMs: 0, serial);
        var counts = Enumerable.Range(0, parts).Select(part => job.DoPart(part, parts, default)).ToList();
        Assert.Equal(waits, job.DoSerialPart(default) + counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void The_serial_share_of_the_prime_job_is_what_was_asked_for()
    {
        Assert.Equal(0, new PrimeJob(100_000, 0).DoSerialPart(default));
        Assert.Equal(9_592, new PrimeJob(100_000, 100).DoSerialPart(default)); // all primes below 100,000
        Assert.InRange(new PrimeJob(100_000, 20).DoSerialPart(default), 1_700, 2_100); // a fifth of the blocks, roughly
    }

    [Theory]
    [InlineData(0, 4, 4)]
    [InlineData(1, 4, 1)]
    [InlineData(0.5, 2, 1.3333)]
    [InlineData(0.2, 4, 2.5)]
    public void Amdahls_bound_is_that_of_the_formula(double serial, int atOnce, double bound) =>
        Assert.Equal(bound, Amdahl.Bound(serial, atOnce), 4);

    [Fact]
    public void Amdahls_bound_refuses_what_is_no_share()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Amdahl.Bound(-0.1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Amdahl.Bound(1.1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Amdahl.Bound(0.5, 0));
    }

    [Fact]
    public void The_demo_shows_every_way_with_the_same_count() =>
        AssertFigures(Play(stage => Demo.Run(stage, primes: 30_000, waits: 5, waitMs: 2, workers: 3, noProcesses: true)),
            ["one after another", "threads"], primes: 3_245, waits: 5);

    [Fact]
    public void Processes_count_the_same_and_show_what_their_start_took()
    {
        var output = Play(stage => Demo.Run(stage, primes: 30_000, waits: 5, waitMs: 2, workers: 2));
        AssertFigures(output, ["one after another", "threads", "processes"], primes: 3_245, waits: 5);
        Assert.Equal(2, Regex.Count(output, @"processes +2 +[\d.]+ +[1-9]\d* ms"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void The_demo_copes_with_nothing_and_with_all_being_serial(int serial) =>
        AssertFigures(Play(stage =>
            Demo.Run(stage, primes: 10_000, waits: 3, waitMs: 1, workers: 2, serial: serial, noProcesses: true)),
            ["one after another", "threads"], primes: 1_229, waits: 3);

    [Theory]
    [InlineData(100_000_000, 1)]
    [InlineData(1, 100_000)]
    public void The_demo_ends_when_it_is_cancelled(int primes, int waits)
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var demo = WorkerThread.Start("demo 105", () =>
            Demo.Run(new Stage(new StringWriter(), cancel: cancel.Token), primes, waits, waitMs: 10_000, noProcesses: true));
        AssertCancelled(demo);
    }

    [Fact]
    public void A_child_does_not_outlive_the_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var race = new Race(new PrimeJob(Limit: 99_999_999, SerialPercent: 0), workers: 1, cancel.Token); // takes minutes
        var run = WorkerThread.Start("race of the test", () => race.ByProcesses());

        static bool HasChild() => ChildProcess.ActiveChildren().Any(child => child.Name == "cpu 1/1"); // no other test has one
        Assert.True(SpinWait.SpinUntil(HasChild, _bound), "no child was seen");
        cancel.Cancel();

        AssertCancelled(run);
        Assert.False(HasChild());
    }

    private static void AssertFigures(string output, string[] ways, int primes, int waits)
    {
        var rows = Regex.Matches(output, @"^ +(cpu|io) +(one after another|threads|processes) +(\d+) +([\d.]+) +(?:\d+ ms +)?"
            + @"([\d.]+) +(?:([\d.]+) +)?(\d+)$", RegexOptions.Multiline);
        Assert.Equal([.. ways.Select(way => $"cpu {way}"), .. ways.Select(way => $"io {way}")],
            rows.Select(row => $"{row.Groups[1]} {row.Groups[2]}"));
        foreach (var row in rows.ToList())
        {
            var (seconds, speedUp) = (Number(row.Groups[4]), Number(row.Groups[5]));
            Assert.True(seconds >= 0 && speedUp >= 0);
            if (row.Groups[2].Value == "one after another") Assert.Equal(1, speedUp);
            else Assert.True(Number(row.Groups[6]) >= 1, "a bound below 1");
            Assert.Equal(row.Groups[1].Value == "cpu" ? primes : waits, Number(row.Groups[7]));
        }
        Assert.Contains("every way counted the same", output);
        Assert.Contains($"this machine has {Environment.ProcessorCount} core", output);
        Assert.Contains("computed and not measured", output);
    }

    private static void AssertCancelled(WorkerThread worker)
    {
        var failed = Assert.Throws<WorkerFailedException>(() => Assert.True(worker.Join(_bound), "it did not end"));
        var causes = failed.InnerException is AggregateException many
            ? many.InnerExceptions.Select(one => one.InnerException!) : [failed.InnerException!];
        Assert.All(causes, cause => Assert.IsAssignableFrom<OperationCanceledException>(cause));
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string Play(Action<Stage> demo)
    {
        var output = new StringWriter();
        demo(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
