using Workbook.Coursework.Checking;
using Workbook.Coursework.Tests.Fixture;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Coursework.Tests.Checking;

/// <summary>Right and wrong answers, in a real checker.</summary>
[Collection("checker")]
public class CheckingTests(WarmChecker checker)
{
    [Fact]
    public void A_right_answer_is_proved_and_has_all_points()
    {
        var report = checker.Check(CounterExercise.Answer());

        Assert.True(report.Passed, string.Join("\n", report.Checks.Select(check => check.Message)));
        Assert.Equal((7, 7), (report.Points, report.MaxPoints));
        Assert.Equal(CounterExercise.Names, report.Checks.Select(check => check.Name));
        Assert.Equal(["Proved", "Proved", "Proved", "Rule", "Rule"], report.Checks.Select(check => check.Verdict));
        Assert.All(report.Checks, check => Assert.Equal((null, null, null), (check.Message, check.Replay, check.Page)));
        Assert.True(report.Checks[1].Schedules > 1);
    }

    [Fact]
    public void A_wrong_answer_is_told_with_its_values_its_story_its_timeline_and_a_page()
    {
        var report = checker.Check(CounterExercise.Answer("_value++;"));
        var failed = Assert.Single(report.Checks, check => !check.Passed);

        Assert.Equal((CounterExercise.Lost, "Failed", "assertion"), (failed.Name, failed.Verdict, failed.Kind));
        Assert.Equal("the value after two calls is 1 and should be 2", failed.Message);
        Assert.Equal("Two calls of Add counted as one.", failed.Explains);
        Assert.Contains("line 11", failed.Story, StringComparison.Ordinal);
        Assert.Matches(@"\b11\b", failed.Timeline!);
        Assert.NotEmpty(failed.Story!);
        Assert.Contains("<html", failed.Page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((0, 3, 1), (failed.Points, failed.MaxPoints, failed.Preemptions));
        Assert.Equal(4, report.Points);
    }

    [Fact]
    public void A_failing_execution_can_be_run_again()
    {
        var failed = checker.Check(CounterExercise.Answer("_value++;")).Checks[1];

        var verdict = Explore.Replay(Replay.FromJson(failed.Replay!));

        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.Equal(failed.Message, verdict.Failure!.Exception!.Message);
    }

    [Fact]
    public void An_answer_that_does_not_compile_has_errors_and_no_results()
    {
        var report = checker.Check(CounterExercise.Answer("valeu++;"));

        Assert.Equal("CS0103", Assert.Single(report.Errors).Code);
        Assert.Empty(report.Checks);
        Assert.False(report.Passed);
    }

    [Fact]
    public void Remarks_on_a_right_answer_are_told()
    {
        var report = checker.Check(CounterExercise.Answer("lock (_gate) lock (_lock) _value++;",
            "private object _gate = new();"));

        Assert.True(report.Passed);
        Assert.StartsWith("Counter.cs:11: _gate can be assigned", Assert.Single(report.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_rule_is_told_with_its_line()
    {
        var failed = Assert.Single(checker.Check(CounterExercise.Answer("Interlocked.Increment(ref _value);")).Checks,
            check => check.Name == CounterExercise.Atomic);

        Assert.Equal(("rule", "Counter.cs:11 uses Interlocked.Increment"), (failed.Kind, failed.Message));
    }

    [Fact]
    public void Two_checkers_that_write_the_same_program_at_once_both_get_it_right()
    {
        var folder = Directory.CreateDirectory(Path.Combine(checker.Folder, "both")).FullName;
        var answer = CounterExercise.Answer("lock (_lock) { _value++; }");
        using CheckerProcess first = new(CheckerProgram.Command), second = new(CheckerProgram.Command);
        using var together = new Barrier(2);
        var reports = new CheckReport[2];
        var threads = new[] { first, second }.Select((one, number) => new Thread(() =>
        {
            one.Warm();
            together.SignalAndWait();
            reports[number] = one.Run(checker.Job(answer) with { Directory = folder });
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(reports, report => Assert.True(report.Passed));
        Assert.Single(Directory.GetDirectories(folder));
        Assert.Empty(Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_program_that_was_checked_before_is_not_written_again()
    {
        var folder = Directory.CreateDirectory(Path.Combine(checker.Folder, "again")).FullName;
        using var process = new CheckerProcess(CheckerProgram.Command);
        var job = checker.Job(CounterExercise.Answer()) with { Directory = folder, Only = [CounterExercise.New] };
        process.Run(job);
        var written = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, File.GetLastWriteTimeUtc);

        Assert.True(process.Run(job).Passed);

        Assert.Equal(written, Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_and_the_checker_goes_on()
    {
        var file = Path.Combine(checker.Folder, "a file");
        File.WriteAllText(file, "");
        using var process = new CheckerProcess(CheckerProgram.Command);
        var job = checker.Job(CounterExercise.Answer()) with { Only = [CounterExercise.New] };

        Assert.Throws<IOException>(() => process.Run(job with { Directory = file }));
        Assert.True(process.Run(job).Passed);
    }
}
