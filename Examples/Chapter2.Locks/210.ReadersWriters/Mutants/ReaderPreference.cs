// fails: a reader that comes after a waiting writer waits
// A reader comes in whenever no writer is inside: as long as the readers overlap, the writer waits for ever.
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly object _monitor = new();
    private int _readers, _writer;

    public void EnterRead()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            while (_writer != 0) Monitor.Wait(_monitor);
            _readers++;
        }
    }

    public void LeaveRead()
    {
        lock (_monitor)
        {
            if (_readers == 0) throw new SynchronizationLockException("No reader is inside.");
            _readers--;
            if (_readers == 0) Monitor.PulseAll(_monitor);
        }
    }

    public void EnterWrite()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            while (_writer != 0 || _readers > 0) Monitor.Wait(_monitor);
            _writer = Environment.CurrentManagedThreadId;
        }
    }

    public void LeaveWrite()
    {
        lock (_monitor)
        {
            if (_writer != Environment.CurrentManagedThreadId) throw new SynchronizationLockException("Not the writer.");
            _writer = 0;
            Monitor.PulseAll(_monitor);
        }
    }

    private void RefuseTheWriter()
    {
        if (_writer == Environment.CurrentManagedThreadId) throw new LockRecursionException("Is the writer already.");
    }
}
