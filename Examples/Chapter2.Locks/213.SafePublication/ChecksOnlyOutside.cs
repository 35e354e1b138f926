// The lock is there, the second look is not:
//
//      A                        B                        _value
//      [look] null                                       null
//                               [look] null              null
//      lock, makes #1, unlock                            #1
//                               lock, makes #2, unlock   #2    <- A goes on working with #1
//
// The lock only sees to it that the two are made one after another.

using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Makes its value twice, every time: what was seen outside the lock is not looked at again inside.</summary>
/// <param name="cancel">Ends the wait of the first two threads for each other.</param>
public sealed class ChecksOnlyOutside<T>(CancellationToken cancel = default) where T : class
{
    private readonly CountDownLatch _bothHaveLooked = new(2);
    private int _lookers; // by Interlocked only

    private readonly Lock _lock = new(); // guards the writes of:
    private T? _value;

    public T GetOrCreate(Func<T> factory)
    {
        if (Volatile.Read(ref _value) is { } there) return there;  // [look]
        if (Interlocked.Increment(ref _lookers) <= 2)
        {
            _bothHaveLooked.CountDown();
            _bothHaveLooked.Wait(cancel);
        }
        lock (_lock)
        {
            var made = factory();                                  // [make]
            Volatile.Write(ref _value, made);
            return made;
        }
    }
}
