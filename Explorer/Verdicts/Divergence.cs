using System.Reflection;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Verdicts;

/// <summary>Compares executions under the same schedule: a program that does something else the second time is not under our
/// control, and must not be judged.</summary>
internal sealed class Divergence(SourceMap sites, Assembly program)
{
    /// <exception cref="NondeterministicTestException">The second was not the same.</exception>
    public void ThrowIfOther(Execution recorded, Execution again)
    {
        var common = Math.Min(recorded.Steps.Count, again.Steps.Count);
        for (var i = 0; i < common; i++)
        {
            if (IsSame(recorded.Steps[i], again.Steps[i])) continue;
            throw Of($"step {i + 1} was {Words(recorded, i)}, and when it was run again {Words(again, i)}");
        }
        if (recorded.Steps.Count > common)
        {
            var thread = recorded.Threads[recorded.Steps[common].Thread].Name;
            throw Of($"step {common + 1} was {Words(recorded, common)}, and when it was run again {thread} could not do it");
        }
        if (recorded.Failure?.Kind != again.Failure?.Kind)
            throw Of($"it ended with {Words(recorded.Failure)}, and when it was run again with {Words(again.Failure)}");
    }

    /// <summary>The exception that names the difference, and what may have made it.</summary>
    public NondeterministicTestException Of(string difference)
    {
        var suspects = Suspects.In(program);
        var what = suspects.Count > 0 ? $"perhaps {string.Join(", ", suspects)}, which its assembly calls somewhere"
            : "a file, the hash code of an object, memory outside of the program";
        return new NondeterministicTestException(
            $"The test does not do the same twice under the same schedule: {difference}. "
            + $"Something that it depends on is not under the explorer's control: {what}.");
    }

    private static bool IsSame(in Step one, in Step other) =>
        one.Thread == other.Thread && one.Operation.Kind == other.Operation.Kind && one.Operation.Site == other.Operation.Site
        && one.Operation.Resource.Id == other.Operation.Resource.Id;

    private string Words(Execution execution, int step)
    {
        var (thread, operation) = (execution.Steps[step].Thread, execution.Steps[step].Operation);
        var where = sites[operation.Site] is { } site ? $" at {site}" : "";
        return $"{execution.Threads[thread].Name}'s {operation.Kind} of {operation.Resource.Name}{where}";
    }

    private static string Words(Failure? failure) => failure is null ? "no failure" : $"'{failure.Message}'";
}
