using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Semaphore;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer. One with a name is of the whole system: that is refused.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class Semaphore : WaitHandle
{
    private readonly SemaphoreState _state;

    /// <inheritdoc cref="System.Threading.Semaphore.Semaphore(int, int)"/>
    public Semaphore(int initialCount, int maximumCount) : this(StateOf(initialCount, maximumCount)) { }

    /// <inheritdoc cref="System.Threading.Semaphore.Semaphore(int, int, string)"/>
    /// <exception cref="NotSupportedException">It has a name.</exception>
    public Semaphore(int initialCount, int maximumCount, string? name)
        : this(initialCount, maximumCount) => Named.Refuse(name, nameof(Semaphore));

    /// <inheritdoc cref="Semaphore(int, int, string)"/>
    public Semaphore(int initialCount, int maximumCount, string? name, out bool createdNew)
        : this(initialCount, maximumCount, name) => createdNew = true;

    /// <inheritdoc cref="Semaphore(int, int, string)"/>
    public Semaphore(int initialCount, int maximumCount, string? name, NamedWaitHandleOptions options)
        : this(initialCount, maximumCount, name) { }

    /// <inheritdoc cref="Semaphore(int, int, string)"/>
    public Semaphore(int initialCount, int maximumCount, string? name, NamedWaitHandleOptions options, out bool createdNew)
        : this(initialCount, maximumCount, name) => createdNew = true;

    private Semaphore(SemaphoreState state) : base(state) => _state = state;

    /// <inheritdoc cref="Platform.Release()"/>
    public int Release() => Release(1);

    /// <inheritdoc cref="Platform.Release(int)"/>
    public int Release(int releaseCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        _state.ThrowIfDisposed();
        return _state.Give(releaseCount);
    }

    /// <summary>Refused.</summary>
    /// <exception cref="NotSupportedException">It has a name.</exception>
    public static Semaphore OpenExisting(string name) => throw Named.Refusal(name, nameof(Semaphore));

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static Semaphore OpenExisting(string name, NamedWaitHandleOptions options) => OpenExisting(name);

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static bool TryOpenExisting(string name, out Semaphore? result) => throw Named.Refusal(name, nameof(Semaphore));

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static bool TryOpenExisting(string name, NamedWaitHandleOptions options, out Semaphore? result) =>
        TryOpenExisting(name, out result);

    private static SemaphoreState StateOf(int initialCount, int maximumCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumCount, 1);
        if (initialCount > maximumCount)
            throw new ArgumentException($"There would be {initialCount} permits, and at most {maximumCount}.");
        return new SemaphoreState("a Semaphore", typeof(Platform), initialCount, maximumCount);
    }
}
