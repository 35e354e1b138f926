// A mutex, and beside it a note of who holds it since where:
//
//      Acquire                              _mutex      Holder, AcquiredAt    the graph
//        [order]  is it allowed now?
//        [try]    it is free                A's         A, Bank.cs:41         not asked
//
//      Acquire by B
//        [order]
//        [try]    it is not                 A's         A, Bank.cs:41
//        enters the graph                                                     B waits, since Bank.cs:57
//        sleeps ... A releases              free        nobody
//        wakes up                           B's         nobody                B waits
//        [leave]                            B's         B, Bank.cs:57         -
//
//   I1  Holder and AcquiredAt are written by the thread that holds _mutex only, after acquiring and before releasing it.
//   I2  A thread is in the graph while it waits, and is never the Holder of what it waits for.
//
// Where is "here"? The compiler knows, and passes file, line and member as constants: exact, and free. That works for calls
// on a TrackedLock. A call through ILock passes nothing; then the stack is looked up, but only when the thread has to
// wait, for that takes longer than the acquire itself, so a holder's place stays unknown.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>A mutual-exclusion lock with a name, that knows who holds it and who waits for it, and from which places.</summary>
/// <remarks>
/// <para>Waiters sleep; not fair. With a <see cref="Detector"/>, a deadlock makes one acquire fail with
/// <see cref="DeadlockException"/>; that thread does not have the lock then, and keeps those that it had.
/// With an <see cref="Order"/>, acquiring in an order that could deadlock is told before it does.</para>
/// <para>Not for a <see cref="Signals.ConditionVariable"/>: that has to get its lock back after a wait, and a victim
/// does not.</para>
/// </remarks>
/// <param name="name">What reports call it.</param>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class TrackedLock(string name) : ILock
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private int _depth;                           // of a reentrant lock; 0 for one that is free or held once
    private int _turns;                           // how often it was released; Volatile pairs with the two reads in LookAtHolder
    private CallSite _acquiredAt;                 // complete before _holder is set
    private TrackedThread? _holder;               // Volatile in Own and Release pairs with Volatile in Holder

    /// <summary>What reports call it.</summary>
    public string Name { get; } = CheckedName(name);

    /// <summary>Finds and ends its deadlocks; null: nobody does.</summary>
    public DeadlockDetector? Detector { get; init; }

    /// <summary>Checks in which order it is acquired; null: nobody does.</summary>
    public LockOrderChecker? Order { get; init; }

    /// <summary>Its place in a global order, for <see cref="Order"/>: acquired only by threads that hold no lock of the same or a
    /// higher rank. Null: it has none, and its place is learned.</summary>
    public int? Rank { get; init; }

    /// <summary>Whether its holder may acquire it again, and then releases it as often.</summary>
    public bool IsReentrant { get; init; }

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <summary>Who holds it; null also for a moment while it changes hands.</summary>
    internal TrackedThread? Holder => Volatile.Read(ref _holder);

    /// <summary>Where the holder acquired it; for the holder, and for others while the holder is in a graph.</summary>
    internal CallSite AcquiredAt => _acquiredAt;

    /// <summary>Blocks until the lock is free, and takes it. Leave out the last three arguments: the compiler fills them
    /// in.</summary>
    /// <exception cref="DeadlockException">This thread gives way in a deadlock; it was not taken.</exception>
    /// <exception cref="LockOrderException">It is out of order, and the checker throws; it was not taken.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds it already, and it is not reentrant.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public void Acquire(
        CancellationToken cancel = default,
        [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0, [CallerMemberName] string? member = null) =>
        Take(Timeout.InfiniteTimeSpan, new CallSite(file, line, member), cancel);

    /// <summary>Takes the lock if it is free now. Never blocks, so no order is asked of it.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds it already, and it is not reentrant.</exception>
    public bool TryAcquire(
        [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0, [CallerMemberName] string? member = null) =>
        TryTake(new CallSite(file, line, member));

    /// <summary>Takes the lock, but does not wait for longer than <paramref name="timeout"/>. As the wait ends by itself, it is
    /// not chosen as a victim, and no order is asked of it, unless the time is infinite.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="file">Leave it out: the compiler fills it in, as the next two.</param>
    /// <param name="line">See above.</param>
    /// <param name="member">See above.</param>
    /// <returns>True when taken, false when the time was over first.</returns>
    /// <exception cref="DeadlockException">The time is infinite, and this thread gives way in a deadlock.</exception>
    /// <exception cref="LockOrderException">The time is infinite, it is out of order, and the checker throws.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds it already, and it is not reentrant.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public bool TryAcquire(
        TimeSpan timeout, CancellationToken cancel = default,
        [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0, [CallerMemberName] string? member = null) =>
        Take(timeout, new CallSite(file, line, member), cancel);

    /// <summary>Acquires the lock, blocking, and releases it at the end of the <c>using</c> block.</summary>
    /// <inheritdoc cref="Acquire"/>
    public HeldLock Hold(
        CancellationToken cancel = default,
        [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0, [CallerMemberName] string? member = null)
    {
        Take(Timeout.InfiniteTimeSpan, new CallSite(file, line, member), cancel);
        return new HeldLock(this);
    }

    /// <summary>Who holds it, and since where, also while the holder runs on and may release it; null and unknown when it changed
    /// hands just now.</summary>
    internal (TrackedThread? Holder, CallSite Since) LookAtHolder()
    {
        var turns = Volatile.Read(ref _turns);
        var (holder, since) = (Holder, _acquiredAt);
        // A place is not read in one piece. But each turn is counted before the next holder writes down his own.
        Interlocked.MemoryBarrier();
        return holder is not null && Volatile.Read(ref _turns) == turns ? (holder, since) : (null, default);
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!_mutex.IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        if (_depth > 0)
        {
            _depth--;
            return;
        }
        var holds = TrackedThread.Current.Holds;
        holds.RemoveAt(holds.LastIndexOf(this)); // nearly always the last
        Volatile.Write(ref _holder, null);
        Volatile.Write(ref _turns, _turns + 1);
        _mutex.Release(); // a full fence: what the next holder writes comes after the count
    }

    void ILock.Acquire(CancellationToken cancel) => Take(Timeout.InfiniteTimeSpan, at: default, cancel);

    bool ILock.TryAcquire() => TryTake(at: default);

    bool ILock.TryAcquire(TimeSpan timeout, CancellationToken cancel) => Take(timeout, at: default, cancel);

    private bool TryTake(CallSite at)
    {
        if (HasCountedOnceMore()) return true;
        if (!_mutex.TryAcquire()) return false;
        Own(TrackedThread.Current, at);
        return true;
    }

    private bool Take(TimeSpan timeout, CallSite at, CancellationToken cancel)
    {
        var isTimed = timeout != Timeout.InfiniteTimeSpan;
        if (isTimed) _ = Deadline.After(timeout); // refuses a bad one, whether the lock is free or held
        if (HasCountedOnceMore()) return true;

        var thread = TrackedThread.Current;
        if (Order is { } order && !isTimed && thread.Holds.Count > 0) order.BeforeAcquire(thread, this, at);  // [order]
        if (!_mutex.TryAcquire() && !Await(thread, timeout, ref at, cancel)) return false;                    // [try]
        Own(thread, at);
        return true;
    }

    private bool Await(TrackedThread thread, TimeSpan timeout, ref CallSite at, CancellationToken cancel)
    {
        if (Detector is not { } detector) return _mutex.TryAcquire(timeout, cancel);
        cancel.ThrowIfCancellationRequested();
        if (timeout == TimeSpan.Zero) return false;

        if (at.File is null) at = CallSite.OfCallerOutside();
        var wait = new BlockedWait(thread, this, at, timeout != Timeout.InfiniteTimeSpan, detector.Graph);
        return detector.Await(wait, _mutex, timeout, cancel);
    }

    private bool HasCountedOnceMore()
    {
        if (!_mutex.IsHeldByCurrentThread) return false;
        if (!IsReentrant) Misuse.RecursiveAcquire();
        _depth = checked(_depth + 1);
        return true;
    }

    private void Own(TrackedThread thread, CallSite at)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread && _holder is null && thread.Wait is null, "I1, I2");
        _acquiredAt = at;
        Volatile.Write(ref _holder, thread);
        thread.Holds.Add(this);
    }

    private static string CheckedName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }

    private string Display => $"{Name}: {(_mutex.Owner is var owner and not 0 ? $"held by thread {owner}" : "free")}";
}
