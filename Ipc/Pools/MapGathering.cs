using Workbook.Concurrency.Pools;

namespace Workbook.Ipc.Pools;

/// <summary>Puts the outcomes of chunks together to one result, when the last one has come.</summary>
/// <remarks>Any thread may add.</remarks>
internal sealed class MapGathering<T>
{
    private readonly Promise<T[]> _promise = new();

    private readonly Lock _lock = new(); // guards:
    private readonly T[] _results;
    private int _missing;                             // chunks
    private (int Index, Exception Failure)? _failure; // the first one in the order of the items
    private bool _isCanceled;                         // a chunk was dropped

    public MapGathering(int items, int chunks)
    {
        (_results, _missing) = (new T[items], chunks);
        _promise.TryStart(); // cancelling it would cancel nothing
        if (chunks == 0) _promise.SetResult(_results);
    }

    public Future<T[]> Future => _promise.Future;

    /// <summary>The chunk whose first item has the index <paramref name="first"/> has ended.</summary>
    public void Add(int first, Future<ItemOutcome<T>[]> chunk)
    {
        lock (_lock)
        {
            if (chunk.State == FutureState.Succeeded) Take(first, chunk.Result());
            else _isCanceled = true;
            if (--_missing > 0) return;
        }
        // Nobody else comes here: this was the last one.
        if (_isCanceled || _failure?.Failure is OperationCanceledException) _promise.TrySetCanceled();
        else if (_failure is { } failure) _promise.TrySetException(failure.Failure);
        else _promise.TrySetResult(_results);
    }

    private void Take(int first, ItemOutcome<T>[] outcomes)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            _results[first + i] = outcomes[i].Value;
            if (outcomes[i].Failure is not { } failure) continue;
            if (_failure is null || first + i < _failure.Value.Index) _failure = (first + i, failure);
        }
    }
}
