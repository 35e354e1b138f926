// Compiled together with the learner's file. What the mutex guards is a plain field: two owners at a time race for it. Who must
// not be kept waiting is waited for by the owner: a mutex that keeps it waiting is a deadlock, which the explorer tells.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.MutualExclusion;

[NeverPolls("a waiter sleeps until it is woken", Points = 1,
    Explains = "A waiter spins, or sleeps for a while and looks again; it should sleep until it is woken.")]
[Without("is built from Monitor, or from Interlocked and Parker",
    "System.Threading.Lock", "System.Threading.SpinLock", "System.Threading.Mutex", "System.Threading.Semaphore",
    "System.Threading.SemaphoreSlim", "System.Threading.ReaderWriterLock", "System.Threading.ReaderWriterLockSlim",
    "System.Threading.WaitHandle", "System.Threading.EventWaitHandle", "System.Threading.AutoResetEvent",
    "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim", "System.Threading.Barrier",
    "System.Threading.CountdownEvent", "System.Collections.Concurrent.BlockingCollection", "System.Threading.Channels.*",
    "System.Threading.Tasks.*", "Workbook.Concurrency.Async.*", "Workbook.Concurrency.Queues.*",
    "Workbook.Concurrency.Semaphores.*", "Workbook.Concurrency.Signals.*",
    "Workbook.Concurrency.Locks.ParkingMutex", "Workbook.Concurrency.Locks.ReentrantLock",
    "Workbook.Concurrency.Locks.QueueLock", "Workbook.Concurrency.Locks.TicketLock",
    "Workbook.Concurrency.Locks.TestAndSetLock", "Workbook.Concurrency.Locks.TestAndTestAndSetLock",
    "Workbook.Concurrency.Locks.IReadersWriterLock", "Workbook.Concurrency.Locks.ReaderPreferenceLock",
    "Workbook.Concurrency.Locks.FairReadersWriterLock", "Workbook.Concurrency.Locks.BiasedReadersWriterLock",
    Points = 1,
    Explains = "The mutex is made of another lock, semaphore or signal, which is what it was to show how to make.")]
public static class Check
{
    [Check("one owner at a time, and all get their turn", Points = 1,
        Explains = "Two threads had the mutex at the same time, or one that had it was told that it had not, or one that waited "
            + "for it never got it.")]
    public static void One_owner()
    {
        var (mutex, balance) = (new PlainMutex(), 0);
        void Deposits()
        {
            using (mutex.Hold())
            {
                balance++;
                Must.Hold(mutex.IsHeldByCurrentThread, "the owner asked IsHeldByCurrentThread, and the answer was no");
            }
        }
        Thread first = new(Deposits) { Name = "teller 1" }, second = new(Deposits) { Name = "teller 2" };
        mutex.Acquire();
        first.Start();
        second.Start();
        balance++;
        mutex.Release(); // now two may be waiting
        first.Join();
        second.Join();
        Must.Equal(3, balance, "the balance after three deposits of 1");
        Must.Hold(!mutex.IsHeldByCurrentThread, "nobody had the mutex, and IsHeldByCurrentThread said yes");
    }

    // A wake-up that goes to one whose time is over just then must not be lost for the other.
    [Check("a release lets one of those who wait go on", Points = 1,
        Explains = "The mutex was free and a thread that wanted it slept on: it was not woken, or the wake-up went to a "
            + "thread that gave up instead of using it.")]
    public static void Release_wakes()
    {
        var (mutex, entries, got) = (new PlainMutex(), 0, false);
        mutex.Acquire();
        void Waits()
        {
            mutex.Acquire();
            entries++;
            mutex.Release();
        }
        void GivesUp()
        {
            got = mutex.TryAcquire(TimeSpan.FromMilliseconds(5));
            if (!got) return;
            entries++;
            mutex.Release();
        }
        Thread patient = new(Waits) { Name = "patient" }, impatient = new(GivesUp) { Name = "impatient" };
        patient.Start();
        impatient.Start();
        mutex.Release();
        patient.Join();
        impatient.Join();
        Must.Equal(got ? 2 : 1, entries, "the number of entries");
        Must.Hold(mutex.TryAcquire(), "all had released the mutex, and it was not free");
        mutex.Release();
    }

