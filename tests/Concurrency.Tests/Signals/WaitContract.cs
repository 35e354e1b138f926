using System.Diagnostics;

namespace Workbook.Concurrency.Tests.Signals;

/// <summary>What holds for everything that is closed, then open, and has Wait(cancel) and Wait(timeout, cancel).</summary>
public abstract class WaitContract<T> where T : class
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);

    protected abstract T Closed();

    protected abstract void Open(T signal);

    protected abstract void Wait(T signal, CancellationToken cancel = default);

    protected abstract bool Wait(T signal, TimeSpan timeout, CancellationToken cancel = default);

    private T Opened()
    {
        var signal = Closed();
        Open(signal);
        return signal;
    }

    [Fact]
    public void Wait_on_an_open_one_returns()
    {
        Wait(Opened());
        Assert.True(Wait(Opened(), TimeSpan.Zero));
        Assert.True(Wait(Opened(), Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Wait_on_an_open_one_succeeds_although_the_token_is_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        Wait(Opened(), cancelled);
        Assert.True(Wait(Opened(), TimeSpan.Zero, cancelled));
    }

    [Fact]
    public void Wait_on_a_closed_one_with_a_cancelled_token_throws_that_token()
    {
        var cancelled = new CancellationToken(canceled: true);
        var signal = Closed();
        var refusal = Assert.Throws<OperationCanceledException>(() => Wait(signal, cancelled));
        Assert.Equal(cancelled, refusal.CancellationToken);
        refusal = Assert.Throws<OperationCanceledException>(() => Wait(signal, Patience.Long, cancelled));
        Assert.Equal(cancelled, refusal.CancellationToken);
        Patience.UntilShown(signal, "0 waiting");
    }

    [Fact]
    public void Wait_with_no_time_only_looks() => Assert.False(Wait(Closed(), TimeSpan.Zero));

    [Fact]
    public void Wait_that_times_out_returns_false_and_not_too_early()
    {
        var signal = Closed();
        var start = Stopwatch.GetTimestamp();
        Assert.False(Wait(signal, _short));
        Assert.True(Stopwatch.GetElapsedTime(start) >= _short);
        Assert.EndsWith("0 waiting", DebuggerText.Of(signal));
    }

    [Fact]
    public void A_timeout_out_of_range_is_refused_also_by_an_open_one()
    {
        foreach (var signal in new[] { Closed(), Opened() })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Wait(signal, TimeSpan.FromMilliseconds(-2)));
            Assert.Throws<ArgumentOutOfRangeException>(() => Wait(signal, TimeSpan.FromMilliseconds(1.0 + int.MaxValue)));
        }
    }

    [Fact]
    public void A_waiting_thread_goes_on_when_it_opens_and_sees_what_was_written_before()
    {
        var signal = Closed();
        int written = 0, seen = 0;
        var worker = Patience.StartWaiter(signal, () => { Wait(signal); seen = written; });
        written = 42;
        Open(signal);
        Patience.MustEnd(worker);
        Assert.Equal(42, seen);
    }

    [Fact]
    public void A_thread_that_waits_with_a_timeout_goes_on_when_it_opens()
    {
        var signal = Closed();
        var result = false;
        var worker = Patience.StartWaiter(signal, () => result = Wait(signal, TimeSpan.FromMilliseconds(int.MaxValue)));
        Open(signal);
        Patience.MustEnd(worker);
        Assert.True(result);
    }

    [Fact]
    public void Cancellation_ends_a_wait_and_leaves_nobody_behind()
    {
        var signal = Closed();
        using var source = new CancellationTokenSource();
        var first = Patience.StartWaiter(signal, () => Wait(signal, source.Token));
        var second = Patience.StartWaiter(signal, () => Wait(signal, Timeout.InfiniteTimeSpan, source.Token), asNumber: 2);
        source.Cancel();
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(first).CancellationToken);
        Assert.Equal(source.Token, Patience.MustFail<OperationCanceledException>(second).CancellationToken);
        Assert.EndsWith("0 waiting", DebuggerText.Of(signal));

        Open(signal); // and it works as before
        Wait(signal);
    }
}
