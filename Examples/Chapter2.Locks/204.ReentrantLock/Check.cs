// Compiled together with the learner's file. What the lock guards is a plain field: whoever is inside together with another races
// for it.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReentrantLocks;

[NeverPolls("a waiter sleeps until it is woken", Points = 1,
    Explains = "A waiter spins, or sleeps for a while and looks again; the plain lock can let it sleep until it is woken.")]
[Without("is built on a plain lock",
    "lock", "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.SpinLock", "System.Threading.Mutex",
    "System.Threading.Semaphore", "System.Threading.SemaphoreSlim", "System.Threading.ReaderWriterLock",
    "System.Threading.ReaderWriterLockSlim", "System.Threading.WaitHandle", "System.Threading.EventWaitHandle",
    "System.Threading.AutoResetEvent", "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim",
    "Workbook.Concurrency.Locks.ReentrantLock", "Workbook.Concurrency.Async.*", "Workbook.Concurrency.Semaphores.*",
    "Workbook.Concurrency.Signals.*",
    Points = 1,
    Explains = "It is made of a lock that can be acquired again already, or of something else than the plain ParkingMutex.")]
public static class Check
{
    [Check("the inner release lets nobody in, the last one does", Points = 2,
        Explains = "Another thread got in before the holder had released as often as it had acquired, or could not get in and "
            + "out again afterwards; or the holder could not come in again.")]
    public static void Inner_release()
    {
        var (gate, steps, seen) = (new NestingLock(), 0, 0);
        void Nests()
        {
            gate.Acquire();
            gate.Acquire();
            steps++;
            gate.Release();
            steps++; // still inside
            gate.Release();
        }
        void Visits()
        {
            gate.Acquire();
            seen = steps;
            gate.Release();
        }
        Together.Run(("nests", Nests), ("visits", Visits));
        Must.Hold(seen != 1, "\"nests\" had acquired twice and released once, and \"visits\" came in");
    }

    [Check("its holder comes in again, and Depth counts for it alone", Points = 1,
        Explains = "Acquire by the holder counts one more and does not wait; Depth is that count for the holder, and 0 for every "
            + "other thread and of every other lock.")]
    public static void Depth_counts()
    {
        var (gate, other) = (new NestingLock(), new NestingLock());
        void Nests()
        {
            Must.Equal(0, gate.Depth, "Depth before the first Acquire");
            gate.Acquire();
            Must.Equal(1, gate.Depth, "Depth after one Acquire");
            gate.Acquire();
            Must.Equal(2, gate.Depth, "Depth after two");
            Must.Equal(0, other.Depth, "Depth of another lock");
            other.Acquire();
            Must.Equal(1, other.Depth, "Depth of another lock, acquired once,");
            other.Release();
            gate.Release();
            Must.Equal(1, gate.Depth, "Depth after two acquires and one Release");
            gate.Release();
            Must.Equal(0, gate.Depth, "Depth after the last Release");
        }
        Together.Run(("nests", Nests), ("asks", () => Must.Equal(0, gate.Depth, "Depth for a thread that has acquired nothing")));
        gate.Acquire();
        Must.Equal(1, gate.Depth, "Depth for the next holder");
        gate.Release();
    }

    // Main keeps the lock until the one that is cancelled has gone.
    [Check("a cancelled wait changes nothing", Points = 1,
        Explains = "A thread that is cancelled while another holds the lock must leave with OperationCanceledException, and the "
            + "holder, the count and the next acquire must be as if it had never come. The holder never waits, so its token is "
            + "not asked.")]
    public static void Cancelled()
    {
        var gate = new NestingLock();
        using var cancel = new CancellationTokenSource();
        gate.Acquire();
        void Leaves()
        {
            Must.Throw<OperationCanceledException>(() => gate.Acquire(cancel.Token), "a cancelled wait");
            Must.Equal(0, gate.Depth, "Depth for the one that was cancelled");
        }
        var leaves = new Thread(Leaves) { Name = "leaves" };
        leaves.Start();
        cancel.Cancel();
        leaves.Join();
        Must.Equal(1, gate.Depth, "Depth for the holder, after another one was cancelled,");
        gate.Acquire(cancel.Token);
        Must.Equal(2, gate.Depth, "Depth for the holder, who acquired again with a cancelled token,");
        gate.Release();
        gate.Release();
        void ComesNext()
        {
            gate.Acquire();
            Must.Equal(1, gate.Depth, "Depth for the next holder");
            gate.Release();
        }
        Together.Run(("next", ComesNext));
    }

    [Check("misuse is refused, and changes nothing", Points = 1,
        Explains = "Release by a thread that does not hold the lock must throw SynchronizationLockException, and the count, the "
            + "holder and the lock must be as before.")]
    public static void Misuse()
    {
        var gate = new NestingLock();
        Must.Throw<SynchronizationLockException>(gate.Release, "Release of a lock that nobody holds");
        gate.Acquire();
        gate.Acquire();
        void Intrudes()
        {
            Must.Throw<SynchronizationLockException>(gate.Release, "Release by another than the holder");
            Must.Equal(0, gate.Depth, "Depth for the one that was refused");
        }
        Together.Run(("intruder", Intrudes));
        Must.Equal(2, gate.Depth, "Depth for the holder, after another one was refused,");
        gate.Release();
        gate.Release();
        Must.Throw<SynchronizationLockException>(gate.Release, "a third Release after two acquires");
        void ComesNext()
        {
            gate.Acquire();
            Must.Equal(1, gate.Depth, "Depth for the next holder");
            gate.Release();
        }
        Together.Run(("next", ComesNext));
    }
}
