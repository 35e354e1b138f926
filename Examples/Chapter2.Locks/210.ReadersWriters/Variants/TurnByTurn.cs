// passes: no numbers: who leaves as the writer counts in all readers that wait just then, and after them a writer comes
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly object _monitor = new();
    private int _readers, _writer;
    private int _waitingReaders, _waitingWriters;
    private int _batch;

    public void EnterRead()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            if (_writer == 0 && _waitingWriters == 0)
            {
                _readers++;
                return;
            }
            _waitingReaders++;
            var batch = _batch;
            while (_batch == batch) Monitor.Wait(_monitor);
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
            _readers += _waitingReaders;
            _waitingReaders = 0;
            _batch++;
            Monitor.PulseAll(_monitor);
        }
    }

    private void RefuseTheWriter()
    {
        if (_writer == Environment.CurrentManagedThreadId) throw new LockRecursionException("Is the writer already.");
    }
}
