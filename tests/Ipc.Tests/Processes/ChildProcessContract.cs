using Workbook.Ipc.Interop;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

/// <summary>What a child does on every system.</summary>
public abstract class ChildProcessContract
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private protected abstract bool IsPortable { get; }

    private protected ChildOptions Options => new() { IsPortable = IsPortable };

    private ChildOptions Quiet => Options with { Error = StreamTarget.Null };

    private ChildOptions Captured => Options with { Output = StreamTarget.Pipe, Error = StreamTarget.Pipe };

    [Fact]
    public void Arguments_arrive_the_result_travels_back_and_the_code_is_0()
    {
        using var child = ChildProcess.Create(ChildPrograms.Add, 2, 3, Options);
        Assert.False(child.IsAlive);
        child.Start();
        Assert.Equal(5, child.Result());
        Assert.False(child.IsAlive);
        Assert.Equal(0, child.ExitCode);
        Assert.True(child.Exit!.Value.IsSuccess);
        Assert.Null(child.Failure);
        Assert.True(child.TryResult(out var again, TimeSpan.Zero));
        Assert.Equal(5, again);
    }

    [Fact]
    public void What_a_child_changes_stays_there()
    {
        using var child = ChildProcess.Start(ChildPrograms.Set, 1000, Options);
        child.Join();
        Assert.Equal(0, child.ExitCode);
        Assert.Equal(1, ChildPrograms.Variable);
    }

    [Fact]
    public void A_task_is_awaited_over_there_and_its_result_travels()
    {
        using var sum = ChildProcess.Start(ChildPrograms.AddLater, 2, 3, Options);
        using var failing = ChildProcess.Start(ChildPrograms.FailLater, "no beans", Quiet);
        Assert.Equal(5, sum.Result());
        failing.Join();
        Assert.Equal("outer", failing.Failure!.Message);
    }

    [Fact]
    public void A_child_knows_who_it_is_and_who_its_parent_is_and_has_an_empty_input()
    {
        using var child = ChildProcess.Start(ChildPrograms.Myself, Options with { Name = "ann" });
        var told = child.Result();
        Assert.Equal(("ann", child.Id, Environment.ProcessId, Environment.ProcessId, false, ""),
            (told.Name, told.Id, told.Parent, told.ParentNow, told.IsDaemon, told.Input));
        Assert.Equal("ann", child.Name);
        Assert.Equal(ChildProcess.AuthenticationKey.ToArray(), told.Key);
        Assert.Equal(32, told.Key.Length);
    }

    [Fact]
    public void While_it_runs_there_is_no_code_and_a_join_with_a_timeout_returns()
    {
        using var child = ChildProcess.Start(ChildPrograms.Sleep, Options);
        Assert.True(child.IsAlive);
        Assert.Null(child.ExitCode);
        Assert.False(child.Join(TimeSpan.Zero));
        Assert.False(child.Join(TimeSpan.FromMilliseconds(10)));
        Assert.Throws<OperationCanceledException>(() => child.Join(new CancellationToken(canceled: true)));
        Assert.Contains(child, ChildProcess.ActiveChildren());

        child.Terminate();
        Assert.True(child.Join(_bound));
        Assert.Equal(-15, child.ExitCode);
        Assert.Equal(15, child.Exit!.Value.Signal);
        Assert.DoesNotContain(child, ChildProcess.ActiveChildren());
        child.Terminate(); // of one that has ended: nothing
        child.KillTree();
    }

    [Fact]
    public void A_killed_child_has_the_signal_as_its_code_and_no_result()
    {
        using var child = ChildProcess.Create<string, int>(SleepFor, "ever", Options);
        child.Start();
        child.Kill();
        var died = Assert.Throws<ChildDiedException>(() => child.Result());
        Assert.Equal(new ExitStatus(-9), died.Status);
        Assert.Equal(-9, child.ExitCode);
        Assert.Contains("killed by signal 9", died.Message);
    }

    [Fact]
    public void A_child_that_exits_has_its_code_and_no_result()
    {
        using var exits = ChildProcess.Start(ChildPrograms.Leave, 7, Options);
        using var throws = ChildProcess.Start(ChildPrograms.LeaveByException, 3, Options);
        Assert.Equal(7, Assert.Throws<ChildDiedException>(() => exits.Result()).Status.Code);
        Assert.Equal(3, Assert.Throws<ChildDiedException>(() => throws.Result()).Status.Code);
        Assert.Null(throws.ExitMessage);
        Assert.Null(throws.Failure);
    }

    [Fact]
    public void A_child_that_exits_with_a_message_has_code_1_and_says_it_on_standard_error_and_to_its_parent()
    {
        using var child = ChildProcess.Start(ChildPrograms.LeaveSaying, "no beans", Captured);
        Assert.Equal("no beans\n", Read(child.Error!));
        child.Join();
        Assert.Equal(1, child.ExitCode);
        Assert.Equal("no beans", child.ExitMessage);
        Assert.Null(child.Failure);
        Assert.Equal("no beans", Assert.Throws<ChildDiedException>(() => child.Result()).ExitMessage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exception_ends_it_with_code_1_a_trace_on_standard_error_and_travels(bool onAnotherThread)
    {
        using var child = ChildProcess.Start(onAnotherThread ? ChildPrograms.FailOnAnotherThread : ChildPrograms.Fail,
            "no beans", Captured);
        var error = Read(child.Error!);
        child.Join();
        Assert.Equal(1, child.ExitCode);
        var failure = child.Failure!;
        Assert.Equal("outer", failure.Message);
        Assert.Equal(typeof(InvalidOperationException).FullName, failure.TypeName);
        Assert.Contains(nameof(ChildPrograms.Fail), failure.RemoteStack);
        Assert.Contains("no beans", failure.RemoteStack);
        Assert.Contains(failure.RemoteStack, error);
        Assert.True(failure.Is<InvalidOperationException>() && failure.Is<SystemException>() && failure.Is<Exception>());
        Assert.False(failure.Is<IOException>());
        var inner = Assert.IsType<RemoteException>(failure.InnerException);
        Assert.True(inner.Is<FileNotFoundException>() && inner.Is<IOException>());
        Assert.Equal("no beans", inner.Message);
    }

    [Fact]
    public void Both_outputs_can_be_captured_and_are_flushed_at_the_end()
    {
        using var child = ChildProcess.Start(ChildPrograms.WriteWithoutFlush, "text", Captured);
        Assert.Equal("text", Read(child.Output!));
        Assert.Equal("error text", Read(child.Error!));
        child.Join();
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void A_child_waits_for_its_foreground_threads_and_not_for_the_others()
    {
        using var directory = new TemporaryDirectory();
        var (mayEnd, ended) = (directory.File("may end"), directory.File("ended"));
        using var child = ChildProcess.Start(ChildPrograms.LeaveThreadsBehind, mayEnd, ended, Options);
        ChildPrograms.Await($"{mayEnd}.asked");
        Assert.False(child.Join(TimeSpan.FromMilliseconds(100)));
        File.WriteAllText(mayEnd, "");
        Assert.True(child.Join(_bound));
        Assert.True(File.Exists(ended));
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void Children_have_children()
    {
        using var child = ChildProcess.Start(ChildPrograms.Nest, Options);
        var (own, grandchild, itsParent) = child.Result();
        Assert.Equal(child.Id, own);
        Assert.Equal(own, itsParent);
        Assert.NotEqual(own, grandchild);
    }

    [Fact]
    public void A_daemon_makes_daemons_but_may_not_start_them()
    {
        using var daemon = ChildProcess.Start(ChildPrograms.TryToHaveAChild, Options with { IsDaemon = true, Name = "imp" });
        Assert.True(daemon.IsDaemon);
        var (isDaemon, refusal) = daemon.Result();
        Assert.True(isDaemon);
        Assert.Contains("imp is a daemon", refusal);
        Assert.False(ChildProcess.Create(ChildPrograms.Nothing).IsDaemon);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_daemon_ends_when_its_parent_is_killed(bool beforeItCouldKnow)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("daemon");
        using var middle = ChildProcess.Start(ChildPrograms.StartDaemon, file, beforeItCouldKnow, IsPortable, Options);
        ChildPrograms.Await(file);
        var daemon = int.Parse(File.ReadAllText(file));
        middle.Kill();
        middle.Join();
        Traces.Until(() => ProcessTable.Find(daemon) is not { IsAlive: true }, "the daemon has ended");
        RuntimeFiles.Remove(daemon); // nobody else is left who could
    }

    [Fact]
    public void At_a_normal_end_other_children_are_waited_for_and_then_daemons_are_terminated()
    {
        using var directory = new TemporaryDirectory();
        using var middle = ChildProcess.Start(ChildPrograms.LeaveChildrenBehind, Path.GetDirectoryName(directory.File("any"))!,
            Options);
        ChildPrograms.Await(directory.File("returned"));
        Assert.False(middle.Join(TimeSpan.FromMilliseconds(100)));
        File.WriteAllText(directory.File("release"), "");
        Assert.True(middle.Join(_bound));
        Assert.Equal("the other ended; daemon was told; ", File.ReadAllText(directory.File("log")));
    }

    [Fact]
    public void Misuse_is_told()
    {
        using var child = ChildProcess.Create(ChildPrograms.Nothing, Options);
        Assert.Throws<InvalidOperationException>(() => child.Join());
        Assert.Throws<InvalidOperationException>(child.Kill);
        Assert.Throws<InvalidOperationException>(child.KillTree);
        child.Start();
        Assert.Throws<InvalidOperationException>(child.Start);
        Assert.Throws<ArgumentOutOfRangeException>(() => child.Join(TimeSpan.FromSeconds(-2)));
        child.Join();
        Assert.Throws<InvalidOperationException>(child.Start);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChildExitException(256));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChildExitException(-1));
    }

    [Fact]
    public void A_child_that_runs_cannot_be_closed_and_a_closed_one_cannot_be_used()
    {
        var child = ChildProcess.Start(ChildPrograms.Sleep, Options);
        Assert.Throws<InvalidOperationException>(child.Close);
        child.Kill();
        child.Join();
        child.Close();
        child.Close();
        child.Dispose();
        Assert.Throws<ObjectDisposedException>(() => child.Join());
        Assert.Throws<ObjectDisposedException>(child.Kill);
        Assert.Throws<ObjectDisposedException>(child.Start);
        Assert.Throws<ObjectDisposedException>(() => child.EndHandle);
        Assert.Equal(-9, child.ExitCode); // what it told, it still tells

        var never = ChildProcess.Create(ChildPrograms.Nothing, Options);
        never.Close();
        Assert.Throws<ObjectDisposedException>(never.Start);
    }

    [Fact]
    public void Dispose_kills_what_still_runs()
    {
        var child = ChildProcess.Start(ChildPrograms.Sleep, Options);
        child.Dispose();
        child.Dispose();
        Assert.Equal(-9, child.ExitCode);
        Assert.False(child.IsAlive);
        Assert.Null(ProcessTable.Find(child.Id) is { } other && other.ParentId == Environment.ProcessId ? other : null);
    }

    [Fact]
    public void The_end_can_be_waited_for_together_with_other_things()
    {
        using var child = ChildProcess.Create(ChildPrograms.Sleep, Options);
        var handle = child.EndHandle;
        child.Start();
        Assert.False(handle.WaitOne(10));
        child.Kill();
        using var never = new ManualResetEvent(false);
        Assert.Equal(1, WaitHandle.WaitAny([never, handle], _bound));
        Assert.True(child.EndHandle.WaitOne(0));
    }

    [Fact]
    public void KillTree_leaves_no_descendant()
    {
        using var traces = new Traces();
        using var child = ChildProcess.Start(ChildPrograms.GrowTree, traces.Sleep, Options);
        Traces.Until(() => traces.Running.Count == 2, "the tree has grown");
        child.KillTree();
        child.Join();
        Assert.Equal(-9, child.ExitCode);
        traces.AllGone();
    }

    [Fact]
    public void Ctrl_C_ends_a_child_as_any_program_unless_it_was_to_ignore_it()
    {
        using var usual = ChildProcess.Start(ChildPrograms.Sleep, Options);
        using var deaf = ChildProcess.Start(ChildPrograms.AddLater, 2, 3, Options with { IgnoreInterrupt = true });
        if (!IsPortable) deaf.Signal(Libc.InterruptSignal); // from its first moment on
        usual.Signal(Libc.InterruptSignal);
        Assert.True(usual.Join(_bound));
        Assert.Equal(-2, usual.ExitCode);
        Assert.Equal(5, deaf.Result());
        Assert.Equal(0, deaf.ExitCode);
    }

    [Fact]
    public void Many_arguments_that_no_buffer_holds_arrive_and_so_does_such_a_result()
    {
        var text = new string('x', 3_000_000);
        using var child = ChildProcess.Start(Twice, text, Options);
        Assert.Equal(6_000_000, child.Result().Length);
    }

    [Fact]
    public void An_interrupt_does_not_separate_a_child_from_its_owner()
    {
        using var child = ChildProcess.Create(ChildPrograms.Add, 2, 3, Options);
        Workbook.Concurrency.Threads.WorkerThread.Start("interrupted", () =>
        {
            Thread.CurrentThread.Interrupt();
            try { child.Start(); }
            catch (ThreadInterruptedException) { child.Start(); } // before it began: nothing was started
            try { Thread.Sleep(0); }
            catch (ThreadInterruptedException) { }
        }).Join();
        Assert.Equal(5, child.Result());
    }

    private static int SleepFor(string time)
    {
        Thread.Sleep(time == "ever" ? Timeout.Infinite : 0);
        return 1;
    }

    private static string Twice(string text) => text + text;

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
