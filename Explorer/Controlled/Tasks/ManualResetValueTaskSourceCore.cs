// What a program makes sources of value tasks with. A promise of ours, made anew by each Reset, is what is waited for; the result
// and the exception are kept beside it, as they are given once only.

using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary><see cref="System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore{TResult}"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<>))]
[StructLayout(LayoutKind.Auto)]
public struct ManualResetValueTaskSourceCore<TResult>
{
    private TaskCompletionSource? _promise;
    private TResult? _result;
    private ExceptionDispatchInfo? _error;
    private bool _isCompleted, _hasContinuation;

    /// <summary>Whether what comes after is queued, and not done by who completes it.</summary>
    public bool RunContinuationsAsynchronously { readonly get; set; }

    /// <summary>Which use of it this is.</summary>
    public short Version { readonly get; private set; }

    /// <summary>Makes it ready for the next use.</summary>
    public void Reset()
    {
        Version++;
        (_promise, _result, _error, _isCompleted, _hasContinuation) = (null, default, null, false, false);
    }

    /// <summary>Completes it: a step.</summary>
    /// <exception cref="InvalidOperationException">It was completed before.</exception>
    public void SetResult(TResult result)
    {
        TaskStates.Complete(Promise());
        if (_isCompleted) throw new InvalidOperationException();
        _result = result;
        Signal();
    }

    /// <summary>Completes it: a step.</summary>
    /// <exception cref="InvalidOperationException">It was completed before.</exception>
    public void SetException(Exception error)
    {
        TaskStates.Complete(Promise());
        if (_isCompleted) throw new InvalidOperationException();
        _error = ExceptionDispatchInfo.Capture(error);
        Signal();
    }

    /// <summary>How far it is.</summary>
    /// <exception cref="InvalidOperationException">The token is of another use.</exception>
    public ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        if (!TaskStates.Look(Promise()) || !_isCompleted) return ValueTaskSourceStatus.Pending;
        return _error is null ? ValueTaskSourceStatus.Succeeded
            : _error.SourceException is OperationCanceledException ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    /// <summary>Its result, or what it threw.</summary>
    /// <exception cref="InvalidOperationException">The token is of another use, or it is not completed.</exception>
    public TResult GetResult(short token)
    {
        var isCompleted = TaskStates.Look(Promise()) && _isCompleted;
        _error?.Throw(); // whatever the token is: so does the platform's
        Check(token);
        return isCompleted ? _result! : throw new InvalidOperationException();
    }

    /// <summary>Has it done once it is completed.</summary>
    /// <exception cref="InvalidOperationException">The token is of another use, or something is to be done already.</exception>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        Check(token);
        var promise = Promise();
        if (_hasContinuation) throw new InvalidOperationException();
        _hasContinuation = true;
        Continuations.Add(promise, () => continuation(state),
            flags.HasFlag(ValueTaskSourceOnCompletedFlags.UseSchedulingContext));
    }

    private Task Promise() => (_promise ??= new TaskCompletionSource(RunContinuationsAsynchronously
        ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None)).Task;

    private void Signal()
    {
        _isCompleted = true;
        _promise!.SetResult();
    }

    private readonly void Check(short token)
    {
        if (token != Version) throw new InvalidOperationException();
    }
}
