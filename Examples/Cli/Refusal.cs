using System.CommandLine;
using System.CommandLine.Parsing;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>Says in one line what is wrong with a command line, and what may have been meant.</summary>
internal static class Refusal
{
    public static CommandException Of(ParseResult result) => new(ExitCode.Refused, Line(result));

    private static string Line(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var path = Path(result);
        if (result.UnmatchedTokens.Count > 0)
        {
            var word = result.UnmatchedTokens[0];
            return word.StartsWith('-') ? UnknownOption(word, path, command, result)
                : result.CommandResult.Parent is null ? UnknownCommand(word, command)
                : $"{word}: not expected here; workbook{path} --help shows what is";
        }
        var error = result.Errors[0];
        if (error.SymbolResult is OptionResult { Tokens.Count: 0 } missing)
            return missing.Option is DemoOptionSymbol option ? option.Missing : $"{missing.Option.Name}: needs a value";
        return error.Message.Split('\n')[0].TrimEnd();
    }

    private static string UnknownOption(string word, string path, Command command, ParseResult result)
    {
        word = word.Split('=', ':')[0];
        var known = command.Options.Concat(result.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .Where(option => !option.Hidden).Select(option => option.Name);
        return $"unknown option {word}; {Suggest(Spelling.Nearest(word, known), $"workbook{path} --help shows the options")}";
    }

    private static string UnknownCommand(string word, Command root)
    {
        var nearest = char.IsAsciiDigit(word[0]) ? $"run {word}" : Spelling.Nearest(word, root.Subcommands.Select(command => command.Name));
        return $"no command {word}; {Suggest(nearest, "workbook --help shows them")}";
    }

    private static string Suggest(string? meant, string otherwise) => meant is null ? otherwise : $"did you mean {meant}?";

    private static string Path(ParseResult result)
    {
        var path = "";
        for (var at = result.CommandResult; at.Parent is CommandResult parent; at = parent) path = $" {at.Command.Name}{path}";
        return path;
    }
}
