using Platform = System.Threading.Tasks.ParallelLoopResult;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary><see cref="Platform"/> under the explorer: how a parallel loop ended.</summary>
[Replaces(typeof(Platform))]
public struct ParallelLoopResult
{
    /// <summary>Whether all iterations have run.</summary>
    public bool IsCompleted { get; internal init; }

    /// <summary>The lowest iteration that broke the loop; null: none did, or it was stopped.</summary>
    public long? LowestBreakIteration { get; internal init; }
}
