using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: an interrupted wait comes out with the mutex, and nobody gives it back. So was our BargingSemaphore, until the explorer
/// found it.</summary>
internal sealed class KeepsTheMutexSemaphore
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _mayBeFree;
    private int _count;

    public KeepsTheMutexSemaphore() => _mayBeFree = new ConditionVariable(_mutex);

    public void Acquire()
    {
        _mutex.Acquire();
        while (_count == 0) _mayBeFree.Wait();
        _count--;
        _mutex.Release();
    }

    public void Release()
    {
        _mutex.Acquire();
        _count++;
        _mayBeFree.Signal();
        _mutex.Release();
    }
}
