using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Compiling;
using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Compiling;

public class CompilerTests
{
    private static readonly Compiler _compiler = new([]);

    [Fact]
    public void A_right_answer_compiles_and_its_checks_are_read_in_their_order()
    {
        var compiled = Compile(CounterExercise.Answer());

        Assert.Empty(compiled.Errors);
        Assert.Equal([CounterExercise.New, CounterExercise.Lost, CounterExercise.Reset, CounterExercise.Polls,
            CounterExercise.Atomic],
            compiled.Checks.Select(check => check.Name));
        Assert.Equal([1, 3, 1, 1, 1], compiled.Checks.Select(check => check.Points));
        Assert.Equal([CheckKind.Scenario, CheckKind.Scenario, CheckKind.Scenario, CheckKind.NeverPolls, CheckKind.Without],
            compiled.Checks.Select(check => check.Kind));
        Assert.Equal("Workbook.Examples.Counting.Check.No_call_is_lost", compiled.Checks[1].Method);
        Assert.Equal("Two calls of Add counted as one.", compiled.Checks[1].Explains);
    }

    [Fact]
    public void An_error_is_told_with_its_place_its_line_and_a_sentence_of_help()
    {
        var error = Assert.Single(Compile(CounterExercise.Answer(add: "valeu++;")).Errors);

        Assert.Equal(("Counter.cs", 11, 9, 5), (error.File, error.Line, error.Column, error.Length));
        Assert.Equal("CS0103", error.Code);
        Assert.Contains("valeu", error.Message, StringComparison.Ordinal);
        Assert.Equal("        valeu++;", error.Source);
        Assert.Contains("misspelt", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_semicolon_is_marked_with_at_least_one_letter()
    {
        var error = Assert.Single(Compile(CounterExercise.Answer(add: "_value++")).Errors);

        Assert.Equal(("CS1002", 11, 1), (error.Code, error.Line, error.Length));
        Assert.StartsWith("A statement ends with a semicolon", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_class_is_told_once_with_the_name_and_the_namespace_that_the_checks_look_for()
    {
        var error = Assert.Single(Compile(Changed("class Counter", "class Conter")).Errors);

        Assert.Equal("the checks look for a type Counter in the namespace Workbook.Examples.Counting, and there is none: "
            + "was it renamed, or moved?",
            error.Message);
        Assert.Equal(("Counter.cs", 0), (error.File, error.Line));
    }

    [Fact]
    public void A_class_in_another_namespace_is_told_once()
    {
        var answer = Changed("namespace Workbook.Examples.Counting;", "using Workbook.Examples.Counting;\nnamespace Mine;");

        Assert.StartsWith("the checks look for a type Counter in the namespace Workbook.Examples.Counting",
            Assert.Single(Compile(answer).Errors).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_answer_is_told_once() =>
        Assert.StartsWith("the checks look for a type Counter",
            Assert.Single(Compile(CounterExercise.Source("Counter.cs", "")).Errors).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_member_that_is_missing_is_told_once_however_often_the_checks_call_it()
    {
        var renamed = Changed("public void Add()", "void ICounter.Add() { } public void Ad()");

        var error = Assert.Single(Compile(renamed).Errors);

        Assert.Contains("'Counter' does not contain a definition for 'Add'", error.Message, StringComparison.Ordinal);
        Assert.Contains("workbook show 901", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_is_private_is_told_with_what_it_has_to_be()
    {
        var hidden = Changed("public void Add()", "void ICounter.Add() { } private void Add()");

        Assert.EndsWith("It has to be public.", Assert.Single(Compile(hidden).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_own_errors_of_an_answer_come_before_what_the_checks_lack()
    {
        var error = Assert.Single(Compile(Changed("class Counter", "class Conter", add: "valeu++;")).Errors);

        Assert.Equal("CS0103", error.Code);
    }

    [Fact]
    public void A_second_type_of_a_given_name_is_told_once_at_its_place_in_the_answer()
    {
        const string again = "public interface ICounter { void Add(); int Value { get; } void Reset(); }";
        var text = $"{CounterExercise.Answer().Text}\n{again}";

        var error = Assert.Single(Compile(CounterExercise.Source("Counter.cs", text)).Errors);

        Assert.Equal(("CS0101", "Counter.cs", 18), (error.Code, error.File, error.Line));
        Assert.Contains("two types of that name", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_class_of_the_checks_own_name_is_told_once()
    {
        var text = $"{CounterExercise.Answer().Text}\npublic static class Check {{ }}";

        var error = Assert.Single(Compile(CounterExercise.Source("Counter.cs", text)).Errors);

        Assert.Contains("already contains a definition for 'Check'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Keep the one that the exercise gives", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_sources_give_the_same_bytes()
    {
        var (first, second) = (Compile(CounterExercise.Answer()), new Compiler([])
            .Compile(CounterExercise.Assignment, CounterExercise.Answer()));

        Assert.NotEmpty(first.Assembly);
        Assert.Equal(first.Assembly, second.Assembly);
        Assert.Equal(first.Symbols, second.Symbols);
    }

    internal static Compiled Compile(SourceFile answer) => _compiler.Compile(CounterExercise.Assignment, answer);

    private static SourceFile Changed(string from, string to, string add = CounterExercise.RightAdd)
    {
        var answer = CounterExercise.Answer(add);
        Assert.Contains(from, answer.Text, StringComparison.Ordinal);
        return answer with { Text = answer.Text.Replace(from, to, StringComparison.Ordinal) };
    }
}
