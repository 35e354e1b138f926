// fails: who has to wait sleeps, and is woken
// Looks at the numbers again and again: right and fair, but each visitor at the door takes a core from those inside.
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private int _readers, _writer;
    private int _drawn, _admitted;

    public void EnterRead()
    {
        RefuseTheWriter();
        var number = Interlocked.Increment(ref _drawn) - 1;
        while (Volatile.Read(ref _admitted) != number || Volatile.Read(ref _writer) != 0) { }
        Interlocked.Increment(ref _readers);
        Volatile.Write(ref _admitted, number + 1);
    }

    public void LeaveRead()
    {
        if (Volatile.Read(ref _readers) == 0) throw new SynchronizationLockException("No reader.");
        Interlocked.Decrement(ref _readers);
    }

    public void EnterWrite()
    {
        RefuseTheWriter();
        var number = Interlocked.Increment(ref _drawn) - 1;
        while (Volatile.Read(ref _admitted) != number || Volatile.Read(ref _writer) != 0 || Volatile.Read(ref _readers) > 0) { }
        Volatile.Write(ref _writer, Environment.CurrentManagedThreadId);
        Volatile.Write(ref _admitted, number + 1);
    }

    public void LeaveWrite()
    {
        var isWriter = Volatile.Read(ref _writer) == Environment.CurrentManagedThreadId;
        if (!isWriter) throw new SynchronizationLockException("Not the writer.");
        Volatile.Write(ref _writer, 0);
    }

    private void RefuseTheWriter()
    {
        var isWriter = Volatile.Read(ref _writer) == Environment.CurrentManagedThreadId;
        if (isWriter) throw new LockRecursionException("Is the writer already.");
    }
}
