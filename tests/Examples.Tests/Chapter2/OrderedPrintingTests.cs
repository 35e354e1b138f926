using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.OrderedPrinting;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class OrderedPrintingTests
{
    private const string ThePage =
        "12A34B56C78D910E1112F1314G1516H1718I1920J2122K2324L" +
        "2526M2728N2930O3132P3334Q3536R3738S3940T4142U4344V4546W4748X4950Y5152Z";

    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string Play(Primitive with = Primitive.All, int threads = 5, int rounds = 3, bool broken = false)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), with, threads, rounds, broken, patienceMs: 1);
        return output.ToString().TrimEnd();
    }

    [Fact]
    public async Task The_default_run() => await Verify(Play());

    [Fact]
    public async Task The_mistakes() => await Verify(Play(broken: true));

    [Fact]
    public void The_page_is_the_one_asked_for_with_every_primitive()
    {
        foreach (var primitive in Enum.GetValues<Primitive>().Where(primitive => primitive != Primitive.All))
            Assert.Equal(ThePage, Play(primitive).Split('\n')[0]);
    }

    [Theory]
    [InlineData(Primitive.Lock)]
    [InlineData(Primitive.Semaphore)]
    [InlineData(Primitive.Event)]
    [InlineData(Primitive.Condition)]
    public void Any_number_of_threads_takes_turns(Primitive primitive)
    {
        foreach (var threads in new[] { 2, 3, 8, 20 })
        {
            var lines = Play(primitive, threads, rounds: 20).Split('\n');
            var round = string.Join(' ', Enumerable.Range(1, threads).Select(number => $"t{number}"));
            Assert.Equal(string.Join(' ', Enumerable.Repeat(round, 20)), lines[2]);
            Assert.EndsWith($"{threads} threads, {threads * 20} marks, in order", lines[3]);
        }
    }

    [Fact]
    public void Each_mistake_shows_every_time()
    {
        var first = Play(broken: true, threads: 4);
        for (var i = 0; i < 20; i++) Assert.Equal(first, Play(broken: true, threads: 4));
        Assert.Equal(4, first.Split('\n').Count(line => line.Contains("was due")));
    }

    [Fact]
    public void A_turn_is_passed_on_to_the_next_and_then_to_the_first_again()
    {
        var turns = new TurnTaking(3);
        foreach (var party in new[] { 0, 1, 2, 0, 1 })
        {
            turns.Await(party);
            turns.Pass(party);
        }
    }

    [Fact]
    public void Await_returns_at_once_while_it_is_the_partys_turn()
    {
        var turns = new TurnTaking(2);
        turns.Await(0);
        turns.Await(0);
    }

    [Fact]
    public void A_single_party_always_has_its_turn()
    {
        var turns = new TurnTaking(1);
        for (var i = 0; i < 3; i++)
        {
            turns.Await(0);
            turns.Pass(0);
        }
    }

    [Fact]
    public void Pass_without_the_turn_is_refused_and_changes_nothing()
    {
        var turns = new TurnTaking(3);
        Assert.Throws<InvalidOperationException>(() => turns.Pass(1));
        turns.Await(0);
        turns.Pass(0);
        Assert.Throws<InvalidOperationException>(() => turns.Pass(0));
        turns.Await(1);
    }

    [Fact]
    public void A_party_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TurnTaking(0));
        var turns = new TurnTaking(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => turns.Await(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => turns.Await(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => turns.Pass(2));
    }

    [Fact]
    public void A_party_sleeps_until_its_turn_comes_and_only_until_then()
    {
        var turns = new TurnTaking(3);
        var third = WorkerThread.Start("third", () => turns.Await(2));
        var second = WorkerThread.Start("second", () => { turns.Await(1); turns.Pass(1); });
        Assert.True(SpinWait.SpinUntil(() => Sleeps(third) && Sleeps(second), _bound));

        turns.Pass(0);
        Assert.True(second.Join(_bound));
        Assert.True(third.Join(_bound));
    }

    [Fact]
    public void A_cancelled_wait_takes_no_turn()
    {
        var turns = new TurnTaking(2);
        using var cancel = new CancellationTokenSource();
        var second = WorkerThread.Start("second", () => turns.Await(1, cancel.Token));
        Assert.True(SpinWait.SpinUntil(() => Sleeps(second), _bound));

        cancel.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => second.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        turns.Pass(0);
        turns.Await(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_demo_ends(bool broken)
    {
        var demo = WorkerThread.Start("demo", () =>
            Demo.Run(new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true)), broken: broken));
        var failure = Assert.Throws<WorkerFailedException>(() => demo.Join(_bound)).InnerException!;
        var causes = failure is AggregateException all ? all.InnerExceptions.Select(worker => worker.InnerException!) : [failure];
        Assert.All(causes, cause => Assert.IsAssignableFrom<OperationCanceledException>(cause));
    }

    [Fact]
    public void A_demo_that_is_cancelled_while_it_watches_a_page_that_is_stuck_ends_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var stage = new Stage(new StringWriter(), cancel: cancel.Token);
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage, Primitive.Event, broken: true, patienceMs: 600_000));
        Assert.True(SpinWait.SpinUntil(() => Sleeps(demo), _bound));
        cancel.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => demo.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    private static bool Sleeps(WorkerThread worker) => worker.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin);
}
