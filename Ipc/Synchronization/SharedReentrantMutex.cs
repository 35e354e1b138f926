// A SharedMutex, and behind it how often its owner has it:
//
//      0                    16
//      +--------------------+---------+
//      |  words of a mutex  |  depth  |      written by the owner only
//      +--------------------+---------+
//
//   I1  While the mutex is held, depth >= 1 as soon as its owner has returned from the acquire; what a dead owner left there is
//       overwritten by the next.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>A <see cref="SharedMutex"/> that its owner may acquire again; it is free after as many releases.</summary>
/// <remarks>Everything else is as with <see cref="SharedMutex"/>: the owner is a thread, and a dead one's successor is
/// told.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class SharedReentrantMutex : IDisposable, IShareable<SharedReentrantMutex>
{
    private readonly SharedThing _home;
    private readonly SharedMutex _mutex; // guards:
    private readonly int* _depth;

    private SharedReentrantMutex(SharedThing home)
    {
        _home = home;
        _mutex = new SharedMutex(home);
        _depth = (int*)(home.Body + SharedMutex.Size);
    }

    /// <summary>Makes a free mutex that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedReentrantMutex Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name);
    }

    /// <summary>Makes a free mutex that other processes get as an argument or in a message.</summary>
    public static SharedReentrantMutex CreateAnonymous() => Make(null);

    /// <summary>Attaches to a mutex that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not a mutex of this type, or its processes live in another pid
    /// namespace.</exception>
    public static SharedReentrantMutex Open(string name) => new(SharedThing.Open(name, SharedKind.ReentrantMutex));

    /// <summary>Whether the calling thread holds the lock. No other thread can change the answer.</summary>
    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <summary>How often the calling thread holds it; 0 when it does not.</summary>
    public int Depth => IsHeldByCurrentThread ? *_depth : 0;

    /// <summary>Blocks until the lock is free, its owner dead, or the caller is the owner, and takes it.</summary>
    /// <returns>As of <see cref="SharedMutex.Acquire"/>; Acquired for the owner.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public AcquireResult Acquire(CancellationToken cancel = default) =>
        IsHeldByCurrentThread ? Again() : First(_mutex.Acquire(cancel));

    /// <summary>Takes the lock, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <inheritdoc cref="SharedMutex.TryAcquire(TimeSpan, CancellationToken)" path="/param"/>
    /// <returns>How it ended; Acquired for the owner.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public AcquireResult TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        _ = Deadline.After(timeout); // refuses a bad one from the owner as well
        return IsHeldByCurrentThread ? Again() : First(_mutex.TryAcquire(timeout, cancel));
    }

    /// <summary>Gives the lock back once. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        if (!IsHeldByCurrentThread || --*_depth == 0) _mutex.Release(); // which refuses one who is not the owner
    }

    /// <summary>Detaches; for when no thread of this process uses it any more. The last one to do so removes the mutex. A lock
    /// that the caller holds is not released by it.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits for the lock; nothing has changed.</exception>
    public void Dispose() => _mutex.Dispose();

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => SharedThing.TicketOf(_home);

    /// <inheritdoc/>
    public static SharedReentrantMutex FromTicket(string ticket, Handover handover) =>
        new(SharedThing.FromTicket(ticket, SharedKind.ReentrantMutex));

    private static SharedReentrantMutex Make(string? name) =>
        new(SharedThing.Create(name, SharedMutex.Size + sizeof(int)).Publish(SharedKind.ReentrantMutex));

    private AcquireResult Again()
    {
        Debug.Assert(*_depth >= 1, "I1");
        ++*_depth;
        return AcquireResult.Acquired;
    }

    private AcquireResult First(AcquireResult result)
    {
        if (result.IsHeld) *_depth = 1;
        return result;
    }

    private string Display => _mutex.Display;
}
