using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Authoring;

/// <summary>One candidate of the corpus, checked once.</summary>
/// <param name="Assignment">The exercise.</param>
/// <param name="Role">What the candidate is there for.</param>
/// <param name="File">The candidate.</param>
/// <param name="Seed">What chance was made of.</param>
public sealed record Trial(Assignment Assignment, Role Role, SourceFile File, ulong Seed)
{
    /// <summary>Whether the verdict on it is the right one.</summary>
    /// <returns>Null, or a sentence that says what is wrong.</returns>
    public string? Misgraded(CheckReport report) => report.Errors is [var error, ..]
        ? $"{Name} does not compile: {(error.Line > 0 ? $"{Path.GetFileName(error.File)}:{error.Line} " : "")}{error.Message}"
        : Role switch
        {
            Role.Solution or Role.Variant => report.Checks.FirstOrDefault(check => !check.Passed) is { } failed
                ? $"{Name} is right, and fails \"{failed.Name}\": {failed.Message}" : null,
            _ when report.Checks.FirstOrDefault(check => check.Kind is "refused" or "no-verdict") is { } unjudged =>
                $"{Name} could not be judged in \"{unjudged.Name}\": {unjudged.Message}",
            Role.Starter => report.Passed ? $"{Name} passes all checks" : null,
            _ => MisgradedMutant(report),
        };

    /// <summary><c>Mutants/NoLock.cs</c>.</summary>
    public string Name => Role switch
    {
        Role.Mutant => $"Mutants/{File.Name}",
        Role.Variant => $"Variants/{File.Name}",
        _ => File.Name,
    };

    private string? MisgradedMutant(CheckReport report)
    {
        if (Expectation.FailsIn(File) is not { } name) return $"{Name} does not begin with // fails: and the name of a check";
        if (report.Checks.FirstOrDefault(check => check.Name == name) is not { } check) return $"{Name} names a check that is not there: {name}";
        if (!check.Passed) return null;
        var others = report.Checks.Where(other => !other.Passed).Select(other => $"\"{other.Name}\"").ToList();
        return $"{Name} passes \"{name}\"{(others.Count > 0 ? $", and fails {string.Join(" and ", others)}" : ", and all others")}";
    }
}
