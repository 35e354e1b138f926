using System.CommandLine;
using System.CommandLine.Parsing;
using Workbook.Examples.Exercises;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook run 205 --windows 10</c>: one demo with its options.</summary>
internal static class DemoCommand
{
    public static Command Create(Session session, Exercise exercise)
    {
        var command = Describe(exercise, out var arguments);
        var mine = new Option<bool>("--mine") { Description = "The same demo on the class that you wrote" };
        if (exercise.IsCoursework) command.Add(mine);
        command.SetAction(result => exercise.IsCoursework && result.GetValue(mine)
            ? Run(session, MyDemo.Of(session, exercise), arguments(result), isMine: true)
            : Run(session, exercise, arguments(result), isMine: false));
        return command;
    }

    /// <summary>What the demo gets for a line of options, its <see cref="Exercise.Small"/> for instance.</summary>
    /// <exception cref="CommandException">The line makes no sense.</exception>
    public static IReadOnlyList<object?> ReadOptions(Exercise exercise, string line)
    {
        var command = Describe(exercise, out var arguments);
        var result = command.Parse([.. CommandLineParser.SplitCommandLine(line)], CommandLine.Parsing);
        if (result.Errors.Count > 0) throw Refusal.Of(result);
        return arguments(result);
    }

    private static Verb Describe(Exercise exercise, out Func<ParseResult, IReadOnlyList<object?>> arguments)
    {
        var command = new Verb($"{exercise.Number}", $"{exercise.Title} ({exercise.Slug})", [.. Examples(exercise)]);
        command.Aliases.Add(exercise.Slug);
        var options = exercise.Options.Select(option => new DemoOptionSymbol(option)).ToList();
        foreach (var option in options) command.Add(option);
        arguments = result => [.. options.Select(option => option.ValueIn(result))];
        return command;
    }

    private static IEnumerable<string> Examples(Exercise exercise)
    {
        yield return $"workbook run {exercise.Number}";
        var options = exercise.Small.Length > 0 ? exercise.Small
            : string.Join(' ', exercise.Options.Where(option => !option.IsFlag && option.Default is not null).Take(2)
                .Select(option => $"{option.Name} {option.Show(option.Default)}"));
        if (options.Length > 0) yield return $"workbook run {exercise.Number} {options}";
    }

    private static int Run(Session session, Exercise exercise, IReadOnlyList<object?> arguments, bool isMine)
    {
        if (session.Lacks(exercise.Needs) is { } lacking)
            throw new CommandException(ExitCode.Lacking, $"{exercise.Name} {lacking}");
        var cancel = session.Interruptible();
        try
        {
            exercise.Run(session.Stage(cancel), arguments);
        }
        catch (Exception e) when (cancel.IsCancellationRequested && Failure.IsCancellation(e))
        {
            throw new CommandException(ExitCode.Interrupted, "interrupted");
        }
        // A demo may also return when it is told to end, without having shown all.
        if (cancel.IsCancellationRequested) throw new CommandException(ExitCode.Interrupted, "interrupted");
        if (!isMine) session.Progress.Change(progress => progress.SetRun(exercise.Number));
        return ExitCode.Fine;
    }
}
