using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.EventPassphrase;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class EventPassphraseTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string Play(bool wrong)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), climbMs: 1, patienceMs: 5, wrong);
        return output.ToString().TrimEnd();
    }

    [Fact]
    public async Task The_right_words() => await Verify(Play(wrong: false));

    [Fact]
    public async Task The_wrong_words() => await Verify(Play(wrong: true));

    [Fact]
    public void A_word_given_before_the_wait_is_not_lost()
    {
        var handover = new Handover<string>();
        handover.Give("crane");
        Assert.True(handover.IsGiven);
        Assert.True(handover.TryTake(TimeSpan.Zero, out var word));
        Assert.Equal("crane", word);
        Assert.False(handover.IsGiven);
    }

    [Fact]
    public void A_word_is_taken_once()
    {
        var handover = new Handover<int>();
        handover.Give(1);
        Assert.True(handover.TryTake(_bound, out _));
        Assert.False(handover.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public void A_second_word_before_the_first_is_taken_is_refused_and_the_first_stays()
    {
        var handover = new Handover<int>();
        handover.Give(1);
        Assert.Throws<InvalidOperationException>(() => handover.Give(2));
        Assert.True(handover.TryTake(TimeSpan.Zero, out var word));
        Assert.Equal(1, word);
        handover.Give(3);
        Assert.True(handover.TryTake(TimeSpan.Zero, out word));
        Assert.Equal(3, word);
        Assert.False(handover.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public void TryTake_of_nothing_returns_false_and_not_before_the_timeout()
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.False(new Handover<int>().TryTake(TimeSpan.FromMilliseconds(30), out _));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void A_taker_sleeps_until_a_word_is_given()
    {
        var handover = new Handover<string>();
        var heard = "";
        var taker = WorkerThread.Start("taker", () => { if (handover.TryTake(_bound, out var word)) heard = word; });
        Assert.True(SpinWait.SpinUntil(() => taker.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        handover.Give("crane");
        Assert.True(taker.Join(_bound));
        Assert.Equal("crane", heard);
    }

    [Fact]
    public void A_cancelled_taker_takes_nothing()
    {
        var handover = new Handover<int>();
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => handover.TryTake(_bound, out _, cancelled));
        handover.Give(1);
        Assert.True(handover.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public void Each_word_goes_to_exactly_one_of_many_takers()
    {
        const int Words = 200;
        var handover = new Handover<int>();
        var taken = new List<int>[3];
        var group = new ThreadGroup();
        for (var t = 0; t < taken.Length; t++)
        {
            var mine = taken[t] = [];
            group.Start($"taker {t}", () => { while (handover.TryTake(_bound, out var word) && word >= 0) mine.Add(word); });
        }
        for (var word = 0; word < Words + taken.Length; word++)
        {
            Assert.True(SpinWait.SpinUntil(() => !handover.IsGiven, _bound));
            handover.Give(word < Words ? word : -1);
        }
        Assert.True(group.Join(_bound));
        Assert.Equal(Enumerable.Range(0, Words), taken.SelectMany(words => words).Order());
    }

    [Fact]
    public void A_cancelled_demo_ends()
    {
        var stage = new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true));
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage));
        var failure = Assert.Throws<WorkerFailedException>(() => demo.Join(_bound)).InnerException;
        var workers = Assert.IsType<AggregateException>(failure).InnerExceptions;
        Assert.All(workers, worker => Assert.IsAssignableFrom<OperationCanceledException>(worker.InnerException));
    }

    [Fact]
    public void A_demo_that_is_cancelled_while_the_bandit_waits_ends_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var output = new StringWriter();
        var stage = new Stage(output, cancel: cancel.Token);
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage, climbMs: 10_000, patienceMs: 600_000));
        Assert.True(SpinWait.SpinUntil(() => demo.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        cancel.Cancel();
        Assert.Throws<WorkerFailedException>(() => demo.Join(_bound));
        Assert.DoesNotContain("climbs", output.ToString());
    }
}
