using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

/// <summary>What a command promises that was started with Start.</summary>
public abstract class SubprocessHandleContract
{
    private protected static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private protected abstract IRunningCommand Launch(Command command, bool keepsInputOpen);

    private protected Subprocess Start(Command command) => Subprocess.StartOn(Launch, command);

    private protected static void Expect(Subprocess process, string line) =>
        Assert.Equal(line, new StreamReader(process.Output).ReadLine());

    [Fact]
    public void What_is_written_is_read_and_the_end_of_input_ends_it()
    {
        using var cat = Start(new Command("cat"));
        using (var writer = new StreamWriter(cat.Input) { AutoFlush = true })
        using (var reader = new StreamReader(cat.Output))
        {
            for (var i = 0; i < 3; i++)
            {
                writer.WriteLine($"line {i}");
                Assert.Equal($"line {i}", reader.ReadLine());
            }
            Assert.Null(cat.Status);
            writer.Close();
            Assert.Null(reader.ReadLine());
        }
        Assert.Equal(0, cat.Wait().Code);
        Assert.Equal(0, cat.Status!.Value.Code);
    }

    [Fact]
    public void A_wait_gives_up_at_its_timeout_and_at_its_cancellation_and_the_process_runs_on()
    {
        using var sleep = Start(new Command("sleep", "1000"));
        Assert.False(sleep.Wait(TimeSpan.FromMilliseconds(20)));
        Assert.False(sleep.Wait(TimeSpan.Zero));
        Assert.ThrowsAny<OperationCanceledException>(() => sleep.Wait(new CancellationToken(canceled: true)));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.ThrowsAny<OperationCanceledException>(() => sleep.Wait(Long, cancel.Token));
        Assert.Null(sleep.Status);
        sleep.Kill();
        Assert.Equal(-9, sleep.Wait().Code);
        Assert.True(sleep.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Kill_and_Dispose_end_the_tree_and_may_be_repeated()
    {
        using var traces = new Traces();
        var shell = Start(Command.Shell($"{traces.Sleep} & echo begun; wait"));
        Expect(shell, "begun");
        shell.Kill();
        shell.Kill();
        traces.AllGone();
        shell.Dispose();
        shell.Dispose();

        var second = Start(Command.Shell($"{traces.Sleep} & echo begun; wait"));
        Expect(second, "begun");
        second.Dispose();
        traces.AllGone();
    }

    [Fact]
    public void After_Dispose_it_still_tells_how_it_ended_and_nothing_happens_to_others()
    {
        var sleep = Start(new Command("sleep", "1000"));
        sleep.Dispose();
        Assert.Equal(-9, sleep.Status!.Value.Code);
        Assert.Equal(-9, sleep.Wait().Code);
        Assert.True(sleep.Wait(TimeSpan.Zero));
        Assert.True(sleep.Stop(TimeSpan.Zero));
        sleep.Kill();
        sleep.Send(Signal.SIGKILL);
        sleep.Dispose();
    }

    [Fact]
    public void Stop_lets_a_polite_program_end_by_itself()
    {
        using var shell = Start(Command.Shell("trap 'exit 7' TERM; echo begun; while :; do sleep 0.01; done"));
        Expect(shell, "begun");
        Assert.True(shell.Stop(Long));
        Assert.Equal(7, shell.Status!.Value.Code);
        Assert.True(shell.Stop(Long)); // it has ended
    }

    [Fact]
    public void Stop_kills_who_ignores_SIGTERM_with_all_that_it_has_started()
    {
        using var traces = new Traces();
        using var shell = Start(Command.Shell($"trap '' TERM; {traces.Sleep} & echo begun; {traces.Sleep}; :"));
        Expect(shell, "begun");
        Assert.False(shell.Stop(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(-9, shell.Status!.Value.Code);
        traces.AllGone();
    }

    [Fact]
    public void A_stop_that_is_cancelled_kills_nothing()
    {
        using var shell = Start(Command.Shell("trap '' TERM; echo begun; while :; do sleep 0.01; done"));
        Expect(shell, "begun");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => shell.Stop(Long, cancel.Token));
        Assert.Null(shell.Status);
    }

    [Fact]
    public void A_signal_is_sent()
    {
        using var shell = Start(Command.Shell("trap 'echo got USR1; exit' USR1; echo begun; while :; do sleep 0.01; done"));
        using var reader = new StreamReader(shell.Output);
        Assert.Equal("begun", reader.ReadLine());
        shell.Send(Signal.SIGUSR1);
        Assert.Equal("got USR1", reader.ReadLine());
        Assert.Equal(0, shell.Wait().Code);
        shell.Send(Signal.SIGUSR1); // nobody is there
    }

    [Fact]
    public void A_stream_that_goes_elsewhere_cannot_be_read()
    {
        using var process = Start(new Command("true") { Output = StreamTarget.Null, Error = StreamTarget.Null });
        Assert.Contains("StreamTarget.Pipe", Assert.Throws<InvalidOperationException>(() => process.Output).Message);
        Assert.Throws<InvalidOperationException>(() => process.Error);
    }

    [Fact]
    public void A_command_with_input_is_for_Run() =>
        Assert.Throws<ArgumentException>(() => Start(new Command("cat") { InputText = "x" }));
}
