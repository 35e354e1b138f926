using Workbook.Coursework.Authoring;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;
using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Authoring;

public class CorpusCheckTests(CorpusCheckTests.Corpora corpora) : IClassFixture<CorpusCheckTests.Corpora>
{
    /// <summary>A corpus as it should be, and two that are not, checked once for all tests.</summary>
    public sealed class Corpora : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("coursework-").FullName;

        public Corpora()
        {
            var good = CounterExercise.Assignment;
            var badMutants = good with
            {
                Number = 902,
                Mutants =
                [
                    Mutant("Passes.cs", $"// fails: {CounterExercise.Lost}", good.Solution),
                    Mutant("FailsElsewhere.cs", $"// fails: {CounterExercise.New}", good.Starter),
                    Mutant("SaysNothing.cs", "// is wrong", good.Starter),
                    Mutant("NamesNoCheck.cs", "// fails: something else", good.Starter),
                    Mutant("DoesNotCompile.cs", $"// fails: {CounterExercise.Lost}", CounterExercise.Answer("valeu++;")),
                    Mutant("CannotBeJudged.cs", $"// fails: {CounterExercise.Lost}",
                        CounterExercise.Answer("File.Delete(\"somewhere\");")),
                    good.Mutants[0],
                ],
            };
            var badRest = good with
            {
                Number = 903,
                Points = 10,
                Starter = good.Solution with { Path = "Starter.cs" },
                Solution = good.Starter with { Path = "Solution.cs" },
                Mutants = [.. good.Mutants.Take(3)],
                Variants = [good.Variants[0] with { Text = good.Solution.Text }],
                Statement = good.Statement.Replace($"| {CounterExercise.Lost} | 3 |", $"| {CounterExercise.Lost} | 2 |",
                    StringComparison.Ordinal),
                After = "",
                Hints = "",
            };
            var check = new CorpusCheck([good, badMutants, badRest], repeat: 1, () => new CheckerProcess(CheckerProgram.Command),
                _folder);
            var reports = check.Run(workers: 2);
            (Good, BadMutants, BadRest) = (reports[0], reports[1], reports[2]);
            (Count, Done) = (check.Count, check.Done);
        }

        internal ExerciseReport Good { get; }

        internal ExerciseReport BadMutants { get; }

        internal ExerciseReport BadRest { get; }

        internal int Count { get; }

        internal int Done { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private static SourceFile Mutant(string name, string firstLine, SourceFile text) =>
            new($"Mutants/{name}", $"{firstLine}\n{text.Text}");
    }

    [Fact]
    public void A_corpus_as_it_should_be_has_nothing_to_say()
    {
        var report = corpora.Good;

        Assert.Empty(report.Misgraded);
        Assert.Empty(report.Faults);
        Assert.True(report.Solution && report.StarterFails);
        Assert.Equal((2, 4), (report.VariantsPassed, report.MutantsCaught));
        Assert.True(report.Seconds > report.SolutionSeconds);
    }

    [Fact]
    public void Every_candidate_is_checked_once() => Assert.Equal((8 + 11 + 6, 8 + 11 + 6), (corpora.Count, corpora.Done));

    [Fact]
    public void A_mutant_that_passes_is_told() =>
        Assert.Contains($"Mutants/Passes.cs passes \"{CounterExercise.Lost}\", and all others", corpora.BadMutants.Misgraded);

    [Fact]
    public void A_mutant_that_fails_elsewhere_is_told_with_the_check_that_it_fails() =>
        Assert.Contains($"Mutants/FailsElsewhere.cs passes \"{CounterExercise.New}\", and fails \"{CounterExercise.Lost}\"",
            corpora.BadMutants.Misgraded);

    [Fact]
    public void A_mutant_whose_first_line_names_no_check_is_told()
    {
        Assert.Contains("Mutants/SaysNothing.cs does not begin with // fails: and the name of a check",
            corpora.BadMutants.Misgraded);
        Assert.Contains("Mutants/NamesNoCheck.cs names a check that is not there: something else", corpora.BadMutants.Misgraded);
    }

    [Fact]
    public void A_mutant_that_does_not_compile_is_told_with_its_line() =>
        Assert.Contains(corpora.BadMutants.Misgraded, told =>
            told.StartsWith("Mutants/DoesNotCompile.cs does not compile: DoesNotCompile.cs:12 ", StringComparison.Ordinal));

    // It fails its check for a reason that is not its own.
    [Fact]
    public void A_mutant_that_could_not_be_judged_is_not_taken_for_caught() =>
        Assert.Contains(corpora.BadMutants.Misgraded, told =>
            told.StartsWith("Mutants/CannotBeJudged.cs could not be judged", StringComparison.Ordinal)
            && told.Contains("File.Delete", StringComparison.Ordinal));

    [Fact]
    public void Only_the_mutant_that_is_right_counts_as_caught()
    {
        Assert.Equal(1, corpora.BadMutants.MutantsCaught);
        Assert.Equal(6, corpora.BadMutants.Misgraded.Count);
    }

    [Fact]
    public void A_starter_that_passes_is_told()
    {
        Assert.False(corpora.BadRest.StarterFails);
        Assert.Contains("Starter.cs passes all checks", corpora.BadRest.Misgraded);
    }

    [Fact]
    public void A_solution_that_fails_is_told_with_what_was_seen()
    {
        Assert.False(corpora.BadRest.Solution);
        Assert.Contains($"Solution.cs is right, and fails \"{CounterExercise.Lost}\": the value after two calls is 1 and should be 2",
            corpora.BadRest.Misgraded);
    }

    [Fact]
    public void Points_that_do_not_add_up_and_a_statement_that_says_otherwise_are_told()
    {
        Assert.Contains("the checks are worth 7 points, the exercise 10", corpora.BadRest.Faults);
        Assert.Contains($"the statement's table lacks \"| {CounterExercise.Lost} | 3 |\"", corpora.BadRest.Faults);
    }

    [Fact]
    public void What_is_missing_is_told() => Assert.Superset(
        new HashSet<string>
        {
            "3 mutants; there must be at least 4", "1 variants; there must be at least 2", "hints.md is missing",
            "Variants/Monitors.cs does not begin with // passes: and what is different",
                "after.md is missing: what the reference does differently, and why",
        },
        corpora.BadRest.Faults.ToHashSet());

    [Fact]
    public void Several_seeds_give_the_same_verdicts()
    {
        var folder = Directory.CreateTempSubdirectory("coursework-").FullName;
        try
        {
            var check = new CorpusCheck([CounterExercise.Assignment], repeat: 3, () => new CheckerProcess(CheckerProgram.Command),
                folder);

            var report = Assert.Single(check.Run(workers: 2));

            Assert.Empty(report.Misgraded);
            Assert.Equal((2, 4, 24), (report.VariantsPassed, report.MutantsCaught, check.Done));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [Fact]
    public void Cancelling_ends_it_without_a_report()
    {
        var folder = Directory.CreateTempSubdirectory("coursework-").FullName;
        try
        {
            var check = new CorpusCheck([CounterExercise.Assignment], repeat: 1, () => new CheckerProcess(CheckerProgram.Command),
                folder);

            Assert.Throws<OperationCanceledException>(() => check.Run(workers: 2, new CancellationToken(canceled: true)));
            Assert.Equal(0, check.Done);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
