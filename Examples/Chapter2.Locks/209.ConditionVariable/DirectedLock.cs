// A mutex with a stage direction: one thread, after it has slept, gets it again only when its cue has come.
//
//      C1   Acquire, Wait (releases, sleeps) ... woken, Acquire: held back ............. cue: goes on
//      C2                                                  Acquire ... Release -> cue
//
// The order is one that any mutex may produce: a thread that is awake is faster than one that has to be woken.
// It is only not left to luck here.

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>A mutex that holds back one thread, by its name, from its second <see cref="Acquire"/> on.</summary>
/// <param name="actor">The name of the thread that is held back.</param>
/// <param name="cue">Lets it go on.</param>
/// <param name="giveUp">Lets it go on too: on Ctrl+C the order does not matter any more.</param>
public sealed class DirectedLock(string actor, OneShotLatch cue, CancellationToken giveUp) : ILock
{
    private readonly ParkingMutex _mutex = new();
    private int _acquires; // by the actor; no other thread touches it

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (Thread.CurrentThread.Name == actor && ++_acquires > 1) AwaitCue();
        _mutex.Acquire(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire() => _mutex.TryAcquire();

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default) => _mutex.TryAcquire(timeout, cancel);

    /// <inheritdoc/>
    public void Release() => _mutex.Release();

    private void AwaitCue()
    {
        try { cue.Wait(giveUp); }
        catch (OperationCanceledException)
        {
            // the condition variable has to have the lock again, come what may
        }
    }
}
