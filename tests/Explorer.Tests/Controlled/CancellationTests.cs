using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class CancellationTests
{
    private static Verdict Proved(Action test)
    {
        var verdict = Explore.Test(test);
        Assert.True(verdict.Strength == Strength.Proved, $"{verdict}\n{verdict.Timeline}");
        Assert.Empty(verdict.Races);
        return verdict;
    }

    [Fact]
    public void What_happened_before_Cancel_is_seen_by_who_sees_that_it_was_cancelled() => Proved(() =>
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var result = 0;
        Thread worker = new(() =>
        {
            if (token.IsCancellationRequested) Assert.Equal(42, result);
        });
        worker.Start();
        result = 42;
        source.Cancel();
        worker.Join();
    });

    [Fact]
    public void A_result_that_is_written_after_Cancel_is_a_race()
    {
        var verdict = Explore.Test(() =>
        {
            using var source = new CancellationTokenSource();
            var token = source.Token;
            var result = 0;
            Thread worker = new(() =>
            {
                if (token.IsCancellationRequested) Assert.Equal(42, result);
            });
            worker.Start();
            source.Cancel();
            result = 42;
            worker.Join();
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
        Assert.Contains(verdict.Races, race => race.Location == "result");
    }

    [Fact]
    public void A_callback_runs_once_whoever_comes_first() => Proved(() =>
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var calls = 0;
        Thread worker = new(() => token.Register(() => Interlocked.Increment(ref calls)));
        worker.Start();
        source.Cancel();
        worker.Join();
        Assert.Equal(1, calls);
    });

    [Fact]
    public void Dispose_of_a_registration_waits_for_the_callback() => Proved(() =>
    {
        using var source = new CancellationTokenSource();
        var (begun, ended) = (false, false);
        var registration = source.Token.Register(() =>
        {
            begun = true;
            ended = true;
        });
        Thread canceler = new(source.Cancel);
        canceler.Start();
        registration.Dispose();
        Assert.Equal(begun, ended); // no race: either it has not begun and never will, or its end was awaited
        canceler.Join();
    });

    [Fact]
    public void Unregister_does_not_wait_for_it()
    {
        var verdict = Explore.Test(() =>
        {
            using var source = new CancellationTokenSource();
            int begun = 0, ended = 0;
            var registration = source.Token.Register(() =>
            {
                Volatile.Write(ref begun, 1);
                Volatile.Write(ref ended, 1);
            });
            Thread canceler = new(source.Cancel);
            canceler.Start();
            registration.Unregister();
            if (Volatile.Read(ref begun) == 1) Assert.Equal(1, Volatile.Read(ref ended));
            canceler.Join();
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
    }

    [Fact]
    public void Dispose_of_a_registration_inside_the_lock_that_the_callback_takes_is_a_deadlock()
    {
        var verdict = Explore.Test(() =>
        {
            using var source = new CancellationTokenSource();
            var gate = new object();
            var registration = source.Token.Register(() => { lock (gate) { } });
            Thread canceler = new(source.Cancel);
            canceler.Start();
            lock (gate) registration.Dispose();
            canceler.Join();
        });
        Assert.Equal(FailureKind.Deadlock, verdict.Failure!.Kind);
        Assert.Contains("waits for a callback of a CancellationToken (line ", verdict.Failure.Message);
        Assert.Contains("which thread 1 holds", verdict.Failure.Message);
    }

    [Fact]
    public void CancelAfter_may_come_before_the_work_is_done_and_after() => Proved(() =>
    {
        using var source = new CancellationTokenSource();
        source.CancelAfter(10);
        var done = 0;
        while (done < 3 && !source.IsCancellationRequested) done++;
        Assert.InRange(done, 0, 3);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void CancelAfter_may_come_at_any_moment(int moment)
    {
        var found = moment switch
        {
            0 => Explore.Test(() => Assert.NotEqual(0, Work())),
            1 => Explore.Test(() => Assert.NotEqual(1, Work())),
            _ => Explore.Test(() => Assert.NotEqual(2, Work())),
        };
        Assert.Equal(FailureKind.Assertion, found.Failure!.Kind);

        static int Work()
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));
            var done = 0;
            while (done < 2 && !source.IsCancellationRequested) done++;
            return done;
        }
    }

    [Fact]
    public void A_time_that_was_called_off_does_not_come() => Proved(() =>
    {
        var source = new CancellationTokenSource();
        source.CancelAfter(10);
        if (source.TryReset()) Assert.False(source.IsCancellationRequested);
        source.Dispose();
    });

    [Fact]
    public void A_linked_source_is_cancelled_with_either() => Proved(() =>
    {
        using CancellationTokenSource first = new(), second = new();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(first.Token, second.Token);
        var calls = 0;
        linked.Token.Register(() => calls++);
        Thread a = new(first.Cancel), b = new(second.Cancel);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        Assert.Equal(1, calls);
        Assert.True(linked.IsCancellationRequested);
    });

    [Fact]
    public void Dispose_while_another_cancels_is_found()
    {
        var verdict = Explore.Test(() =>
        {
            var source = new CancellationTokenSource();
            Thread canceler = new(source.Cancel);
            canceler.Start();
            source.Dispose();
            canceler.Join();
        });
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.Contains(verdict.Races, race => race.Location == "CancellationTokenSource.disposed");
    }

    [Fact]
    public void The_exception_carries_the_token_and_is_caught_as_ever() => Proved(() =>
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var caught = Assert.Throws<OperationCanceledException>(() => source.Token.ThrowIfCancellationRequested());
        Assert.Equal(source.Token, caught.CancellationToken);
        try { throw new OperationCanceledException("mine", source.Token); }
        catch (OperationCanceledException e) when (e.CancellationToken == source.Token) { return; }
    });

    [Fact]
    public void Waiting_for_the_handle_of_a_token() => Proved(() =>
    {
        using var source = new CancellationTokenSource();
        using var other = new ManualResetEvent(false);
        Thread worker = new(() => Assert.Equal(1, WaitHandle.WaitAny([other, source.Token.WaitHandle])));
        worker.Start();
        source.Cancel();
        worker.Join();
    });
}
