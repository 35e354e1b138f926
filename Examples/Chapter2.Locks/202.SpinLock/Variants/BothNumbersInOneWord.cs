// passes: both numbers are halves of one word, so that a single read tells whether the lock is free
namespace Workbook.Examples.Locks.SpinLocks;

public sealed class TicketSpinLock
{
    private const long OneDrawn = 1L << 32;

    private long _word; // drawn in the upper half, served in the lower
    private volatile int _owner;

    public int Waiting
    {
        get
        {
            var word = Interlocked.Read(ref _word);
            return Math.Max(0, Drawn(word) - Served(word) - 1);
        }
    }

    public void Acquire()
    {
        if (_owner == Environment.CurrentManagedThreadId) throw new LockRecursionException();
        var number = Drawn(Interlocked.Add(ref _word, OneDrawn)) - 1;
        while (Served(Interlocked.Read(ref _word)) != number) Thread.SpinWait(20);
        _owner = Environment.CurrentManagedThreadId;
    }

    public bool TryAcquire()
    {
        var word = Interlocked.Read(ref _word);
        if (Drawn(word) != Served(word) || Interlocked.CompareExchange(ref _word, word + OneDrawn, word) != word) return false;
        _owner = Environment.CurrentManagedThreadId;
        return true;
    }

    public void Release()
    {
        if (_owner != Environment.CurrentManagedThreadId) throw new SynchronizationLockException();
        _owner = 0;
        Interlocked.Increment(ref _word);
    }

    private static int Drawn(long word) => (int)(word >> 32);

    private static int Served(long word) => (int)word;
}
