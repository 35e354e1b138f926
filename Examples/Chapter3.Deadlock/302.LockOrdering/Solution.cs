// Locks with numbers, and one rule: a thread asks only for numbers above all that it holds.
//
//      flyer needs 0, 1          book needs 1, 2           calendar needs 2, 0
//      Acquire 0                 Acquire 1                 Acquire 0: waits        0 first, and it does not have 2 yet
//      Acquire 1: waits          Acquire 2
//                                Release 2, 1
//      has 1, goes on                                      has 0 when the flyer is done
//
//   I1  A thread that waits for a lock holds only locks of lower numbers.
//   I2  AcquireAll holds all that it was asked for, or nothing of it.
//
// I1 is why no circle can form: go from one who waits to the one who holds, and the numbers go up at each step.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Deadlock.LockOrder;

/// <summary>Locks 0 to n - 1, acquired in the order of their numbers and no other.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Count = {_locks.Length}")] // takes no lock
public sealed class OrderedLocks
{
    private readonly ParkingMutex[] _locks;

    /// <param name="count">How many, at least 1.</param>
    public OrderedLocks(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _locks = [.. Enumerable.Range(0, count).Select(_ => new ParkingMutex())];
    }

    /// <summary>Blocks until the calling thread holds all these locks, each once, in whatever order they are given.</summary>
    /// <returns>Releases them, when it is disposed of by the same thread; again, it does nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no lock of that number; nothing was acquired.</exception>
    /// <exception cref="InvalidOperationException">The thread holds one of them, or one above one of them: out of order. It did
    /// not wait, and holds what it held before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another thread held one; nothing of it is held.</exception>
    public IDisposable AcquireAll(IEnumerable<int> numbers, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var sorted = numbers.Distinct().Order().ToArray();                                  // [order]
        if (sorted.Length > 0) CheckOrder(sorted[0], sorted[^1]);

        var acquired = 0;
        try
        {
            for (; acquired < sorted.Length; acquired++) _locks[sorted[acquired]].Acquire(cancel);
            return new Hold(this, sorted);
        }
        catch
        {
            while (acquired > 0) _locks[sorted[--acquired]].Release();                      // [all or nothing]
            throw;
        }
    }

    private void CheckOrder(int lowest, int highest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(highest, _locks.Length);
        for (var number = lowest; number < _locks.Length; number++)                         // [check]
        {
            if (_locks[number].IsHeldByCurrentThread)
                throw new InvalidOperationException(
                    $"Lock {lowest} asked for by a thread that holds {number}; acquire them together, or the lower one first.");
        }
    }

    private sealed class Hold(OrderedLocks owner, int[] numbers) : IDisposable
    {
        private int _next = numbers.Length; // those before it are still held

        public void Dispose()
        {
            while (_next > 0)
            {
                owner._locks[numbers[_next - 1]].Release(); // throws on a foreign thread, at the first one
                _next--;
            }
        }
    }
}
