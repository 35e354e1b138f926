using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Workbook.Examples.Cli;

/// <summary>The whole command, from its arguments to its exit code.</summary>
internal static class CommandLine
{
    /// <summary>No files of options (<c>@name</c>) and no bundles (<c>-abc</c>): nothing here needs them,
    /// and a typing error would mean something.</summary>
    public static ParserConfiguration Parsing { get; } = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs one command. Ends by returning, whatever happens; what went wrong is told on standard error,
    /// one line each.</summary>
    public static int Run(IReadOnlyList<string> arguments, Session session)
    {
        var trace = new Option<bool>("--trace") { Hidden = true, Recursive = true };
        var isTraced = arguments.Contains(trace.Name);
        try
        {
            var root = Create(arguments, session);
            root.Add(trace);
            var result = root.Parse(arguments, Parsing);
            if (result.Errors.Count > 0 && result.Action is ParseErrorAction or null)
            {
                // An exercise that is not there explains an option that is not known.
                if (NamedExercise(arguments) is { } name && name != "all") session.Exercise(name);
                throw Refusal.Of(result);
            }
            return result.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Ctrl+C is ours: see Interruption
                Output = session.Output,
                Error = session.Error,
            });
        }
        catch (Exception e)
        {
            foreach (var line in Failure.Lines(e)) session.Error.WriteLine(line);
            if (isTraced) session.Error.WriteLine(e);
            return Failure.ExitCodeOf(e);
        }
    }

    private static RootCommand Create(IReadOnlyList<string> arguments, Session session)
    {
        var root = new RootCommand("Learn concurrency by numbered exercises that run.")
        {
            ListCommand.Create(session),
            ShowCommand.Create(session),
            RunCommand.Create(session, NamedExercise(arguments)),
            StartCommand.Create(session),
            CheckCommand.Create(session),
            WatchCommand.Create(session),
            HintCommand.Create(session),
            ResetCommand.Create(session),
            SolutionCommand.Create(session),
            ExploreCommand.Create(session),
            ReplayCommand.Create(session),
            AuthorCommand.Create(session),
            DoctorCommand.Create(session),
            CompletionCommand.Create(session),
        };
        root.SetAction(_ => OverviewCommand.Run(session));
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Action = new HelpWithExample((SynchronousCommandLineAction)help.Action!);
                var noise = help.Aliases.Where(alias => alias != "-h").ToList(); // -? and /? and /h, among what completes a word
                foreach (var alias in noise) help.Aliases.Remove(alias);
            }
            if (option is VersionOption version) version.Action = new ShowVersion();
        }
        return root;
    }

    // The word after `run`: options stand behind it, apart from those of every command.
    // A completion carries the line as one argument.
    private static string? NamedExercise(IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 1 && arguments[0].StartsWith("[suggest", StringComparison.Ordinal))
            arguments = [.. CommandLineParser.SplitCommandLine(arguments[1]).SkipWhile(word => word != "run")];
        var words = arguments.Where(word => !word.StartsWith('-')).Take(2).ToList();
        return words is ["run", var name] ? name : null;
    }
}
