using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.SemaphoreSlim;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
/// <remarks>A wait that finds its token cancelled ends by that, even if there is a permit; on the platform one that had begun
/// before may take the permit. Of programs that hold only if it is not taken then, that is not seen. Where threads and tasks wait
/// for the same semaphore, a thread that waited before the first of the tasks comes after them; on the platform it comes
/// first.</remarks>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class SemaphoreSlim : IDisposable
{
    private readonly SemaphoreState _state;
    private WaitHandle? _available;

    /// <inheritdoc cref="System.Threading.SemaphoreSlim.SemaphoreSlim(int)"/>
    public SemaphoreSlim(int initialCount) : this(initialCount, int.MaxValue) { }

    /// <inheritdoc cref="System.Threading.SemaphoreSlim.SemaphoreSlim(int, int)"/>
    public SemaphoreSlim(int initialCount, int maxCount)
    {
        if (initialCount < 0 || initialCount > maxCount)
            throw new ArgumentOutOfRangeException(nameof(initialCount), initialCount,
                $"Must be from 0 to the maximum, {maxCount}.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        _state = new SemaphoreState("a SemaphoreSlim", typeof(Platform), initialCount, maxCount);
    }

    /// <inheritdoc cref="Platform.CurrentCount"/>
    public int CurrentCount => _state.Look();

    /// <inheritdoc cref="Platform.AvailableWaitHandle"/>
    public WaitHandle AvailableWaitHandle
    {
        get
        {
            _state.ThrowIfDisposed();
            return _available ??= new ViewWaitHandle(new Availability(_state, typeof(WaitHandle)));
        }
    }

    /// <inheritdoc cref="Platform.Wait()"/>
    public void Wait() => Wait(-1);

    /// <inheritdoc cref="Platform.Wait(CancellationToken)"/>
    public void Wait(CancellationToken cancellationToken) => Wait(-1, cancellationToken);

    /// <inheritdoc cref="Platform.Wait(TimeSpan)"/>
    public bool Wait(TimeSpan timeout) => Wait(timeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.Wait(TimeSpan, CancellationToken)"/>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var milliseconds = Milliseconds.OfLong(timeout);
        _state.ThrowIfDisposed();
        return Take(new Limit(milliseconds, cancellationToken));
    }

    /// <inheritdoc cref="Platform.Wait(int)"/>
    public bool Wait(int millisecondsTimeout) => Wait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.Wait(int, CancellationToken)"/>
    public bool Wait(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        _state.ThrowIfDisposed();
        Milliseconds.Checked(millisecondsTimeout);
        return Take(new Limit(millisecondsTimeout, cancellationToken));
    }

    /// <inheritdoc cref="Platform.WaitAsync()"/>
    public Task WaitAsync() => Stand(-1, CancellationToken.None);

    /// <inheritdoc cref="Platform.WaitAsync(CancellationToken)"/>
    public Task WaitAsync(CancellationToken cancellationToken) => Stand(-1, cancellationToken);

    /// <inheritdoc cref="Platform.WaitAsync(int)"/>
    public Task<bool> WaitAsync(int millisecondsTimeout) => Stand(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.WaitAsync(TimeSpan)"/>
    public Task<bool> WaitAsync(TimeSpan timeout) => WaitAsync(timeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.WaitAsync(int, CancellationToken)"/>
    public Task<bool> WaitAsync(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        return Stand(millisecondsTimeout, cancellationToken);
    }

    /// <inheritdoc cref="Platform.WaitAsync(TimeSpan, CancellationToken)"/>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var milliseconds = (long)timeout.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, nameof(timeout));
        return Stand(milliseconds, cancellationToken);
    }

    /// <inheritdoc cref="Platform.Release()"/>
    public int Release() => Release(1);

    /// <inheritdoc cref="Platform.Release(int)"/>
    public int Release(int releaseCount)
    {
        _state.ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        var before = _state.Give(releaseCount, out var served);
        foreach (var place in served) Keep(place, true);
        return before;
    }

    /// <inheritdoc cref="Platform.Dispose()"/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Platform.Dispose(bool)"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _state.Dispose();
    }

    private bool Take(Limit limit)
    {
        if (_state.Wait(limit, out var place)) return true;
        if (place is null) return false;
        try
        {
            if (TaskStates.Wait(place.Task, limit)) return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ThreadInterruptedException)
        {
            if (_state.Leave(place)) throw;
        }
        if (_state.Leave(place)) return false;
        TaskStates.Wait(place.Task); // it has been served in the last moment
        return true;
    }

    // As on the platform, a time that no overload has refused and that makes no sense is told where one has to wait, by the task.
    private Task<bool> Stand(long milliseconds, CancellationToken cancel)
    {
        const long Longest = 0xFFFFFFFE;
        _state.ThrowIfDisposed();
        if (CancellationTokens.IsCancellationRequested(in cancel)) return Task.FromCanceled<bool>(cancel);
        var makesSense = milliseconds is >= -1 and <= Longest;
        if (_state.TakeOrStand(mayStand: milliseconds != 0 && makesSense, out var place)) return Task.FromResult(true);
        if (!makesSense) return Task.FromException<bool>(new ArgumentOutOfRangeException("timeout"));
        if (place is null) return Task.FromResult(false);
        TaskStates.Name(place.Task, "a permit of a SemaphoreSlim", _state);
        TaskLimits.EndWith(place.Task, new Limit(milliseconds, cancel),
            timeIsUp: () => { if (_state.Leave(place)) Keep(place, false); },
            isCanceled: () => { if (_state.Leave(place)) TaskLimits.Cancel(place, cancel); });
        return place.Task;
    }

    private static void Keep(TaskCompletionSource<bool> place, bool hasPermit)
    {
        TaskStates.Complete(place.Task);
        place.SetResult(hasPermit);
    }
}
