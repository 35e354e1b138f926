using Workbook.Explorer.Scheduling;
using Platform = System.Threading.ReaderWriterLockSlim;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class ReaderWriterLockSlim : IDisposable
{
    private readonly ReadWriteState _state = new("a ReaderWriterLockSlim");

    /// <inheritdoc cref="System.Threading.ReaderWriterLockSlim.ReaderWriterLockSlim()"/>
    public ReaderWriterLockSlim() : this(LockRecursionPolicy.NoRecursion) { }

    /// <inheritdoc cref="System.Threading.ReaderWriterLockSlim.ReaderWriterLockSlim(LockRecursionPolicy)"/>
    public ReaderWriterLockSlim(LockRecursionPolicy recursionPolicy) =>
        RecursionPolicy = recursionPolicy == LockRecursionPolicy.SupportsRecursion
            ? recursionPolicy : LockRecursionPolicy.NoRecursion;

    /// <inheritdoc cref="Platform.RecursionPolicy"/>
    public LockRecursionPolicy RecursionPolicy { get; }

    /// <inheritdoc cref="Platform.IsReadLockHeld"/>
    public bool IsReadLockHeld => RecursiveReadCount > 0;

    /// <inheritdoc cref="Platform.IsUpgradeableReadLockHeld"/>
    public bool IsUpgradeableReadLockHeld => RecursiveUpgradeCount > 0;

    /// <inheritdoc cref="Platform.IsWriteLockHeld"/>
    public bool IsWriteLockHeld => RecursiveWriteCount > 0;

    /// <inheritdoc cref="Platform.CurrentReadCount"/>
    public int CurrentReadCount => _state.CountReaders();

    /// <inheritdoc cref="Platform.RecursiveReadCount"/>
    public int RecursiveReadCount => Mine.Reads;

    /// <inheritdoc cref="Platform.RecursiveUpgradeCount"/>
    public int RecursiveUpgradeCount => Mine.Upgrades;

    /// <inheritdoc cref="Platform.RecursiveWriteCount"/>
    public int RecursiveWriteCount => Mine.Writes;

    /// <inheritdoc cref="Platform.WaitingReadCount"/>
    public int WaitingReadCount => _state.CountWaiting(ReadWriteState.Mode.Read);

    /// <inheritdoc cref="Platform.WaitingUpgradeCount"/>
    public int WaitingUpgradeCount => _state.CountWaiting(ReadWriteState.Mode.Upgrade);

    /// <inheritdoc cref="Platform.WaitingWriteCount"/>
    public int WaitingWriteCount => _state.CountWaiting(ReadWriteState.Mode.Write);

    private ReadWriteState.Hold Mine => _state.HoldOf(Primitive.Self);

    private bool IsRecursive => RecursionPolicy == LockRecursionPolicy.SupportsRecursion;

    /// <inheritdoc cref="Platform.EnterReadLock"/>
    public void EnterReadLock() => TryEnterReadLock(-1);

    /// <inheritdoc cref="Platform.TryEnterReadLock(TimeSpan)"/>
    public bool TryEnterReadLock(TimeSpan timeout) => TryEnterReadLock(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.TryEnterReadLock(int)"/>
    public bool TryEnterReadLock(int millisecondsTimeout)
    {
        Check(millisecondsTimeout);
        if (!IsRecursive && Mine.Writes > 0) throw Recursion("reads", "writes");
        if (!IsRecursive && Mine.Reads > 0) throw Recursion("reads", "reads");
        return _state.EnterRead(millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.EnterUpgradeableReadLock"/>
    public void EnterUpgradeableReadLock() => TryEnterUpgradeableReadLock(-1);

    /// <inheritdoc cref="Platform.TryEnterUpgradeableReadLock(TimeSpan)"/>
    public bool TryEnterUpgradeableReadLock(TimeSpan timeout) => TryEnterUpgradeableReadLock(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.TryEnterUpgradeableReadLock(int)"/>
    public bool TryEnterUpgradeableReadLock(int millisecondsTimeout)
    {
        Check(millisecondsTimeout);
        if (!IsRecursive && Mine.Upgrades > 0) throw Recursion("reads upgradeably", "does so");
        if (!IsRecursive && Mine.Writes > 0) throw Recursion("reads upgradeably", "writes");
        if (Mine is { Reads: > 0, Upgrades: 0, Writes: 0 })
            throw Recursion("reads upgradeably", "reads");
        return _state.EnterUpgradeable(millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.EnterWriteLock"/>
    public void EnterWriteLock() => TryEnterWriteLock(-1);

    /// <inheritdoc cref="Platform.TryEnterWriteLock(TimeSpan)"/>
    public bool TryEnterWriteLock(TimeSpan timeout) => TryEnterWriteLock(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.TryEnterWriteLock(int)"/>
    public bool TryEnterWriteLock(int millisecondsTimeout)
    {
        Check(millisecondsTimeout);
        if (!IsRecursive && Mine.Writes > 0) throw Recursion("writes", "writes");
        if (Mine is { Reads: > 0, Upgrades: 0, Writes: 0 })
            throw Recursion("writes", "reads, and two who do that wait for each other");
        return _state.EnterWrite(millisecondsTimeout);
    }

    /// <inheritdoc cref="Platform.ExitReadLock"/>
    public void ExitReadLock()
    {
        if (Mine.Reads == 0) throw NotHeld("read");
        _state.ExitRead();
    }

    /// <inheritdoc cref="Platform.ExitUpgradeableReadLock"/>
    public void ExitUpgradeableReadLock()
    {
        if (Mine.Upgrades == 0) throw NotHeld("upgradeable read");
        _state.ExitUpgradeable();
    }

    /// <inheritdoc cref="Platform.ExitWriteLock"/>
    public void ExitWriteLock()
    {
        if (Mine.Writes == 0) throw NotHeld("write");
        _state.ExitWrite();
    }

    /// <inheritdoc cref="Platform.Dispose"/>
    /// <exception cref="SynchronizationLockException">The caller holds it, or somebody waits for it.</exception>
    public void Dispose()
    {
        if (_state.IsDisposed) return;
        if (Mine.IsAny) throw new SynchronizationLockException("The lock is disposed of by a thread that holds it.");
        _state.Dispose();
    }

    private void Check(int millisecondsTimeout)
    {
        Milliseconds.Checked(millisecondsTimeout);
        _state.ThrowIfDisposed();
    }

    private static LockRecursionException Recursion(string wants, string has) =>
        new($"A thread {wants} that {has} already; a lock without recursion does not allow that.");

    private static SynchronizationLockException NotHeld(string mode)
    {
        if (Execution.Current is { IsAborting: true }) throw new ExecutionAborted(); // it is unwound, and never got it, perhaps
        return new($"{Primitive.Self.Name} does not hold the {mode} lock.");
    }
}
