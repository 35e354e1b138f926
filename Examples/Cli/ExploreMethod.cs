using Workbook.Examples.Exercises;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook explore PATH.dll --method Namespace.Type.Method</c>.</summary>
internal static class ExploreMethod
{
    private const int Shown = 20; // of the methods that an assembly has

    public static int Run(string path, string? method, Exploring exploring)
    {
        if (method is null) throw new CommandException(ExitCode.Refused, WhichMethod(path));
        var outcome = exploring.Run(options => Judge(path, method, options));
        if (exploring.IsJson) exploring.Write(exploring.ToJson(outcome));
        else if (outcome.Refusal is { } refusal) exploring.Tell(refusal);
        else exploring.Tell(outcome.Verdict!);
        return exploring.ExitCodeOf([outcome]);
    }

    /// <summary>The methods of that file that begin with the word, for a shell; none, if it cannot be read.</summary>
    public static IEnumerable<string> Complete(string? path, string word)
    {
        if (path is null) return [];
        try { return Explore.Methods(path).Where(method => method.StartsWith(word, StringComparison.OrdinalIgnoreCase)); }
        catch (Exception e) when (ExplorerFailure.IsInput(e)) { return []; }
    }

    private static Verdict Judge(string path, string method, ExploreOptions options)
    {
        try { return Explore.Method(path, method, options); }
        catch (TestMethodException e) when (e.IsMissing)
        {
            throw new CommandException(ExitCode.Refused, $"{e.Message}; {Suggest(path, method)}");
        }
    }

    private static string Suggest(string path, string method)
    {
        var methods = Explore.Methods(path);
        // Nearest by its whole name, or by its last word alone: someone left out the namespace.
        var whole = Spelling.Nearest(method, methods.Select(candidate => candidate.ToLowerInvariant()));
        var last = Spelling.Nearest(LastWord(method), methods.Select(candidate => LastWord(candidate).ToLowerInvariant()));
        var nearest = methods.FirstOrDefault(candidate => candidate.Equals(whole, StringComparison.OrdinalIgnoreCase))
            ?? methods.FirstOrDefault(candidate => LastWord(candidate).Equals(last, StringComparison.OrdinalIgnoreCase));
        return nearest is not null ? $"did you mean {nearest}?"
            : methods is [] ? "it has no static method without parameters"
            : $"workbook explore {path} lists those that it has";
    }

    private static string WhichMethod(string path)
    {
        IReadOnlyList<string> methods;
        try { methods = Explore.Methods(path); }
        catch (Exception e) when (ExplorerFailure.IsInput(e)) { throw new CommandException(ExitCode.Refused, e.Message); }
        if (methods is []) return $"{path}: has no static method without parameters that returns nothing or a Task: there is nothing to explore";
        var more = methods.Count > Shown ? $"; and {methods.Count - Shown} more" : "";
        return $"--method: which one? {string.Join("; ", methods.Take(Shown))}{more}";
    }

    private static string LastWord(string name) => name[(name.LastIndexOf('.') + 1)..];
}
