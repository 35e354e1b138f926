// Compiled together with the learner's file. What the lock guards is a plain field: two who are inside together race for it, and
// so do two who are inside one after the other, where the second need not see what the first has written.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SpinLocks;

[Without("is built from Interlocked and Volatile alone",
    "lock", "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.SpinLock", "System.Threading.Mutex",
    "System.Threading.Semaphore", "System.Threading.SemaphoreSlim", "System.Threading.ReaderWriterLock",
    "System.Threading.ReaderWriterLockSlim", "System.Threading.WaitHandle", "System.Threading.EventWaitHandle",
    "System.Threading.AutoResetEvent", "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim",
    "System.Threading.Barrier", "System.Threading.CountdownEvent", "System.Threading.Thread.Sleep",
    "System.Collections.Concurrent.*", "System.Threading.Channels.*", "System.Threading.Tasks.*",
    "Workbook.Concurrency.Async.*", "Workbook.Concurrency.Locks.*", "Workbook.Concurrency.Queues.*",
    "Workbook.Concurrency.Semaphores.*", "Workbook.Concurrency.Signals.*", "Workbook.Concurrency.Threads.*",
    Points = 1,
    Explains = "A spin lock is what other locks are built from: it uses atomic operations and none of those, and never sleeps.")]
public static class Check
{
    [Check("one thread at a time is inside, and the next one gets in", Points = 2,
        Explains = "Two threads were inside together, or one never got in, or could not release what it held; or the second "
            + "need not see what the first has written: the lock must be taken and given by Interlocked or Volatile.")]
    public static void One_inside()
    {
        var (gate, entries) = (new TicketSpinLock(), 0);
        void Enters()
        {
            gate.Acquire();
            entries++;
            gate.Release();
        }
        Together.Run(("a", Enters), ("b", Enters));
        Must.Equal(2, entries, "the number of entries, counted by two threads inside,");
    }

    // The holder looks at the line, releases, and comes back at once: whoever was in the line must have had its turn by then.
    [Check("who draws first is served first", Points = 2,
        Explains = "A thread was in the line, and another that came after it got the lock before it.")]
    public static void In_order()
    {
        var gate = new TicketSpinLock();
        gate.Acquire();
        var nobody = gate.Waiting;
        gate.Release();

        var (wasInLine, hadItsTurn, wasOvertaken) = (false, false, false);
        void Waits()
        {
            gate.Acquire();
            hadItsTurn = true;
            gate.Release();
        }
        void ComesBack()
        {
            gate.Acquire();
            wasInLine = gate.Waiting > nobody;
            gate.Release();
            if (!gate.TryAcquire()) gate.Acquire();
            wasOvertaken = wasInLine && !hadItsTurn;
            gate.Release();
        }
        Together.Run(("waits", Waits), ("comes back", ComesBack));
        Must.Hold(!wasOvertaken, "\"waits\" was in the line; \"comes back\" released the lock, and got it again before it");
    }

    // The holder keeps the lock until the other has tried: one that waits then waits for ever, and the explorer tells it.
    [Check("TryAcquire never waits, and leaves no trace", Points = 1,
        Explains = "TryAcquire takes the lock if it is free and nobody is in the line, else it returns false at once, and "
            + "everything is as if it had not been called: no number may be drawn that nobody answers to.")]
    public static void Tries()
    {
        var (gate, entries, got) = (new TicketSpinLock(), 0, false);
        using var hasTried = new ManualResetEventSlim();
        void Holds()
        {
            gate.Acquire();
            entries++;
            hasTried.Wait();
            gate.Release();
        }
        void Tries()
        {
            got = gate.TryAcquire();
            hasTried.Set();
            if (!got) return;
            entries++;
            gate.Release();
        }
        Together.Run(("holds", Holds), ("tries", Tries));
        Must.Equal(got ? 2 : 1, entries, "the number of entries");
        Must.Hold(gate.TryAcquire(), "the lock was free, nobody was in the line, and TryAcquire returned false");
        gate.Release();
        gate.Acquire();
        gate.Release();
    }

    [Check("Waiting counts those in the line", Points = 1,
        Explains = "Waiting is how many have drawn a number and are not served yet; the holder is not one of them.")]
    public static void Counts_the_line()
    {
        var gate = new TicketSpinLock();
        Must.Equal(0, gate.Waiting, "Waiting, of a new lock,");
        gate.Acquire();
        Must.Equal(0, gate.Waiting, "Waiting, when one holds the lock and nobody else came,");
        void Waits()
        {
            gate.Acquire();
            gate.Release();
        }
        var waits = new Thread(Waits) { Name = "waits" };
        waits.Start();
        while (gate.Waiting == 0) Thread.Yield(); // until it is there
        Must.Equal(1, gate.Waiting, "Waiting, when one holds the lock and another waits,");
        gate.Release();
        waits.Join();
        Must.Equal(0, gate.Waiting, "Waiting, when all have left,");
    }

    [Check("misuse is refused, and changes nothing", Points = 1,
        Explains = "Acquire by the holder must throw LockRecursionException, Release by any other thread "
            + "SynchronizationLockException, and afterwards everything must be as before.")]
    public static void Misuse()
    {
        var gate = new TicketSpinLock();
        Must.Throw<SynchronizationLockException>(gate.Release, "Release of a lock that nobody holds");
        gate.Acquire();
        var waiting = gate.Waiting;
        Must.Throw<LockRecursionException>(gate.Acquire, "Acquire by the holder");
        Must.Equal(waiting, gate.Waiting, "Waiting, after the refused Acquire,");
        void Releases()
        {
            Must.Throw<SynchronizationLockException>(gate.Release, "Release by another than the holder");
            Must.Hold(!gate.TryAcquire(), "after a refused Release by another than the holder the lock was free");
        }
        Together.Run(("other", Releases));
        gate.Release();
        Must.Throw<SynchronizationLockException>(gate.Release, "a second Release");
        Must.Hold(gate.TryAcquire(), "after all this the lock was not free");
        Must.Throw<LockRecursionException>(gate.Acquire, "Acquire by the holder, who came in by TryAcquire,");
        gate.Release();
    }
}