    // After one of its two seconds the visitor is woken, mostly in vain: main has the mutex again before it comes.
    [Check("a try waits not at all, or no longer than its timeout", Points = 1,
        Explains = "TryAcquire() must return at once, and TryAcquire(timeout) when the time is over, however often it was woken "
            + "in vain; a timeout out of range must be refused.")]
    public static void Timeouts()
    {
        var mutex = new PlainMutex();
        Must.Throw<ArgumentOutOfRangeException>(() => mutex.TryAcquire(TimeSpan.FromSeconds(-1)), "TryAcquire with -1 s");
        Must.Throw<ArgumentOutOfRangeException>(
            () => mutex.TryAcquire(TimeSpan.FromMilliseconds(1L + int.MaxValue)), "TryAcquire with int.MaxValue + 1 ms");
        Must.Hold(mutex.TryAcquire(Timeout.InfiniteTimeSpan), "the mutex was free, and TryAcquire returned false");

        using var hasTried = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        var (atOnce, later, waited) = (false, false, TimeSpan.Zero);
        void Visits()
        {
            atOnce = mutex.TryAcquire();
            hasTried.Set();
            var came = Stopwatch.GetTimestamp();
            later = atOnce || mutex.TryAcquire(TimeSpan.FromSeconds(2));
            waited = Stopwatch.GetElapsedTime(came);
            if (later) mutex.Release();
        }
        var visitor = new Thread(Visits) { Name = "visitor" };
        visitor.Start();
        hasTried.Wait();
        never.Wait(TimeSpan.FromSeconds(1)); // under the explorer this is over when nobody else can move: the visitor waits
        mutex.Release();
        mutex.Acquire();
        visitor.Join();
        Must.Hold(!atOnce, "main had the mutex, and TryAcquire() of another thread returned true");
        Must.Hold(later || waited.TotalSeconds is >= 2 and < 2.5, $"TryAcquire(2 s) gave up after {waited.TotalSeconds:0.###} s");
        mutex.Release();
    }

    // Main keeps the mutex until the first one that is cancelled has gone; then it releases, and cancels the second.
    [Check("a cancelled wait ends, and leaves nothing behind", Points = 1,
        Explains = "A thread whose token is cancelled must leave with OperationCanceledException while the mutex is still taken, "
            + "and the others must wait on; what it was given just then must not be lost; and a cancelled token keeps nobody "
            + "from a mutex that is free.")]
    public static void Cancelled()
    {
        var mutex = new PlainMutex();
        using CancellationTokenSource first = new(), second = new();
        mutex.Acquire(first.Token);
        void Leaves() => Must.Throw<OperationCanceledException>(() => mutex.Acquire(first.Token), "a cancelled wait");
        void MayLeave()
        {
            try { mutex.Acquire(second.Token); }
            catch (OperationCanceledException) { return; }
            mutex.Release();
        }
        Thread leaves = new(Leaves) { Name = "leaves" }, mayLeave = new(MayLeave) { Name = "may leave" };
        mayLeave.Start();
        leaves.Start();
        first.Cancel();
        leaves.Join();
        mutex.Release();
        second.Cancel();
        mayLeave.Join();

        Must.Hold(mutex.TryAcquire(), "all had left, and the mutex was not free");
        mutex.Release();
        try { mutex.Acquire(first.Token); }
        catch (OperationCanceledException)
        {
            throw new CheckFailedException("the mutex was free, and a cancelled token kept main from it");
        }
        mutex.Release();
    }

    [Check("misuse is refused, and changes nothing", Points = 1,
        Explains = "Release by a thread that is not the owner must throw SynchronizationLockException, an acquire by the owner, "
            + "in any form, LockRecursionException; and afterwards all is as before.")]
    public static void Misuse()
    {
        var mutex = new PlainMutex();
        Must.Throw<SynchronizationLockException>(mutex.Release, "Release of a mutex that nobody has");
        mutex.Acquire();
        Must.Throw<LockRecursionException>(() => mutex.Acquire(), "Acquire by the owner");
        Must.Throw<LockRecursionException>(() => mutex.TryAcquire(), "TryAcquire() by the owner");
        Must.Throw<LockRecursionException>(() => mutex.TryAcquire(TimeSpan.FromSeconds(1)), "TryAcquire(1 s) by the owner");
        Must.Hold(mutex.IsHeldByCurrentThread, "after it was refused, the owner was not the owner any more");
        void Visits()
        {
            Must.Hold(!mutex.IsHeldByCurrentThread, "main had the mutex, and IsHeldByCurrentThread of another thread said yes");
            Must.Throw<SynchronizationLockException>(mutex.Release, "Release by another than the owner");
            Must.Hold(!mutex.TryAcquire(), "after a refused Release by another than the owner the mutex was free");
        }
        Together.Run(("visitor", Visits));
        mutex.Release(); // once: what was refused does not count
        Must.Throw<SynchronizationLockException>(mutex.Release, "a second Release");
        Must.Hold(mutex.TryAcquire(), "after all this the mutex was not free");
        mutex.Release();
    }
}
