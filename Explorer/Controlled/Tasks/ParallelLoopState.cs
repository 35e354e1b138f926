using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Tasks.ParallelLoopState;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary><see cref="Platform"/> under the explorer: what one worker of a parallel loop knows of the loop.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class ParallelLoopState
{
    private readonly LoopState _loop;

    internal ParallelLoopState(LoopState loop) => _loop = loop;

    /// <summary>Whether somebody has stopped the loop.</summary>
    public bool IsStopped => _loop.Look().IsStopped;

    /// <summary>Whether something was thrown in an iteration.</summary>
    public bool IsExceptional => _loop.Look().IsExceptional;

    /// <summary>Of the iterations that have called <see cref="Break"/>, the lowest; null: none has.</summary>
    public long? LowestBreakIteration => _loop.Look().LowestBreak;

    /// <summary>Whether the iteration may as well return: somebody stopped the loop, or broke it before here, or has
    /// thrown.</summary>
    public bool ShouldExitCurrentIteration
    {
        get
        {
            var loop = _loop.Look();
            return loop.IsStopped || loop.IsExceptional || loop.IsCanceled || loop.LowestBreak < Iteration;
        }
    }

    /// <summary>Which it is in.</summary>
    internal long Iteration { get; set; }

    /// <summary>No more iterations begin.</summary>
    /// <exception cref="InvalidOperationException">Break was called before.</exception>
    public void Stop() => _loop.Stop();

    /// <summary>No more iterations begin that come after this one.</summary>
    /// <exception cref="InvalidOperationException">Stop was called before.</exception>
    public void Break() => _loop.Break(Iteration);
}
