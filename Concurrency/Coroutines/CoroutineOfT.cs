namespace Workbook.Concurrency.Coroutines;

/// <summary>A coroutine that leaves a result behind.</summary>
public sealed class Coroutine<T> : Coroutine
{
    private T? _result;
    private bool _hasResult;

    internal Coroutine(
        CoroutineScheduler scheduler, string name, bool isBackground, Func<Coroutine<T>, IEnumerable<Step>> body)
        : base(scheduler, name, isBackground, me => body((Coroutine<T>)me)) { }

    /// <summary>What it returned.</summary>
    /// <exception cref="InvalidOperationException">It has not ended yet, or ended without a <see cref="Return"/>.</exception>
    /// <exception cref="CoroutineFailedException">It failed or was cancelled.</exception>
    public T Result
    {
        get
        {
            if (!HasEnded) throw new InvalidOperationException($"{Name} has not ended; join it before you ask for its result.");
            if (AsFailure() is { } failure) throw failure;
            if (!_hasResult) throw new InvalidOperationException($"{Name} ended without a result; its body must call Return.");
            return _result!;
        }
    }

    private protected override string Display => _hasResult ? $"{base.Display}, {_result}" : base.Display;

    /// <summary>For its own body: leaves the result. It does not end the body; the last value counts.</summary>
    /// <exception cref="InvalidOperationException">It is not its turn.</exception>
    public void Return(T value)
    {
        if (State != CoroutineState.Running)
            throw new InvalidOperationException($"Return outside the turn of {Name}; only its own body calls it.");
        (_result, _hasResult) = (value, true);
    }
}
