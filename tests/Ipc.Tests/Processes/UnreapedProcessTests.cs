using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class UnreapedProcessTests
{
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_child_that_has_ended_is_a_zombie_until_it_is_reaped()
    {
        using var child = UnreapedProcess.Start(new Command("/bin/sh", "-c", "exit 3"));
        Assert.True(child.WaitForEnd(_long));
        for (var i = 0; i < 3; i++)
            Assert.True(child.Look() is { State: 'Z', IsZombie: true, IsAlive: false });
        Assert.Equal("[sh]", child.Look()!.CommandLine);
        var start = child.Look()!.StartTicks;
        Assert.True(Signals.TrySend(child.Id, Signal.SIGKILL)); // a zombie does not mind

        Assert.Equal(3, child.Reap()!.Value.Code);
        Assert.Null(child.Look());
        Assert.NotEqual(start, ProcessTable.Find(child.Id)?.StartTicks); // the id is free, or another one's
        Assert.Equal(3, child.Reap()!.Value.Code);
        Assert.True(child.WaitForEnd(TimeSpan.Zero));
    }

    [Fact]
    public void A_wait_for_the_end_gives_up_at_its_timeout_and_at_its_cancellation()
    {
        using var child = UnreapedProcess.Start(new Command("sleep", "1000"));
        Assert.False(child.WaitForEnd(TimeSpan.FromMilliseconds(10)));
        Assert.ThrowsAny<OperationCanceledException>(() => child.WaitForEnd(_long, new CancellationToken(canceled: true)));
        Assert.True(child.Look()!.IsAlive);
        Signals.Send(child.Id, Signal.SIGKILL);
        Assert.Equal(-9, child.Reap()!.Value.Code); // waits
    }

    [Fact]
    public void Dispose_kills_and_reaps_and_may_be_repeated()
    {
        var child = UnreapedProcess.Start(new Command("sleep", "1000"));
        var start = child.Look()!.StartTicks;
        child.Dispose();
        child.Dispose();
        Assert.NotEqual(start, ProcessTable.Find(child.Id)?.StartTicks);
    }

    [Fact]
    public void A_command_with_input_is_refused() =>
        Assert.Throws<ArgumentException>(() => UnreapedProcess.Start(new Command("cat") { InputText = "x" }));

    // In a process of its own: there nobody else waits for children.
    private static (string Letters, bool HasStatus) EndWhileIgnoringSigchld()
    {
        using var ignored = Signals.Ignore(Signal.SIGCHLD);
        using var child = UnreapedProcess.Start(new Command("sleep", "1000"));
        var letters = "";
        while (child.Look() is { } row)
        {
            if (!letters.Contains(row.State)) letters += row.State;
            Signals.TrySend(child.Id, Signal.SIGKILL); // it has been seen
        }
        return (letters, child.Reap() is not null);
    }

    [Fact]
    public void While_SIGCHLD_is_ignored_no_zombie_appears_and_nobody_learns_the_status()
    {
        using var child = ChildProcess.Start(EndWhileIgnoringSigchld);
        var (letters, hasStatus) = child.Result();
        Assert.NotEmpty(letters);
        Assert.DoesNotContain('Z', letters);
        Assert.False(hasStatus);
    }
}
