// Each worker that has taken an item starts the next one, as long as there may be more of them:
//
//      worker 1   takes a, starts 2, awaits body(a), takes c, ...      the last to end completes the promise
//      worker 2                      takes b, awaits body(b), ...
//
//   I1  Taking is done under _gate, and so is counting the workers.
//   I2  After the first exception, and once the token is cancelled, nothing more is taken, and the bodies' token is cancelled.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>A parallel loop whose bodies are awaited.</summary>
/// <param name="move">The next item; false: there is none.</param>
/// <param name="end">Done when all workers have ended.</param>
/// <param name="body">Done for each item.</param>
/// <param name="options">How many workers, and the token.</param>
internal sealed class AsyncLoop<T>(Func<(bool, T)> move, Action end, Func<T, CancellationToken, ValueTask> body,
    ParallelOptions options)
{
    private readonly TaskCompletionSource _promise = new();
    private readonly CancellationTokenSource _inner = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
    private readonly CancellationToken _cancel = options.CancellationToken;

    private readonly SemaphoreSlim _gate = new(1); // I1. It guards:
    private readonly List<Exception> _thrown = [];
    private int _mayBegin = options.MaxDegreeOfParallelism == -1 ? Machine.ProcessorCount : options.MaxDegreeOfParallelism;
    private int _atWork;

    /// <summary>The bodies' token.</summary>
    public CancellationToken Token => _inner.Token;

    /// <summary>Begins.</summary>
    /// <returns>Completed when all workers have ended.</returns>
    public Task Start()
    {
        if (CancellationTokens.IsCancellationRequested(in _cancel)) return Task.FromCanceled(_cancel);
        StartOne();
        return _promise.Task;
    }

    /// <summary>Waits for it, and gives what it threw.</summary>
    public static void Await(ValueTask task)
    {
        var awaited = task.AsTask();
        TaskStates.Wait(awaited);
        awaited.GetAwaiter().GetResult();
    }

    private void StartOne()
    {
        (_mayBegin, _atWork) = (_mayBegin - 1, _atWork + 1);
        ControlledScheduler.Queue("parallel worker", Flow.Captured(Work));
    }

    private void Work()
    {
        try
        {
            var isFirst = true;
            while (Take(isFirst, out var item))
            {
                isFirst = false;
                Await(body(item, Token));
            }
        }
        catch (Exception e) when (e is not ExecutionAborted)
        {
            _gate.Wait();
            _thrown.Add(e);
            _gate.Release();
            _inner.Cancel(); // I2
        }
        _gate.Wait();
        var isLast = --_atWork == 0;
        _gate.Release();
        if (isLast) End();
    }

    private bool Take(bool isFirst, out T item)
    {
        item = default!;
        if (_inner.IsCancellationRequested) return false;
        _gate.Wait();
        try
        {
            if (_inner.IsCancellationRequested) return false;
            (var isThere, item) = move();
            if (isThere && isFirst && _mayBegin > 0) StartOne();
            return isThere;
        }
        finally { _gate.Release(); }
    }

    private void End()
    {
        try { end(); }
        catch (Exception e) when (e is not ExecutionAborted) { _thrown.Add(e); }
        var isCanceled = CancellationTokens.IsCancellationRequested(in _cancel);
        _inner.Dispose();
        TaskStates.Complete(_promise.Task);
        if (isCanceled) _promise.SetCanceled(_cancel);
        else if (_thrown.Count > 0) _promise.SetException(_thrown);
        else _promise.SetResult();
    }
}
