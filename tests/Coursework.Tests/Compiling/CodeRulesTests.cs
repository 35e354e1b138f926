using Workbook.Coursework.Compiling;
using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Compiling;

public class CodeRulesTests
{
    [Theory]
    [InlineData("Thread.Sleep(1);", "Counter.cs:11 uses Thread.Sleep")]
    [InlineData("Thread.Yield();", "Counter.cs:11 uses Thread.Yield")]
    [InlineData("Thread.SpinWait(10);", "Counter.cs:11 uses Thread.SpinWait")]
    [InlineData("new SpinWait().SpinOnce();", "Counter.cs:11 uses SpinWait.SpinOnce")]
    [InlineData("SpinLock spin = new();", "Counter.cs:11 uses SpinLock")]
    [InlineData("Task.Delay(1).Wait();", "Counter.cs:11 uses Task.Delay")]
    [InlineData("System.Threading.Thread.Sleep(1); Thread.Sleep(2);", "Counter.cs:11 uses Thread.Sleep")]
    [InlineData("Action<int> pause = Thread.Sleep; pause(1);", "Counter.cs:11 uses Thread.Sleep")]
    public void What_polls_is_seen_in_the_code_and_told_once_a_line(string add, string told) =>
        Assert.Equal([(CounterExercise.Polls, told)], Offences(add));

    [Fact]
    public void What_an_alias_or_a_static_import_stands_for_is_seen()
    {
        var text = CounterExercise.Answer("Sleep(1); T.Sleep(1);").Text;
        var answer = CounterExercise.Source("Counter.cs",
            $"using static System.Threading.Thread;\nusing T = System.Threading.Thread;\n{text}");

        Assert.Equal([(CounterExercise.Polls, "Counter.cs:13 uses Thread.Sleep")], CompilerTests.Compile(answer).Offences);
    }

    [Theory]
    [InlineData("Interlocked.Increment(ref _value);", "Counter.cs:11 uses Interlocked.Increment")]
    [InlineData("new System.Collections.Concurrent.ConcurrentBag<int>().Add(1);", "Counter.cs:11 uses ConcurrentBag.Add")]
    public void What_is_forbidden_is_seen_also_by_its_namespace(string add, string told) =>
        Assert.Equal([(CounterExercise.Atomic, told)], Offences(add));

    [Theory]
    [InlineData(CounterExercise.RightAdd)]
    [InlineData("var sleep = \"Thread.Sleep(1)\"; // Thread.Sleep(1)")]
    [InlineData("_value++; void Sleep() { } Sleep();")]
    public void What_only_looks_like_it_is_no_offence(string add) =>
        Assert.Empty(Offences($"{add}\n".Replace("// Thread.Sleep(1)", "/* Thread.Sleep(1) */")));

    [Fact]
    public void The_lock_statement_can_be_forbidden()
    {
        var assignment = CounterExercise.Assignment;
        var text = assignment.Check.Text.Replace("\"System.Threading.Interlocked\"", "\"lock\"", StringComparison.Ordinal);
        assignment = assignment with { Check = assignment.Check with { Text = text } };

        var offences = new Compiler([])
            .Compile(assignment, CounterExercise.Answer("Monitor.Enter(_lock); _value++; Monitor.Exit(_lock);")).Offences;

        Assert.Equal(["Counter.cs:14 uses the lock statement", "Counter.cs:16 uses the lock statement"],
            offences.Select(offence => offence.Seen));
    }

    [Theory]
    [InlineData("File.WriteAllText(\"a\", \"b\");", "File.WriteAllText, Counter.cs:11")]
    [InlineData("using var file = new StreamWriter(\"a\");", "StreamWriter, Counter.cs:11")]
    [InlineData("System.Diagnostics.Process.Start(\"ls\");", "Process.Start, Counter.cs:11")]
    [InlineData("new System.Net.Sockets.TcpClient().Connect(\"localhost\", 1);", "TcpClient.Connect, Counter.cs:11")]
    [InlineData("Environment.Exit(0);", "Environment.Exit, Counter.cs:11")]
    public void What_reaches_beyond_the_process_is_named(string add, string told) =>
        Assert.Equal([told], CompilerTests.Compile(CounterExercise.Answer(add)).Refused);

    private static IEnumerable<(string, string)> Offences(string add)
    {
        var compiled = CompilerTests.Compile(CounterExercise.Answer(add));
        Assert.Empty(compiled.Errors);
        return compiled.Offences;
    }
}
