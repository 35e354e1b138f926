namespace Workbook.Concurrency.Tests.Signals;

/// <summary>What holds for both events.</summary>
public abstract class EventContract<T> : WaitContract<T> where T : class
{
    protected abstract T Make(bool set);

    protected abstract bool IsSet(T signal);

    protected abstract void Reset(T signal);

    protected override T Closed() => Make(set: false);

    [Fact]
    public void It_is_as_it_was_made()
    {
        Assert.True(IsSet(Make(set: true)));
        Assert.False(IsSet(Make(set: false)));
    }

    [Fact]
    public void A_set_is_remembered_until_it_is_reset()
    {
        var signal = Closed();
        Open(signal);
        Open(signal);
        Assert.True(IsSet(signal));
        Reset(signal);
        Reset(signal);
        Assert.False(IsSet(signal));
        Assert.False(Wait(signal, TimeSpan.Zero));
    }

    [Fact]
    public void Reset_wakes_nobody()
    {
        var signal = Closed();
        var worker = Patience.StartWaiter(signal, () => Wait(signal));
        Reset(signal);
        Assert.EndsWith("1 waiting", DebuggerText.Of(signal));
        Open(signal);
        Patience.MustEnd(worker);
    }

    [Fact]
    public void The_debugger_shows_the_state_and_who_waits()
    {
        var signal = Make(set: true);
        Assert.Equal("set, 0 waiting", DebuggerText.Of(signal));
        Reset(signal);
        var worker = Patience.StartWaiter(signal, () => Wait(signal));
        Assert.Equal("not set, 1 waiting", DebuggerText.Of(signal));
        Open(signal);
        Patience.MustEnd(worker);
    }
}
