// passes: numbers as in the reference, with the monitor of the platform, and one wake-up after every change
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly object _monitor = new();
    private int _next, _turn, _readers;
    private Thread? _writer;

    public void EnterRead() => Enter(() => _writer is null, () => _readers++);

    public void EnterWrite() => Enter(() => _writer is null && _readers == 0, () => _writer = Thread.CurrentThread);

    public void LeaveRead()
    {
        lock (_monitor)
        {
            if (_readers == 0) throw new SynchronizationLockException("No reader is inside.");
            _readers--;
            Monitor.PulseAll(_monitor);
        }
    }

    public void LeaveWrite()
    {
        lock (_monitor)
        {
            if (_writer != Thread.CurrentThread) throw new SynchronizationLockException("Not the writer.");
            _writer = null;
            Monitor.PulseAll(_monitor);
        }
    }

    private void Enter(Func<bool> mayEnter, Action enter)
    {
        lock (_monitor)
        {
            if (_writer == Thread.CurrentThread) throw new LockRecursionException("Is the writer already.");
            var mine = _next++;
            while (_turn != mine || !mayEnter()) Monitor.Wait(_monitor);
            _turn++;
            enter();
            Monitor.PulseAll(_monitor);
        }
    }
}
