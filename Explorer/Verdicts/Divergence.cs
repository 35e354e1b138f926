using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Verdicts;

/// <summary>Compares an execution with the same one, run again.</summary>
internal static class Divergence
{
    /// <exception cref="NondeterministicTestException">The second was not the same.</exception>
    public static void ThrowIfOther(Execution recorded, Execution again, SourceMap sites)
    {
        var common = Math.Min(recorded.Steps.Count, again.Steps.Count);
        for (var i = 0; i < common; i++)
        {
            if (IsSame(recorded.Steps[i], again.Steps[i])) continue;
            throw Of($"step {i + 1} was {Words(recorded, i, sites)}, and when it was run again {Words(again, i, sites)}");
        }
        if (recorded.Steps.Count > common)
        {
            var thread = recorded.Threads[recorded.Steps[common].Thread].Name;
            throw Of($"step {common + 1} was {Words(recorded, common, sites)}, and when it was run again {thread} could not move");
        }
        if (recorded.Failure?.Kind == again.Failure?.Kind) return;
        throw Of($"it ended with {Words(recorded.Failure)}, and when it was run again with {Words(again.Failure)}");
    }

    /// <summary>The exception that names the difference.</summary>
    public static NondeterministicTestException Of(string difference) => new(
        $"The test does not do the same twice under the same schedule: {difference}. Something that it depends on is not under the explorer's "
        + "control: a file, the environment, the hash code of an object, what it keeps outside of its own static fields.");

    private static bool IsSame(in Step one, in Step other) =>
        one.Thread == other.Thread && one.Operation.Kind == other.Operation.Kind && one.Operation.Site == other.Operation.Site
        && one.Operation.Resource.Id == other.Operation.Resource.Id;

    private static string Words(Execution execution, int step, SourceMap sites)
    {
        var (thread, operation) = (execution.Steps[step].Thread, execution.Steps[step].Operation);
        var where = sites[operation.Site] is { } site ? $" at {site}" : "";
        return $"{execution.Threads[thread].Name}'s {operation.Kind} of {operation.Resource.Name}{where}";
    }

    private static string Words(Failure? failure) => failure is null ? "no failure" : $"'{failure.Message}'";
}
