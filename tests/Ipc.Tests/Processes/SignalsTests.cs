using System.Globalization;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class SignalsTests
{
    private static bool IsIgnored(Signal signal)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:"));
        var mask = ulong.Parse(line.AsSpan("SigIgn:".Length), NumberStyles.HexNumber);
        return (mask >> ((int)signal - 1) & 1) == 1;
    }

    [Fact]
    public void Numbers_and_names_are_those_of_the_manual()
    {
        Assert.Equal((9, 10, 15, 17), (Signals.NumberOf(Signal.SIGKILL), Signals.NumberOf(Signal.SIGUSR1),
            Signals.NumberOf(Signal.SIGTERM), Signals.NumberOf(Signal.SIGCHLD)));
        Assert.All(Enum.GetValues<Signal>(), signal => Assert.Equal(signal.ToString(), Signals.NameOf(Signals.NumberOf(signal))));
        Assert.Equal("signal 40", Signals.NameOf(40));
        Assert.Throws<ArgumentOutOfRangeException>(() => Signals.NumberOf((Signal)40));
    }

    [Fact]
    public void Numbers_that_would_mean_many_processes_are_refused()
    {
        foreach (var id in new[] { 0, -1, -4711 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Signals.Send(id, Signal.SIGTERM));
            Assert.Throws<ArgumentOutOfRangeException>(() => Signals.TrySend(id, Signal.SIGTERM));
            Assert.Throws<ArgumentOutOfRangeException>(() => Signals.TrySendToGroup(id, Signal.SIGTERM));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Signals.TrySendToGroup(1, Signal.SIGTERM)); // kill(-1) is everybody
    }

    [Fact]
    public void A_process_that_is_not_there_is_told()
    {
        Assert.False(Signals.TrySend(int.MaxValue, Signal.SIGTERM));
        Assert.False(Signals.TrySendToGroup(int.MaxValue, Signal.SIGTERM));
        Assert.StartsWith("There is no process 2147483647 to send SIGTERM to",
            Assert.Throws<InvalidOperationException>(() => Signals.Send(int.MaxValue, Signal.SIGTERM)).Message);
    }

    [Fact]
    public void A_signal_arrives_at_a_process_and_at_a_group()
    {
        using var one = Subprocess.Start(new Command("sleep", "1000"));
        Signals.Send(one.Id, Signal.SIGUSR2);
        Assert.Equal(-12, one.Wait().Code);
        using var group = Subprocess.Start(new Command("sleep", "1000"));
        Assert.True(Signals.TrySendToGroup(group.Id, Signal.SIGHUP));
        Assert.Equal(-1, group.Wait().Code);
    }

    [Fact]
    public void An_ignored_signal_does_nothing_and_afterwards_the_former_disposition_is_back()
    {
        Assert.False(IsIgnored(Signal.SIGUSR2));
        var ignored = Signals.Ignore(Signal.SIGUSR2);
        Assert.True(IsIgnored(Signal.SIGUSR2));
        Signals.Send(Environment.ProcessId, Signal.SIGUSR2); // by default the end of this process
        ignored.Dispose();
        Assert.False(IsIgnored(Signal.SIGUSR2));
        using (Signals.Ignore(Signal.SIGUSR2)) ignored.Dispose(); // the second disposal does nothing
    }

    [Fact]
    public void SIGKILL_cannot_be_ignored() => Assert.ThrowsAny<IOException>(() => Signals.Ignore(Signal.SIGKILL));
}
