using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>A lock and one condition, as <see cref="System.Threading.Monitor"/> has them, but across an <c>await</c>.</summary>
/// <remarks>All that is said of <see cref="AsyncLock"/> and <see cref="AsyncConditionVariable"/> holds here. Not recursive.
/// Hoare, Monitors: An Operating System Structuring Concept, CACM 1974.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncMonitor
{
    private readonly AsyncLock _lock = new();
    private readonly AsyncConditionVariable _condition;

    private int _id;

    /// <summary>A free monitor.</summary>
    public AsyncMonitor() => _condition = new AsyncConditionVariable(_lock);

    /// <summary>Not zero, and different from that of any other monitor. For debugging.</summary>
    public int Id => Identity<AsyncMonitor>.Of(ref _id);

    /// <inheritdoc cref="AsyncLock.LockAsync()"/>
    public AwaitableKey EnterAsync() => _lock.LockAsync();

    /// <inheritdoc cref="AsyncLock.LockAsync(CancellationToken)"/>
    public AwaitableKey EnterAsync(CancellationToken cancellationToken) => _lock.LockAsync(cancellationToken);

    /// <inheritdoc cref="AsyncLock.Lock()"/>
    public AsyncKey Enter() => _lock.Lock();

    /// <inheritdoc cref="AsyncLock.Lock(CancellationToken)"/>
    public AsyncKey Enter(CancellationToken cancellationToken) => _lock.Lock(cancellationToken);

    /// <inheritdoc cref="AsyncLock.TryLock(out AsyncKey)"/>
    public bool TryEnter(out AsyncKey key) => _lock.TryLock(out key);

    /// <inheritdoc cref="AsyncLock.TryLock(TimeSpan, out AsyncKey, CancellationToken)"/>
    public bool TryEnter(TimeSpan timeout, out AsyncKey key, CancellationToken cancellationToken = default) =>
        _lock.TryLock(timeout, out key, cancellationToken);

    /// <inheritdoc cref="AsyncLock.TryLockAsync"/>
    public ValueTask<AsyncKey?> TryEnterAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _lock.TryLockAsync(timeout, cancellationToken);

    /// <inheritdoc cref="AsyncConditionVariable.WaitAsync()"/>
    public Task WaitAsync() => _condition.WaitAsync();

    /// <inheritdoc cref="AsyncConditionVariable.WaitAsync(CancellationToken)"/>
    public Task WaitAsync(CancellationToken cancellationToken) => _condition.WaitAsync(cancellationToken);

    /// <inheritdoc cref="AsyncConditionVariable.Wait()"/>
    public void Wait() => _condition.Wait();

    /// <inheritdoc cref="AsyncConditionVariable.Wait(CancellationToken)"/>
    public void Wait(CancellationToken cancellationToken) => _condition.Wait(cancellationToken);

    /// <inheritdoc cref="AsyncConditionVariable.TryWait"/>
    public bool TryWait(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _condition.TryWait(timeout, cancellationToken);

    /// <summary>Notifies the oldest waiter, if there is one: it completes with the monitor. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">Nobody is in the monitor; nobody was notified.</exception>
    public void Pulse()
    {
        if (!_condition.Notify(all: false, onlyIfHeld: true)) throw AsyncConditionVariable.NotHeld(nameof(Pulse));
    }

    /// <summary>Notifies all who wait now: they get the monitor one after another. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">Nobody is in the monitor; nobody was notified.</exception>
    public void PulseAll()
    {
        if (!_condition.Notify(all: true, onlyIfHeld: true)) throw AsyncConditionVariable.NotHeld(nameof(PulseAll));
    }

    private string Display => $"{(_lock.IsHeld ? "held" : "free")}, {_condition.Waiting} waiting to be pulsed";
}
