// Three numbers that belong together, and two threads that add:
//
//      A: Add(2)                      B: AddAll(5, 9)               additions  sum  largest
//      +--lock--+                                                       1        2     2
//                                     +--lock--+  5                     2        7     5
//      +--lock--+  another Add(2)                                       3        9     5
//                                     +--lock--+  9                     4       18     9
//
// Whenever no thread holds _lock:
//   I1  _additions, _sum and _largest speak of the same amounts.
//   I2  The lock is held for one amount, never for two: between any two of AddAll, others may come in.
//
// Three Interlocked instructions, one for each number, lose nothing either. But a reader between the first and the second
// sees an addition whose amount is not in the sum yet: I1 is about all three, and so is the lock.

using System.Diagnostics;

namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>Counts amounts: how many, how much together, and the largest.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Additions = {_additions}, Sum = {_sum}, Largest = {_largest}")] // takes no lock
public sealed class TallyCounter
{
    private readonly Lock _lock = new(); // guards:
    private long _additions, _sum;
    private int _largest;

    /// <summary>Adds one amount.</summary>
    /// <param name="amount">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1; nothing has changed.</exception>
    public void Add(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        lock (_lock)
        {
            _additions++;
            _sum += amount;                                // [add]
            _largest = Math.Max(_largest, amount);
        }
    }

    /// <summary>Adds the amounts one by one, each as it comes; other threads may add and read between any two of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is less than 1; those before it count, the rest does not.</exception>
    public void AddAll(IEnumerable<int> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        foreach (var amount in amounts) Add(amount);       // [next] the lock is free while the next amount is fetched
    }

    /// <summary>The three numbers as they were at one moment, by now perhaps a past one.</summary>
    public Tally Read() { lock (_lock) return new Tally(_additions, _sum, _largest); }
}
