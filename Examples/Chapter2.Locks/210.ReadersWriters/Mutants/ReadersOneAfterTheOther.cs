// fails: readers behind a writer come in together
// A reader that has come in does not wake the next one, which may be a reader too, and looks again only when the first has gone.
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly object _monitor = new();
    private int _readers, _writer;
    private int _drawn, _admitted;

    public void EnterRead()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            var number = _drawn++;
            while (number != _admitted || _writer != 0) Monitor.Wait(_monitor);
            _admitted++;
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
            var number = _drawn++;
            while (number != _admitted || _writer != 0 || _readers > 0) Monitor.Wait(_monitor);
            _admitted++;
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
