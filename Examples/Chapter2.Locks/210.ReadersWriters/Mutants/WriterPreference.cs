// fails: a waiting reader is not passed by writer after writer
// Readers wait as long as any writer does: now a relay of writers keeps the readers out for ever.
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly object _monitor = new();
    private int _readers, _writer;
    private int _waitingWriters;

    public void EnterRead()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            while (_writer != 0 || _waitingWriters > 0) Monitor.Wait(_monitor);
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
            _waitingWriters++;
            while (_writer != 0 || _readers > 0) Monitor.Wait(_monitor);
            _waitingWriters--;
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
