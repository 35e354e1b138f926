// Counting is three steps, read, add and write, and nothing keeps another thread out between them:
//
//      A                    B                    _value
//      [read] 0                                  0
//                           [read] 0             0
//      [write] 1                                 1
//                           [write] 1            1    <- two increments, one of them lost
//
// Each single step is atomic, and Volatile sees to it that the reads and writes really happen, in this order. That is not
// enough: what would have to be one step is the pair [read], [write].

namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>Loses an increment whenever two threads read the same value.</summary>
/// <param name="afterRead">Called between the two steps with the value that was read: a demo can hold a thread there.</param>
public sealed class UnlockedCounter(Action<long>? afterRead = null)
{
    private long _value; // shared, and nothing guards the pair below

    public long Value => Volatile.Read(ref _value);

    public void Increment()
    {
        var seen = Volatile.Read(ref _value);    // [read]
        afterRead?.Invoke(seen);
        Volatile.Write(ref _value, seen + 1);    // [write]
    }
}
