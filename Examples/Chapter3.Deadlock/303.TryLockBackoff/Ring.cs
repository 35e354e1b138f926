// Threads and locks in a ring, so that each lock is the first of one thread and the second of another:
//
//      t1: A then B      t2: B then C      t3: C then A

using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Deadlock.TryLocks;

/// <summary>As many locks as threads, and which of them each thread needs.</summary>
/// <param name="threads">2 to 26.</param>
public sealed class Ring(int threads)
{
    private readonly ParkingMutex[] _locks = [.. Enumerable.Range(0, threads).Select(_ => new ParkingMutex())];

    /// <summary>The names of the threads, t1 first.</summary>
    public IReadOnlyList<string> Threads { get; } = [.. Enumerable.Range(1, threads).Select(number => $"t{number}")];

    /// <summary>The lock that a thread takes first.</summary>
    /// <param name="thread">From 0.</param>
    public ILock First(int thread) => _locks[thread];

    /// <summary>The lock that it takes then: the first one of its neighbour.</summary>
    public ILock Second(int thread) => _locks[Next(thread)];

    /// <summary>The thread whose first lock is the second one of <paramref name="thread"/>.</summary>
    public int Next(int thread) => (thread + 1) % _locks.Length;

    /// <summary>The name of a lock, A to Z; that of the first lock of a thread is at the thread's own number.</summary>
    public static char NameOf(int number) => (char)('A' + number);
}
