using System.Diagnostics;
using Workbook.Coursework.Checking;
using Workbook.Coursework.Tests.Fixture;
using Xunit.Abstractions;

namespace Workbook.Coursework.Tests.Checking;

/// <summary>Answers that misbehave in Add: the check that calls it fails with the reason, and the others have their
/// results.</summary>
[Collection("checker")]
public class LimitsTests(WarmChecker checker, ITestOutputHelper output)
{
    [Fact]
    public void A_loop_without_end_is_told_with_its_line()
    {
        var failed = OnlyAddFails("while (true) { }");

        Assert.Equal("livelock", failed.Kind);
        Assert.StartsWith("a goes round the loop at line 11", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_without_end_in_the_platform_is_stopped()
    {
        var failed = OnlyAddFails(CounterExercise.Endless);

        Assert.Equal("hung", failed.Kind);
        Assert.Contains("A call of the platform that never returns", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deeper(1);", "private int Deeper(int depth) => depth < 0 ? 0 : Deeper(depth + 1) + 1;", "Counter.Deeper")]
    [InlineData("_ = ToString();", "public override string ToString() => $\"{this}\";", "Counter.ToString")]
    [InlineData("_ = new Chain().Next;", "private sealed class Chain { public Chain Next { get; } = new(); }",
        "the constructor of Chain")]
    public void A_stack_that_overflows_is_told_with_the_method(string add, string members, string method)
    {
        var failed = OnlyAddFails(add, members);

        Assert.Equal(("crashed", $"the stack overflowed: {method} is called from within itself without end"),
            (failed.Kind, failed.Message));
    }

    [Fact]
    public void Allocating_without_end_is_told()
    {
        var failed = OnlyAddFails("var all = new List<byte[]>(); while (true) all.Add(new byte[1 << 20]);");

        Assert.Equal(("memory", "there was no memory left for it: is there something that grows without end?"),
            (failed.Kind, failed.Message));
    }

    [Fact]
    public void A_single_array_that_is_too_large_is_told()
    {
        var failed = OnlyAddFails("var all = new byte[1_500_000_000]; all[7] = 1;");

        Assert.Equal(("memory", "there was no memory left for it: is there something that grows without end?"),
            (failed.Kind, failed.Message));
    }

    [Theory]
    [InlineData("Console.Write(Line);")]
    [InlineData("Console.Error.Write(Line);")]
    [InlineData("Console.OpenStandardOutput().Write(Bytes);")]
    [InlineData("Console.OpenStandardError().Write(Bytes);")]
    public void Printing_a_gigabyte_takes_neither_the_memory_nor_the_results(string print)
    {
        var before = GC.GetTotalAllocatedBytes();

        var report = checker.Check(CounterExercise.Answer($"lock (_lock) {{ _value++; for (var i = 0; i < 250; i++) {print} }}",
            "private static readonly string Line = new('x', 1 << 20); static readonly byte[] Bytes = new byte[1 << 20];"));

        Tell(report);
        Assert.Equal(CounterExercise.Names, report.Checks.Select(check => check.Name));
        Assert.All(report.Checks.Where(check => check.Name != CounterExercise.Lost), check =>
            Assert.True(check.Passed, check.Message));
        Assert.All(report.Checks, check => Assert.True(check.Output.Length < 10_000));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public void A_wrong_answer_that_prints_a_gigabyte_is_told_all_the_same()
    {
        var failed = OnlyAddFails("_value++; for (var i = 0; i < 250; i++) Console.WriteLine(Line);",
            "private static readonly string Line = new('x', 1 << 20);");

        Assert.Equal("the value after two calls is 1 and should be 2", failed.Message);
        Assert.StartsWith("xxx", failed.Output, StringComparison.Ordinal);
        Assert.True(failed.Output.Length < 10_000);
    }

    [Theory]
    [InlineData("System.Diagnostics.Process.Start(\"ls\");", "Process.Start, Counter.cs:11")]
    [InlineData("File.WriteAllText(\"somewhere\", \"x\");", "File.WriteAllText, Counter.cs:11")]
    [InlineData("new System.Net.Sockets.TcpClient().Connect(\"localhost\", 1);", "TcpClient.Connect, Counter.cs:11")]
    [InlineData("Environment.Exit(0);", "Environment.Exit, Counter.cs:11")]
    public void What_reaches_beyond_the_process_is_refused_by_its_name(string add, string told)
    {
        var report = checker.Check(CounterExercise.Answer(add));

        Tell(report);
        Assert.Equal(["refused", "refused", "refused", null, null], report.Checks.Select(check => check.Kind));
        Assert.StartsWith($"it uses {told}. What that does cannot be run under every interleaving", report.Checks[0].Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Console.In.ReadLine();", "Console.get_In")]
    [InlineData("Console.ReadLine();", "Console.ReadLine")]
    [InlineData("Native();", "abort of libc")]
    public void What_the_explorer_cannot_follow_is_refused_where_it_is_reached(string add, string told)
    {
        var failed = OnlyAddFails(add,
            "[System.Runtime.InteropServices.DllImport(\"libc\", EntryPoint = \"abort\")] private static extern void Native();");

        Assert.Equal("refused", failed.Kind);
        Assert.Contains(told, failed.Message, StringComparison.Ordinal);
        Assert.Contains("leave it out", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_on_a_thread_of_the_answers_own_is_told()
    {
        var failed = OnlyAddFails("var other = new Thread(() => throw new Exception(\"boom\")); other.Start(); other.Join();");

        Assert.Equal("exception", failed.Kind);
        Assert.Contains("boom", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_look_like_results_are_only_printed()
    {
        const string result = """{"Ends":{"Name":"no call is lost","MaxPoints":3,"Passed":true,"Verdict":"Proved"}}""";

        var failed = OnlyAddFails($"Console.WriteLine(@\"{result.Replace("\"", "\"\"", StringComparison.Ordinal)}\"); _value++;");


        Assert.Equal("assertion", failed.Kind);
        Assert.Contains("\"Ends\"", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_static_constructor_that_throws_is_told_with_its_exception()
    {
        var failed = OnlyAddFails("Early.Now();",
            "static class Early { static Early() => throw new FormatException(\"boom\"); public static void Now() { } }");

        Assert.Equal("exception", failed.Kind);
        Assert.Contains("because of FormatException: boom", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finalizer_that_throws_leaves_a_result_for_every_check()
    {
        var report = checker.Check(CounterExercise.Answer("lock (_lock) { _value++; } new Loud(); GC.Collect();",
            "private sealed class Loud { ~Loud() => throw new InvalidOperationException(\"boom\"); }"));

        Tell(report);
        Assert.Equal(CounterExercise.Names, report.Checks.Select(check => check.Name));
        Assert.All(report.Checks.Where(check => check.Kind == "crashed"), check =>
            Assert.Contains("boom", check.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Unsafe_code_that_breaks_the_process_down_is_told()
    {
        var failed = OnlyAddFails("unsafe { *(long*)0x123456789000 = 1; }");

        Assert.Equal(("crashed", "the process broke down in Counter.Add: unsafe code read or wrote memory that is not its own"),
            (failed.Kind, failed.Message));
    }

    [Fact]
    public void Cancelling_ends_an_endless_check_at_once_and_the_checker_can_be_used_again()
    {
        using var process = new CheckerProcess(CheckerProgram.Command);
        using var cancel = new CancellationTokenSource();
        var job = checker.Job(CounterExercise.Answer(CounterExercise.Endless)) with { Only = [CounterExercise.Lost] };
        var begun = 0L;
        var watch = new CalledBack(_ => { begun = Stopwatch.GetTimestamp(); cancel.Cancel(); });

        Assert.Throws<OperationCanceledException>(() => process.Run(job, watch, cancel.Token));

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.True(process.Run(job with { Candidate = CounterExercise.Answer() }).Passed);
    }

    private CheckResult OnlyAddFails(string add, string members = "")
    {
        var report = checker.Check(CounterExercise.Answer(add, members));
        Tell(report);
        Assert.Equal(CounterExercise.Names, report.Checks.Select(check => check.Name));
        Assert.All(report.Checks.Where(check => check.Name is not CounterExercise.Lost and not CounterExercise.Polls), check =>
            Assert.True(check.Passed, check.Message));
        return Assert.Single(report.Checks, check => check.Name == CounterExercise.Lost && !check.Passed);
    }

    private void Tell(CheckReport report)
    {
        foreach (var check in report.Checks)
            output.WriteLine($"{check.Name}: {check.Verdict} {check.Kind} {check.Message} ({check.Seconds:0.0} s)");
    }
}
