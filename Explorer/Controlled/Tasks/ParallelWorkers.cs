// The workers of a parallel loop: the caller is one, and the pool has the others. As many as there are processors (two) or as the
// options say, where there is work for so many. Each takes the next iteration that is left:
//
//      caller    Take 0 ... Take 2 ...            none left  ->  waits for the others
//      task            Take 1 .......... Take 3 ... none left
//
// On the platform they begin in other places of the range, and take several at a time: who works on what is chance there too.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Runs a parallel loop to its end.</summary>
/// <typeparam name="TLocal">What each worker has of its own.</typeparam>
/// <param name="loop">What they share.</param>
/// <param name="move">Whether there is a next iteration; called by one worker at a time.</param>
/// <param name="body">An iteration.</param>
internal sealed class ParallelWorkers<TLocal>(LoopState loop, Func<long, bool> move,
    Func<long, ParallelLoopState, TLocal, TLocal> body)
{
    /// <summary>Makes what a worker has of its own, before its first iteration.</summary>
    public Func<TLocal>? Begin { get; init; }

    /// <summary>Called for it after the worker's last iteration.</summary>
    public Action<TLocal>? End { get; init; }

    /// <summary>Taking is done under this lock; null: it needs none, since nothing of the program is called.</summary>
    public object? Gate { get; init; }

    /// <summary>Runs it on so many workers, and returns when all have ended.</summary>
    /// <exception cref="OperationCanceledException">Its token was cancelled.</exception>
    /// <exception cref="AggregateException">What was thrown.</exception>
    public void Run(long workers, CancellationToken cancel)
    {
        var others = new List<Task>();
        while (others.Count < workers - 1) others.Add(TaskStarts.Run(Work));
        Work();
        foreach (var other in others) TaskStates.Wait(other);
        if (loop.Thrown.Count == 0) return;
        if (loop.Thrown.All(thrown => thrown is OperationCanceledException canceled && cancel.IsCancellationRequested
            && canceled.CancellationToken == cancel)) throw new OperationCanceledException(cancel);
        throw new AggregateException(loop.Thrown);
    }

    private void Work()
    {
        var state = new ParallelLoopState(loop);
        var (local, hasLocal) = (default(TLocal)!, false);
        try
        {
            try
            {
                while (Take(out var iteration))
                {
                    if (!hasLocal && Begin is not null) local = Begin();
                    hasLocal = true;
                    state.Iteration = iteration;
                    local = body(iteration, state, local);
                }
            }
            finally
            {
                if (hasLocal) End?.Invoke(local);
            }
        }
        catch (Exception e) when (e is not ExecutionAborted) { loop.Fail(e); }
    }

    private bool Take(out long iteration)
    {
        if (Gate is null) return loop.Take(move, out iteration);
        Monitor.Enter(Gate);
        try { return loop.Take(move, out iteration); }
        finally { Monitor.Exit(Gate); }
    }
}
