// The size of a folder is taken under the lock of the tree, and asks for the sizes of the folders in it:
//
//      Size(level1)  Acquire
//        Size(level2)  Acquire        by the same thread, which holds the lock already
//          Size(level3)  Acquire      and again
//
// With three locks: one that refuses, one that really waits for itself, and one that counts.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Semaphores;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReentrantLocks;

[Exercise(204, "reentrant-lock", "Reentrant lock", Points = 7, Small = "--patience 10ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("folders inside one another", 2, 50)] int levels = 3,
        [Option("when a thread gives up waiting for itself", 1, 5_000)] int patienceMs = 200)
    {
        var tree = Folder.Nested(levels);

        stage.WriteLine("a plain lock that knows its owner");
        var mutex = new ParkingMutex();
        Walk(stage, tree, _ => mutex.Acquire(stage.Cancel), _ => mutex.Release());

        stage.WriteLine();
        stage.WriteLine("a plain lock that does not: a semaphore with one permit");
        WalkWithPermit(stage, tree, patienceMs);

        stage.WriteLine();
        stage.WriteLine("a lock that counts");
        WalkWithVisitor(stage, tree, new NestingLock());
    }

    private static void Walk(Stage stage, Folder tree, Action<Folder> enter, Action<Folder> leave)
    {
        WorkerThread.Start("walker", () =>
        {
            try { stage.WriteLine($"  {tree.Size(enter, leave)} bytes"); }
            catch (Exception e) when (e is LockRecursionException or TimeoutException)
            {
                stage.WriteLine($"  {e.GetType().Name}: {e.Message}");
            }
        }).Join();
    }

    // Without the timeout it would wait until the power goes off: the only thread that could release is the one that waits.
    private static void WalkWithPermit(Stage stage, Folder tree, int patienceMs)
    {
        var permit = new FifoSemaphore(initial: 1, maximum: 1);
        var patience = TimeSpan.FromMilliseconds(patienceMs);
        var holder = "nobody"; // written by whoever has the permit

        Walk(stage, tree,
            folder =>
            {
                var me = Thread.CurrentThread.Name!;
                var start = Stopwatch.GetTimestamp();
                if (!permit.TryAcquire(patience, stage.Cancel))                       // [blocked]
                {
                    var waited = Stopwatch.GetElapsedTime(start) >= patience ? "for" : "LESS THAN";
                    throw new TimeoutException(
                        $"{me} waited {waited} {patienceMs} ms for {folder.Name}; " +
                        $"permits free: {permit.CurrentCount}, holder: {holder}");
                }
                holder = me;
            },
            _ => permit.Release());
    }

    private static void WalkWithVisitor(Stage stage, Folder tree, NestingLock nesting)
    {
        var deepest = new OneShotLatch();
        var refused = new OneShotLatch();

        void Enter(Folder folder)
        {
            nesting.Acquire(stage.Cancel);
            stage.WriteLine($"  {Indent(nesting.Depth)}walker in {folder.Name}, depth {nesting.Depth}"); // [depth]
            if (folder.Folders.Count > 0) return;
            deepest.Open();
            refused.Wait(stage.Cancel); // the visitor's release must meet a lock that is held
        }

        void Leave(Folder folder)
        {
            var depth = nesting.Depth;
            stage.WriteLine($"  {Indent(depth)}walker leaves {folder.Name}, depth {depth} -> {depth - 1}");
            nesting.Release();
        }

        var bytes = 0;
        var group = new ThreadGroup();
        group.Start("walker", () => bytes = tree.Size(Enter, Leave));
        group.Start("visitor", () =>
        {
            deepest.Wait(stage.Cancel);
            try { nesting.Release(); }
            catch (SynchronizationLockException e) { stage.WriteLine($"  visitor releases: {e.GetType().Name}"); }
            refused.Open();
            nesting.Acquire(stage.Cancel); // [visit] waits until the walker has released as often as it acquired
            stage.WriteLine($"  visitor is in, depth {nesting.Depth}");
            nesting.Release();
        });
        group.Join();
        stage.WriteLine($"  {bytes} bytes in all folders together");
    }

    private static string Indent(int depth) => new(' ', 2 * (depth - 1));
}
