// Two words in shared memory, side by side:
//
//      63            32  31  30        0     63        32  31        0
//      +---------------+---+------------+    +-----------+-----------+
//      |  start time   | w | thread id  |    |  process  | thread id |     0 | 0 | 0 = free
//      +---------------+---+------------+    +-----------+-----------+
//       owner: see ThreadMark                 note: written by each owner after it got the lock
//
//                 +------- free -------+            Uncontended, acquire and release are one compare-and-swap each,
//        Acquire  |                    |  Release   and the kernel is not called.
//                 +---> owner, w = 0 --+
//
//   I1  Who turns `free` or a dead owner into its own mark has the lock; one compare-and-swap, so there is no moment in which the
//       lock is taken and its owner unknown.
//   I2  Only the owner, or the one who found it dead, takes a mark away.
//   I3  Whoever sleeps put w there, or saw it, in the value on which it sleeps.
//
// A waiter looks after the owner in /proc before it gives up, after 1 ms, and every 20 ms: missing, a zombie, or another start
// time means dead. That a thread is dead is for certain (ThreadMark, I1), so nobody gets a lock whose owner is only slow. A
// sleeper that was woken and killed before it took the lock costs the others a slice (WaitWord, I2).
//
// Weighed against the others: a robust mutex of pthread is as fast and hears of a death at once, from the kernel, but a wait in
// it cannot be cancelled, and the word is glibc's. The platform's named Mutex costs 178 ns, cannot be waited for together with a
// token on Linux, and says `abandoned` by an exception. A lock of the file system costs two system calls each time. What this one
// asks for: all its processes share one pid namespace (two containers do not: Open refuses), and a death is noticed within 20 ms.
//
// Not fair: whoever comes along may take the lock before the one that is just being woken.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>A lock between processes that survives the death of its owner: the next one gets it, and is told.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member. The owner is a thread, which has to release the lock itself: not across
/// an <c>await</c>. What was written before a release is seen by the one who acquires next. A wait spins for some microseconds
/// and then sleeps; <see cref="Thread.Interrupt"/> does not end it, a token does.</para>
/// <para>A lock is abandoned when the thread that holds it has ended, with its process or without. The one who gets it next holds
/// it as usual, and has to put in order what the dead one left half done, before it releases: nobody is told twice.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class SharedMutex : IDisposable, IShareable<SharedMutex>
{
    /// <summary>What it takes of a region, in bytes, at an offset that 8 divides. All zero is a free mutex.</summary>
    internal const int Size = 16;

    private const int Looks = 60; // before a waiter sleeps: some microseconds

    private static readonly TimeSpan _firstLook = TimeSpan.FromMilliseconds(1); // after the owner; then every slice

    private readonly SharedThing? _home; // null: in memory of somebody else
    private readonly WaitWord _sleepers; // the low half of:
    private ulong* _owner;               // changed by compare-and-swap only, a full fence; null when disposed

    /// <summary>A mutex in memory that belongs to somebody else, and stays attached as long as the mutex is used.</summary>
    internal SharedMutex(void* memory, string name)
    {
        Debug.Assert((nuint)memory % 8 == 0, "a compare-and-swap must not cross a cache line");
        _owner = (ulong*)memory;
        _sleepers = new WaitWord(memory, name);
    }

    /// <summary>A mutex at the beginning of a thing; <see cref="Dispose"/> detaches from all of that.</summary>
    internal SharedMutex(SharedThing home) : this(home.Body, home.Name) => _home = home;

    /// <summary>Makes a free mutex that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedMutex Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name);
    }

    /// <summary>Makes a free mutex that other processes get as an argument or in a message.</summary>
    public static SharedMutex CreateAnonymous() => Make(null);

    /// <summary>Attaches to a mutex that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not a mutex, or its processes live in another pid namespace.</exception>
    public static SharedMutex Open(string name) => new(SharedThing.Open(name, SharedKind.Mutex));

    /// <summary>Whether the calling thread holds the lock. No other thread can change the answer.</summary>
    public bool IsHeldByCurrentThread => (Volatile.Read(ref *Owner) & ~ThreadMark.SpareBit) == ThreadMark.OfThisThread;

    /// <summary>Whether a thread of this process that has not ended holds the lock; stale by the time it returns. Looks into
    /// /proc.</summary>
    internal bool IsHeldInThisProcess =>
        Volatile.Read(ref *Owner) is not 0 and var owner && ProcessOf(owner) == Environment.ProcessId && !ThreadMark.IsDead(owner);

    private ulong* Owner => _owner is not null ? _owner : throw new ObjectDisposedException(nameof(SharedMutex));

    /// <summary>Blocks until the lock is free or its owner dead, and takes it.</summary>
    /// <returns><see cref="AcquireResult.Acquired"/> or, if the owner died with it, <see cref="AcquireResult.Abandoned"/>; the
    /// lock is held in both cases.</returns>
    /// <exception cref="LockRecursionException">The calling thread holds it already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public AcquireResult Acquire(CancellationToken cancel = default)
    {
        if (TryTake(0, ThreadMark.OfThisThread)) return AcquireResult.Acquired;
        var result = TryAcquire(Deadline.Never, cancel);
        return result.IsHeld ? result : throw new OperationCanceledException(cancel);
    }

    /// <summary>Takes the lock if it is free now or its owner dead. Never blocks; when the lock is held, a look into /proc tells
    /// about its owner, which takes some 10 us.</summary>
    /// <exception cref="LockRecursionException">The calling thread holds it already.</exception>
    public AcquireResult TryAcquire() => TryAcquire(TimeSpan.Zero);

    /// <summary>Takes the lock, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>How it ended; <see cref="AcquireResult.IsHeld"/> says whether the lock is held.</returns>
    /// <exception cref="LockRecursionException">The calling thread holds it already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public AcquireResult TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (TryTake(0, ThreadMark.OfThisThread)) return AcquireResult.Acquired;
        var result = TryAcquire(deadline, cancel);
        if (!result.IsHeld) cancel.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>Acquires the lock, blocking, and releases it at the end of the <c>using</c> block.</summary>
    /// <returns>The hold; its <see cref="HeldSharedMutex.Result"/> tells whether the lock was abandoned.</returns>
    /// <exception cref="LockRecursionException">The calling thread holds it already.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held it; it was not taken.</exception>
    public HeldSharedMutex Hold(CancellationToken cancel = default) => new(this, Acquire(cancel));

    /// <summary>Gives the lock back. Never blocks for long.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold it; nothing has changed.</exception>
    public void Release()
    {
        var me = ThreadMark.OfThisThread;
        if (Interlocked.CompareExchange(ref *Owner, 0, me) != me) ReleaseWithSleepers(me);
    }

    private void ReleaseWithSleepers(ulong me)
    {
        if (Interlocked.CompareExchange(ref *Owner, 0, me | ThreadMark.SpareBit) != (me | ThreadMark.SpareBit))
            throw new SynchronizationLockException(
                "Release by a thread that does not hold the lock; release it on the thread that acquired it, once per acquire.");
        _sleepers.Wake(1); // one: only one can have it
    }

    /// <summary>Detaches; for when no thread of this process uses it any more. The last one to do so removes the mutex. A lock
    /// that the caller holds is not released by it.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits for the lock; nothing has changed.</exception>
    public void Dispose()
    {
        if (_owner is null) return;
        _home?.Dispose();
        _owner = null;
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => SharedThing.TicketOf(_home);

    /// <inheritdoc/>
    public static SharedMutex FromTicket(string ticket, Handover handover) =>
        new(SharedThing.FromTicket(ticket, SharedKind.Mutex));

    private static SharedMutex Make(string? name) => new(SharedThing.Create(name, Size).Publish(SharedKind.Mutex));

    /// <returns>Timed out also when <paramref name="cancel"/> fired first.</returns>
    internal AcquireResult TryAcquire(Deadline deadline, CancellationToken cancel)
    {
        var me = ThreadMark.OfThisThread;
        if (IsHeldByCurrentThread)
            throw new LockRecursionException(
                "This thread holds the lock already and would wait for itself; release it first, or use a SharedReentrantMutex.");
        if (!cancel.IsCancellationRequested && !deadline.HasPassed && Spin(me)) return AcquireResult.Acquired;

        using var stay = SharedThing.Enter(_home);
        using var wake = _sleepers.WakeOn(cancel);
        var (look, sleep) = (Deadline.After(_firstLook), _firstLook);
        while (true)
        {
            var isLast = cancel.IsCancellationRequested || deadline.HasPassed;
            var seen = Volatile.Read(ref *Owner);
            if (seen == 0)
            {
                if (TryTake(0, me | ThreadMark.SpareBit)) return AcquireResult.Acquired; // with w: others may be asleep still
                continue;
            }
            if (isLast || look.HasPassed)
            {
                var previous = ProcessOf(seen); // before we write a note of our own
                if (!ThreadMark.IsDead(seen))
                {
                    if (isLast) return AcquireResult.TimedOut;
                    (look, sleep) = (Deadline.After(WaitWord.Slice), WaitWord.Slice);
                }
                else if (TryTake(seen, me | ThreadMark.SpareBit)) return AcquireResult.Abandoned(previous); // I1: only one
                else continue;
            }
            var marked = seen | ThreadMark.SpareBit; // I3
            if (seen == marked || Interlocked.CompareExchange(ref *Owner, marked, seen) == seen)
                _sleepers.Sleep((uint)marked, deadline, sleep);
        }
    }

    // An owner that runs on another core is often done within a microsecond; falling asleep and waking up takes ten.
    private bool Spin(ulong me)
    {
        for (var looks = Environment.ProcessorCount > 1 ? Looks : 0; looks > 0; looks--)
        {
            if (Volatile.Read(ref *Owner) == 0 && TryTake(0, me)) return true;
            Thread.SpinWait(4);
        }
        return false;
    }

    private bool TryTake(ulong expected, ulong mark)
    {
        if (Interlocked.CompareExchange(ref *Owner, mark, expected) != expected) return false;
        _owner[1] = (ulong)Environment.ProcessId << 32 | (uint)ThreadMark.ThreadId(mark);
        return true;
    }

    // Killed between its claim and its note, an owner has left the note of another; then its thread id has to do.
    private int ProcessOf(ulong mark)
    {
        var note = Volatile.Read(ref Owner[1]);
        return (int)(uint)note == ThreadMark.ThreadId(mark) ? (int)(note >> 32) : ThreadMark.ThreadId(mark);
    }

    internal string Display
    {
        get
        {
            if (_owner is null) return "disposed";
            var seen = Volatile.Read(ref *_owner);
            if (seen == 0) return "free";
            var awaited = (seen & ThreadMark.SpareBit) != 0 ? ", awaited" : "";
            return $"held by thread {ThreadMark.ThreadId(seen)} of process {ProcessOf(seen)}{awaited}";
        }
    }
}
