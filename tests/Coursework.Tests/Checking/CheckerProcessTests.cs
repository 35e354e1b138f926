using System.Diagnostics;
using Workbook.Coursework.Checking;
using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Checking;

/// <summary>The parent alone: its children are scripts.</summary>
public class CheckerProcessTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60); // a wait that ends here has found a bug
    private static readonly Limits _brief = new() { Time = TimeSpan.FromSeconds(1) };

    private const string HoldsBoth = "tell begins one; tell ends one; tell begins two; tell ends two; tell done";
    private const string Noted = """
        {"Ends":{"Name":"one","MaxPoints":1,"Passed":true,"Verdict":"Proved","Notes":["a spins at Counter.cs:3"]}}
        """;

    [Fact]
    public void Results_come_in_the_order_of_the_checks_and_the_child_is_kept()
    {
        using var checker = new ScriptedChecker(
            "while read -r job; do tell checks; tell begins two; tell ends two; tell begins one; tell ends one; tell done; done");

        foreach (var _ in Enumerable.Range(0, 3)) Assert.Equal(["one", "two"], checker.Run().Checks.Select(check => check.Name));
        Assert.Equal(1, checker.Lives);
    }

    [Fact]
    public void Progress_tells_each_check_when_it_begins_and_when_it_ends()
    {
        using var checker = new ScriptedChecker($"read -r job; tell checks; {HoldsBoth}; read -r job");
        var told = new List<string>();

        checker.Run(progress: new CalledBack(step =>
            told.Add($"{step.Check} {(step.Result is null ? "begins" : "ends")} {step.Ended} of {step.Of}")));

        Assert.Equal(["one begins 0 of 2", "one ends 1 of 2", "two begins 1 of 2", "two ends 2 of 2"], told);
    }

    [Fact]
    public void A_check_that_hangs_is_stopped_and_the_next_child_runs_the_others()
    {
        using var checker = new ScriptedChecker(
            "read -r job; tell checks; if [ $life = 1 ]; then tell begins one; exec sleep 600; fi; second", _brief);

        var report = checker.Run();

        Assert.Equal(["hung", null], report.Checks.Select(check => check.Kind));
        Assert.Equal("it was not done after 1 s, and was stopped: is there a loop that does not end, or takes very long?",
            report.Checks[0].Message);
        Assert.Equal([0, 1], report.Checks.Select(check => check.Points));
        Assert.Equal(2, checker.Lives);
    }

    [Fact]
    public void Only_what_has_no_result_is_asked_of_the_next_child()
    {
        using var checker = new ScriptedChecker("""
            read -r job; tell checks
            if [ $life = 1 ]; then tell begins one; exit 3; fi
            case "$job" in *'"Only":["two"]'*) second;; esac
            """);

        var report = checker.Run();

        Assert.Equal([false, true], report.Checks.Select(check => check.Passed));
    }

    [Theory]
    [InlineData("exit 3", "crashed", "it ended the whole process, with exit code 3; an answer returns, and ends nothing")]
    [InlineData("kill -9 $$", "memory", "the system ended it; most likely it took too much memory")]
    [InlineData("kill -11 $$", "crashed", "the process broke down: unsafe code read or wrote memory that is not its own")]
    [InlineData("echo 'Out of memory.' >&2; kill -6 $$", "memory",
        "there was no memory left for it: is there something that grows without end?")]
    [InlineData("printf 'Stack overflow.\\n   at System.String.Concat(System.String)\\n   at A.Counter.Add()\\n' >&2; kill -6 $$",
        "crashed", "the stack overflowed: Counter.Add is called from within itself without end")]
    [InlineData("printf 'Unhandled exception. System.Exception: boom\\n   at A.Counter.Add() in C.cs:line 3\\n' >&2; kill -6 $$",
        "crashed", "an exception that nobody caught ended the whole process in Counter.Add: System.Exception: boom")]
    public void A_child_that_dies_in_a_check_fails_that_check_and_says_why(string death, string kind, string message)
    {
        using var checker = new ScriptedChecker(
            $"read -r job; tell checks; tell begins one; if [ $life = 1 ]; then {death}; fi; tell ends one; second");

        var report = checker.Run();

        Assert.Equal((kind, message), (report.Checks[0].Kind, report.Checks[0].Message));
        Assert.True(report.Checks[1].Passed);
    }

    [Fact]
    public void The_last_words_are_heard_after_a_hundred_megabytes_without_the_end_of_a_line()
    {
        using var checker = new ScriptedChecker("""
            read -r job; tell checks; tell begins one
            if [ $life = 1 ]; then
                head -c 100000000 /dev/zero | tr '\0' x
                head -c 100000000 /dev/zero | tr '\0' x >&2
                echo >&2; echo 'Stack overflow.' >&2; kill -6 $$
            fi
            tell ends one; second
            """);
        var before = GC.GetTotalAllocatedBytes();

        var report = checker.Run();

        Assert.Equal("the stack overflowed: a method is called from within itself without end", report.Checks[0].Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }

    [Fact]
    public void A_child_that_takes_too_much_memory_is_stopped()
    {
        using var checker = new ScriptedChecker(
            "read -r job; tell checks; tell begins one; if [ $life = 1 ]; then "
                + "x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 600; fi; tell ends one; second",
            new Limits { Memory = 30 << 20 });

        var report = checker.Run();

        Assert.Equal(("memory", "it took more than 30 MB of memory, and was stopped: is there something that grows without end?"),
            (report.Checks[0].Kind, report.Checks[0].Message));
        Assert.True(report.Checks[1].Passed);
    }

    [Fact]
    public void A_child_that_dies_between_two_checks_loses_no_result()
    {
        using var checker = new ScriptedChecker(
            "read -r job; tell checks; if [ $life = 1 ]; then tell begins one; tell ends one; exit 1; fi; second");

        Assert.True(checker.Run().Passed);
    }

    [Fact]
    public void A_warm_child_that_dies_while_it_has_nothing_to_do_is_replaced()
    {
        using var checker = new ScriptedChecker($"read -r job; tell checks; {HoldsBoth}; exit 1");

        Assert.True(checker.Run().Passed);
        Assert.True(checker.Run().Passed);
    }

    [Fact]
    public void A_child_that_never_gets_to_a_check_is_given_up_and_the_reason_is_told()
    {
        using var checker = new ScriptedChecker("exit 5");

        var thrown = Assert.Throws<IOException>(() => checker.Run());

        Assert.Contains("the checker ended before it could check", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 5", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(2, checker.Lives);
    }

    [Fact]
    public void A_program_that_cannot_be_started_is_named()
    {
        using var checker = new CheckerProcess(["/nowhere/checker"]);

        Assert.StartsWith("/nowhere/checker cannot be started", Assert.Throws<IOException>(checker.Warm).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void After_trouble_with_the_disk_the_next_job_gets_its_own_results()
    {
        using var checker = new ScriptedChecker(
            "read -r job; if [ $life = 1 ]; then tell trouble; tell done; read -r job; fi; tell checks; tell both");

        Assert.Equal("the disk is full", Assert.Throws<IOException>(() => checker.Run()).Message);
        Assert.True(checker.Run().Passed);
    }

    [Fact]
    public void Cancelling_kills_the_child_and_the_next_job_gets_a_new_one()
    {
        using var checker = new ScriptedChecker(
            $"read -r job; tell checks; if [ $life = 1 ]; then tell begins one; exec sleep 600; fi; {HoldsBoth}; read -r job");
        using var cancel = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();

        Assert.Throws<OperationCanceledException>(() => checker.Run(cancel.Token, new CalledBack(_ => cancel.Cancel())));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, _bound / 2);
        Assert.True(checker.Run().Passed);
        Assert.Equal(2, checker.Lives);
    }

    [Fact]
    public void What_was_noted_before_a_crash_is_handed_to_the_next_child()
    {
        using var checker = new ScriptedChecker($$"""
            read -r job; tell checks
            if [ $life = 1 ]; then
                echo '{{Noted}}' > $out
                exit 1
            fi
            case "$job" in *'"Noted":["a spins at Counter.cs:3"]'*) second;; esac
            """);

        Assert.True(checker.Run().Checks[1].Passed);
    }

    // The other children must not hold its pipe open.
    [Fact]
    public void The_end_of_a_child_is_seen_at_once_however_many_are_started_at_the_same_moment()
    {
        const int count = 16;
        using var together = new Barrier(count);
        var children = new CheckerChild[count];
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            together.SignalAndWait();
            children[number] = CheckerChild.Start(["/bin/sh", "-c", "exec sleep 600"], new Limits());
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        foreach (var child in children)
        {
            var ends = new Thread(child.Dispose);
            ends.Start();
            Assert.True(ends.Join(_bound), "a child was killed, and its pipe has no end");
        }
    }
}
