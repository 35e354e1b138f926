using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Threads;

[Collection("unjoined failures")] // one register for the process
public sealed class ThreadGroupTests
{
    [Fact]
    public void Join_returns_when_all_have_ended()
    {
        var results = new int[5];
        var group = new ThreadGroup();
        for (var i = 0; i < results.Length; i++)
        {
            var place = i;
            group.Start($"w{i}", () => results[place] = place * place);
        }
        group.End();
        Assert.Equal([0, 1, 4, 9, 16], results);
        Assert.Equal(["w0", "w1", "w2", "w3", "w4"], group.Workers.Select(worker => worker.Name));
        Assert.Equal("Count = 5", DebuggerText.Of(group));
    }

    [Fact]
    public void Every_failure_is_reported_in_the_order_of_start()
    {
        var group = new ThreadGroup();
        using var secondHasFailed = new ManualResetEventSlim();
        group.Start("first", () =>
        {
            Assert.True(secondHasFailed.Wait(Patience.Long));
            throw new InvalidTimeZoneException("one");
        });
        group.Start("fine", () => { });
        var second = group.Start("second", () => throw new InvalidTimeZoneException("two"));
        Patience.Until(() => second.Failure is not null, "the second has failed");
        secondHasFailed.Set();

        var all = Assert.Throws<AggregateException>(() => group.Join(Patience.Long));
        Assert.Equal(["first", "second"], all.InnerExceptions.Cast<WorkerFailedException>().Select(failure => failure.Worker));
        Assert.Equal(["one", "two"], all.InnerExceptions.Select(failure => failure.InnerException!.Message));

        var error = new StringWriter();
        UnjoinedFailures.Report(error);
        Assert.DoesNotContain("nobody joined first", error.ToString()); // they were joined
    }

    [Fact]
    public void A_worker_started_by_another_while_the_group_is_joined_is_joined_too()
    {
        var written = 0;
        var group = new ThreadGroup();
        group.Start("parent", () => group.Start("child", () =>
        {
            Thread.SpinWait(100_000);
            Volatile.Write(ref written, 1);
        }));
        group.End();
        Assert.Equal(1, written);
        Assert.Equal(2, group.Workers.Count);
    }

    [Fact]
    public void A_timed_join_returns_false_while_one_runs_and_not_before_its_time()
    {
        using var end = new ManualResetEventSlim();
        var group = new ThreadGroup();
        group.Start("fails", () => throw new InvalidTimeZoneException());
        group.Start("runs", () => Assert.True(end.Wait(Patience.Long * 2)), background: true);
        var time = TimeSpan.FromMilliseconds(20);
        Assert.False(Patience.NotEarlierThan(time, () => group.Join(time))); // the failure is not told yet
        end.Set();
        Assert.Throws<AggregateException>(() => group.Join(Patience.Long));
    }

    [Fact]
    public void Cancellation_ends_the_wait_and_not_the_workers()
    {
        using var end = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var group = new ThreadGroup();
        group.Start("runs", () => Assert.True(end.Wait(Patience.Long * 2)), background: true);
        var joiner = WorkerThread.Start("joiner", () =>
            Assert.Throws<OperationCanceledException>(() => group.Join(source.Token)), background: true);
        Patience.UntilAsleep(joiner);
        source.Cancel();
        joiner.Ends();
        Assert.False(group.Join(TimeSpan.Zero));
        end.Set();
        group.End();
        group.Join(source.Token); // nothing to wait for any more
    }

    [Fact]
    public void A_worker_that_was_started_before_does_not_belong_to_the_group()
    {
        var group = new ThreadGroup();
        var started = WorkerThread.Start("w", () => { });
        Assert.Throws<InvalidOperationException>(() => group.Start(started));
        Assert.Throws<ArgumentNullException>(() => group.Start(null!));
        Assert.Empty(group.Workers);
        started.Ends();
    }

    [Fact]
    public void A_worker_of_the_group_that_joins_it_is_refused()
    {
        var group = new ThreadGroup();
        group.Start("w", () => Assert.Throws<InvalidOperationException>(() => group.Join(Patience.Long)));
        group.End();
    }

    [Fact]
    public void An_empty_group_is_joined_at_once_and_a_bad_timeout_is_refused()
    {
        Assert.True(new ThreadGroup().Join(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadGroup().Join(TimeSpan.FromMilliseconds(-2)));
    }
}
