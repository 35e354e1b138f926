using Spectre.Console;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.Barriers;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class CyclicBarrierTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string Run(
        int bands = 3, int generations = 12, int rows = 9, int columns = 24, int seed = 7, bool broken = false, int breakIn = -1)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), bands, generations, rows, columns, seed, delayMs: 0, broken, breakIn);
        return output.ToString().TrimEnd();
    }

    [Fact]
    public async Task Run_shows_the_last_generation_and_that_it_is_right() => await Verify(Run());

    [Fact]
    public async Task Run_broken_shows_another_world_and_names_the_first_wrong_cell() => await Verify(Run(broken: true));

    [Fact]
    public async Task Run_break_in_shows_who_was_told_by_whom() => await Verify(Run(breakIn: 5));

    [Fact]
    public void Run_is_right_with_any_number_of_bands()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var bands = 1 + seed % 9;
            var threads = bands == 1 ? "1 thread" : $"{bands} threads";
            var lines = Run(bands, generations: 20, seed: seed).Split('\n');
            Assert.Equal([$"20 generations by {threads}: no cell differs from what one thread computes",
                "the bands were never more than one generation apart"], lines[^2..]);
        }
    }

    [Fact]
    public void Run_broken_is_wrong_every_time_and_the_same_every_time()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (bands, generations) = (2 + seed % 4, 2 + seed % 5);
            var output = Run(bands, generations, seed: seed, broken: true);
            Assert.Matches(@"\d+ of 216 cells differ from what one thread computes", output);
            Assert.Contains("the bands were more than one generation apart", output);
            Assert.Matches(@"the first wrong cell: generation [12], row \d, column \d+, in band", output);
            Assert.Equal(output, Run(bands, generations, seed: seed, broken: true));
        }
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(5, 3)]
    [InlineData(9, 11)]
    public void Run_break_in_tells_all_other_bands(int bands, int phase)
    {
        var why = $"the barrier broke in phase {phase}: band {bands} failed, on purpose, in phase {phase}";
        Assert.Equal(
            [$"band {bands} failed: on purpose, in phase {phase}",
                .. Enumerable.Range(1, bands - 1).Select(band => $"band {band} was told, after generation {phase + 1}: {why}")],
            Run(bands, breakIn: phase).Split('\n'));
    }

    [Theory]
    [InlineData("--bands", 10, 12, false, -1)]
    [InlineData("--bands", 1, 12, true, -1)]
    [InlineData("--bands", 1, 12, false, 3)]
    [InlineData("--generations", 2, 1, true, -1)]
    [InlineData("--break-in", 3, 12, false, 12)]
    [InlineData("--break-in", 3, 12, true, 3)]
    public void Run_with_a_combination_that_makes_no_sense_is_refused(
        string option, int bands, int generations, bool broken, int breakIn)
    {
        var refusal = Assert.Throws<BadOptionException>(() => Run(bands, generations, broken: broken, breakIn: breakIn));
        Assert.Equal(option, refusal.Option);
    }

    [Fact]
    public void Run_that_is_interrupted_ends_and_leaves_no_band_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var painted = new OneShotLatch();
        var output = new SignallingWriter(painted);
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var stage = new Stage(output, terminal, interrupt.Token);
        var main = WorkerThread.Start("main", () => Demo.Run(stage, delayMs: 60_000));
        Assert.True(painted.Wait(_bound)); // band 1 pauses now, and all others come to wait for it
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound)); // it joins the bands before it throws
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void Bands_without_a_barrier_end_when_they_are_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        var cut = Band.Cut(rows: 9, bands: 3);
        var threads = new BandsWithoutBarrier(new World(9, 9, seed: 1), cut.Count, generations: 1_000_000_000, interrupt.Token);
        var (group, last) = (new ThreadGroup(), new int[cut.Count]); // each band writes its own
        foreach (var band in cut)
        {
            group.Start(band.Name, () => threads.Run(band, (_, generation) =>
            {
                last[band.Number - 1] = generation;
                if (generation == 50) interrupt.Cancel(); // by band 1: it is ahead
            }));
        }
        var failure = Assert.Throws<AggregateException>(() => group.Join(_bound));
        Assert.Equal(cut.Count, failure.InnerExceptions.Count);
        Assert.All(failure.InnerExceptions, band =>
            Assert.True(band.InnerException is OperationCanceledException or BrokenBarrierException, $"{band}"));
        Assert.InRange(last[0], 50, 51); // the handshake after 50 may take place, the one after 51 must not
    }

    [Fact]
    public void A_world_follows_the_rules_of_life()
    {
        var world = new World(rows: 7, columns: 11, seed: 3);
        var everything = new Band(1, 0, 7);
        for (var generation = 0; generation < 10; generation++)
        {
            var before = Enumerable.Range(0, 7).Select(row => world.RowText(row, generation)).ToArray();
            world.Step(everything, generation);
            for (var row = 0; row < 7; row++)
            {
                for (var column = 0; column < 11; column++)
                {
                    var around = 0;
                    for (var i = 0; i < 9; i++)
                        if (i != 4 && before[(row + i / 3 + 6) % 7][(column + i % 3 + 10) % 11] == '#') around++;
                    var lives = before[row][column] == '#' ? around is 2 or 3 : around == 3;
                    Assert.Equal(lives, world.IsAlive(row, column, generation + 1));
                }
            }
        }
    }

    [Fact]
    public void Nobody_enters_a_phase_before_all_have_left_the_one_before()
    {
        const int Parties = 3, Phases = 1_000;
        var barrier = new PhaseBarrier(Parties);
        var working = new int[Phases + 1];
        var group = new ThreadGroup();
        for (var party = 1; party <= Parties; party++)
        {
            group.Start($"party {party}", () =>
            {
                for (var phase = 0; phase < Phases; phase++)
                {
                    Interlocked.Increment(ref working[phase]);
                    Assert.Equal(phase, barrier.SignalAndWait());
                    Assert.Equal(Parties, Volatile.Read(ref working[phase]));
                }
            });
        }
        Assert.True(group.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, barrier.Waiting);
    }

    [Fact]
    public void A_party_of_one_never_waits()
    {
        var barrier = new PhaseBarrier(1);
        for (var phase = 0; phase < 5; phase++) Assert.Equal(phase, barrier.SignalAndWait());
    }

    [Fact]
    public void Break_tells_those_who_wait_and_those_who_come_later()
    {
        var barrier = new PhaseBarrier(4);
        var waiters = Enumerable.Range(1, 3)
            .Select(i => WorkerThread.Start($"waiter {i}", () => barrier.SignalAndWait())).ToList();
        Assert.True(SpinWait.SpinUntil(() => barrier.Waiting == 3, _bound));
        waiters.ForEach(UntilItSleeps);
        barrier.Break("the fourth is ill");
        foreach (var waiter in waiters)
        {
            var told = Assert.Throws<WorkerFailedException>(() => waiter.Join(_bound)).InnerException;
            Assert.Equal("the barrier broke in phase 0: the fourth is ill", Assert.IsType<BrokenBarrierException>(told).Message);
        }
        barrier.Break("a second reason");
        var late = Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait());
        Assert.Equal("the barrier broke in phase 0: the fourth is ill", late.Message);
    }

    [Fact]
    public void Who_has_met_is_not_told_that_the_barrier_broke_afterwards()
    {
        for (var i = 0; i < 100; i++)
        {
            var barrier = new PhaseBarrier(2);
            var waiter = WorkerThread.Start("waiter", () => Assert.Equal(0, barrier.SignalAndWait()));
            UntilItSleeps(waiter);
            Assert.Equal(0, barrier.SignalAndWait());
            barrier.Break("too late for phase 0"); // most likely before the waiter is awake
            Assert.True(waiter.Join(_bound));
            Assert.Equal("the barrier broke in phase 1: too late for phase 0",
                Assert.Throws<BrokenBarrierException>(() => barrier.SignalAndWait()).Message);
        }
    }

    [Fact]
    public void A_barrier_without_parties_and_a_break_without_a_reason_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseBarrier(0));
        Assert.Throws<ArgumentException>(() => new PhaseBarrier(1).Break(" "));
    }

    private static void UntilItSleeps(WorkerThread worker) =>
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));

    // Tells when the first picture is painted.
    private sealed class SignallingWriter(OneShotLatch painted) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value is not null && value.StartsWith("generation 1", StringComparison.Ordinal)) painted.Open();
        }
    }
}
