// passes: a queue of those who wait, each with a semaphore of its own; who goes counts the next ones in and wakes just these
namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private sealed record Guest(bool Writes, int Thread)
    {
        public SemaphoreSlim Admitted { get; } = new(0);
    }

    private readonly Lock _lock = new();
    private readonly Queue<Guest> _waiting = new();
    private int _readers, _writer;

    public void EnterRead() => Enter(writes: false);

    public void EnterWrite() => Enter(writes: true);

    public void LeaveRead()
    {
        lock (_lock)
        {
            if (_readers == 0) throw new SynchronizationLockException("No reader is inside.");
            _readers--;
            AdmitFromTheFront();
        }
    }

    public void LeaveWrite()
    {
        lock (_lock)
        {
            if (_writer != Environment.CurrentManagedThreadId) throw new SynchronizationLockException("Not the writer.");
            _writer = 0;
            AdmitFromTheFront();
        }
    }

    private void Enter(bool writes)
    {
        var me = new Guest(writes, Environment.CurrentManagedThreadId);
        lock (_lock)
        {
            if (_writer == me.Thread) throw new LockRecursionException("Is the writer already.");
            _waiting.Enqueue(me);
            AdmitFromTheFront();
        }
        me.Admitted.Wait();
    }

    private void AdmitFromTheFront()
    {
        while (_writer == 0 && _waiting.TryPeek(out var first) && (!first.Writes || _readers == 0))
        {
            _waiting.Dequeue();
            if (first.Writes) _writer = first.Thread;
            else _readers++;
            first.Admitted.Release();
        }
    }
}
