namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>Lets in many readers or one writer, and nobody starves.</summary>
public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly object _monitor = new(); // guards:
    private int _readers; // inside
    private int _writer;  // managed id of the thread inside, 0 = none

    /// <summary>Comes in as a reader; blocks while a writer is inside, or one that came before still waits.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer; nothing has changed.</exception>
    public void EnterRead()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            // TODO: while readers are inside, more come in, and the writer waits for ever.
            while (_writer != 0) Monitor.Wait(_monitor);
            _readers++;
        }
    }

    /// <summary>Goes out as a reader.</summary>
    /// <exception cref="SynchronizationLockException">No reader is inside; nothing has changed.</exception>
    public void LeaveRead()
    {
        lock (_monitor)
        {
            if (_readers == 0) throw new SynchronizationLockException("No reader is inside.");
            _readers--;
            Monitor.Pulse(_monitor); // TODO: does that wake who can go on?
        }
    }

    /// <summary>Comes in as the writer; blocks while anybody is inside, or somebody who came before still waits.</summary>
    /// <exception cref="LockRecursionException">The calling thread is the writer already; nothing has changed.</exception>
    public void EnterWrite()
    {
        lock (_monitor)
        {
            RefuseTheWriter();
            while (_writer != 0 || _readers > 0) Monitor.Wait(_monitor);
            _writer = Environment.CurrentManagedThreadId;
        }
    }

    /// <summary>Goes out as the writer.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread is not the writer; nothing has changed.</exception>
    public void LeaveWrite()
    {
        lock (_monitor)
        {
            if (_writer != Environment.CurrentManagedThreadId) throw new SynchronizationLockException("Not the writer.");
            _writer = 0;
            Monitor.Pulse(_monitor);
        }
    }

    private void RefuseTheWriter()
    {
        if (_writer == Environment.CurrentManagedThreadId) throw new LockRecursionException("Is the writer already.");
    }
}
