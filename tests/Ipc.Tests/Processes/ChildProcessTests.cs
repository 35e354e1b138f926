using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public class ChildProcessTests
{
    private static int _variable = 1;

    private static int Add(int a, int b) => a + b;

    private static void SetVariable(int value) => _variable = value;

    private static void Fail(string why) => throw new InvalidOperationException(why);

    private static (string Name, int Parent) Myself() => (ChildProcess.Current!.Name, ChildProcess.Current.ParentId);

    [Fact]
    public void The_result_of_a_function_travels_back()
    {
        using var child = ChildProcess.Start(Add, 2, 3);
        Assert.Equal(5, child.Result());
        Assert.Equal(0, child.ExitCode);
    }

    private static async Task<int> Later(int a, int b)
    {
        await Task.Delay(1);
        return a + b;
    }

    private static async Task FailLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }

    [Fact]
    public void A_task_is_awaited_over_there_and_its_result_travels()
    {
        using var sum = ChildProcess.Start(Later, 2, 3);
        using var failing = ChildProcess.Start(FailLater, new ChildOptions { Error = StreamTarget.Null, IgnoreInterrupt = true });
        Assert.Equal(5, sum.Result());
        failing.Join();
        Assert.Equal("later", failing.Failure!.Message);
    }

    [Fact]
    public void What_a_child_changes_stays_there()
    {
        using var child = ChildProcess.Start(SetVariable, 1000);
        child.Join();
        Assert.Equal(0, child.ExitCode);
        Assert.Equal(1, _variable);
    }

    [Fact]
    public void An_exception_travels_with_its_type_message_and_stack()
    {
        using var child = ChildProcess.Start(Fail, "no beans", new ChildOptions { Error = StreamTarget.Null });
        child.Join();
        Assert.Equal(1, child.ExitCode);
        Assert.Equal("no beans", child.Failure!.Message);
        Assert.Equal(typeof(InvalidOperationException).FullName, child.Failure.TypeName);
        Assert.Contains(nameof(Fail), child.Failure.RemoteStack);
    }

    [Fact]
    public void A_child_knows_its_name_and_its_parent()
    {
        using var child = ChildProcess.Start(Myself, new ChildOptions { Name = "ann" });
        Assert.Equal(("ann", Environment.ProcessId), child.Result());
    }

    [Fact]
    public void A_lambda_that_captures_is_refused()
    {
        var here = 1;
        Assert.Contains("captures", Assert.Throws<ArgumentException>(() => ChildProcess.Start(() => Console.WriteLine(here))).Message);
    }

    [Fact]
    public void A_killed_child_has_the_signal_as_its_code()
    {
        using var child = ChildProcess.Start(Thread.Sleep, Timeout.Infinite);
        Assert.True(child.IsAlive);
        Assert.Throws<TimeoutException>(() => { if (!child.Join(TimeSpan.FromMilliseconds(1))) throw new TimeoutException(); });
        child.Kill();
        child.Join();
        Assert.Equal(-9, child.ExitCode);
    }
}
