// fails: is built without a readers-writer lock
// FairReadersWriterLock does all of it; how, was the exercise.
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.ReadersWriters;

public sealed class ReadersWriterGate : IReadersWriterGate
{
    private readonly FairReadersWriterLock _lock = new();

    public void EnterRead() => _lock.AcquireRead();

    public void LeaveRead() => _lock.ReleaseRead();

    public void EnterWrite() => _lock.Acquire();

    public void LeaveWrite() => _lock.Release();
}
