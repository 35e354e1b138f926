using Microsoft.CodeAnalysis;
using Workbook.Coursework.Catalogue;

namespace Workbook.Coursework.Compiling;

/// <summary>An error where the checks call the candidate: it lacks a name, or a member has another shape than the statement
/// says.</summary>
internal static class Mismatch
{
    /// <summary>Each once, however often the checks use it.</summary>
    public static IReadOnlyList<CompileError> Tell(IEnumerable<Diagnostic> errors, Assignment assignment) =>
    [
        .. errors.DistinctBy(error => (error.Id, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)))
            .Select(error => Tell(error, assignment)).Distinct()
            .Select(message => new CompileError(assignment.FileName, 0, 0, 1, "", message, "", "")),
    ];

    private static string Tell(Diagnostic error, Assignment assignment)
    {
        var message = error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        var line = error.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim() ?? "";
        var space = NamespaceOf(assignment);
        return error.Id switch
        {
            "CS0246" or "CS0103" or "CS0234" when message.Contains($"'{assignment.TypeName}'", StringComparison.Ordinal) =>
                $"the checks look for a type {assignment.TypeName} in the namespace {space}, and there is none: was it renamed, or moved?",
            "CS0246" or "CS0103" => $"the checks need a type that is not there: {message} Was it renamed? `workbook show {assignment.Number}` says what there must be.",
            "CS1061" or "CS0117" => $"the checks call `{line}`: {message} Was it renamed? `workbook show {assignment.Number}` says what there must be.",
            "CS0122" => $"the checks call `{line}`: {message} It has to be public.",
            "CS0101" => $"{message} Keep the one that the exercise gives.",
            _ => $"the checks call `{line}`, and that does not fit: {message}",
        };
    }

    private static string NamespaceOf(Assignment assignment) => assignment.Check.Text.Split('\n')
        .Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("namespace ",
            StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';') ?? "";
}
