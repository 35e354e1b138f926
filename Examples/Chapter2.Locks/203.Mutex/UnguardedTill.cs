// The same till without the mutex. All tellers read before one of them writes:
//
//      teller 1               teller 2               _balance
//      [read] 0               [read] 0               0
//      [write] 1                                     1
//                             [write] 1              1    <- two coins, and the balance went up by one
//
// Left alone, tellers meet between [read] and [write] now and then. The barrier makes them meet there at every coin.

using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>Loses all coins but one of each round, every time.</summary>
/// <param name="tellers">How many deposit; each has to deposit equally often.</param>
/// <param name="cancel">Ends the wait of the tellers for each other.</param>
public sealed class UnguardedTill(int tellers, CancellationToken cancel = default) : ITill
{
    private readonly CyclicBarrier _allHaveRead = new(tellers);
    private int _balance; // shared, and nothing guards it

    /// <inheritdoc/>
    public int Balance => Volatile.Read(ref _balance);

    /// <inheritdoc/>
    public int Deposit()
    {
        var read = Volatile.Read(ref _balance);     // [read]
        _allHaveRead.SignalAndWait(cancel);
        Volatile.Write(ref _balance, read + 1);     // [write]
        return read;
    }
}
