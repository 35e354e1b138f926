using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Locks;

/// <summary>What the locks say when they are used against their contract; each message says what to do instead.</summary>
internal static class Misuse
{
    [DoesNotReturn]
    public static void ReleaseByNonOwner() => throw new SynchronizationLockException(
        "Release by a thread that does not hold the lock; release it on the thread that acquired it, once per acquire.");

    [DoesNotReturn]
    public static void ReleaseWithoutReader() => throw new SynchronizationLockException(
        "ReleaseRead while no reader is inside; call it once per AcquireRead, and Release for what Acquire took.");

    [DoesNotReturn]
    public static void RecursiveAcquire() => throw new LockRecursionException(
        "This thread holds the lock already and would wait for itself; release it first, or use a ReentrantLock.");

    [DoesNotReturn]
    public static void ReadByTheWriter() => throw new LockRecursionException(
        "This thread is the writer and would wait for itself; read directly, or release the lock first.");
}
