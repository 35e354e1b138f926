// The same office without the lock. One ticket, two windows:
//
//      w1                       w2                       _next
//      [look] T1 is left                                 1
//                               [look] T1 is left        1
//      [take] sells T1                                   2
//                               [take] sells T1          2    <- T1 was sold twice
//
// Left alone, two windows meet between [look] and [take] about once in a great many sales: a test that sells 500 tickets passes
// nearly always. So the first two windows wait for each other there, and the failure comes with every run.

using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>Sells a ticket twice, every time: looking and taking are two steps, and another window comes between them.</summary>
/// <param name="count">How many tickets there are, at least 1.</param>
/// <param name="onSold">Called for each sale, in no particular order.</param>
/// <param name="cancel">Ends the wait of the first two windows for each other.</param>
public sealed class UnlockedTicketOffice(
    int count, Action<Sale>? onSold = null, CancellationToken cancel = default) : ITicketOffice
{
    private readonly Lock _pen = new(); // guards _ledger, which is sound by itself; the fault is elsewhere
    private readonly List<Sale> _ledger = [];
    private readonly CyclicBarrier _bothHaveLooked = new(parties: 2);
    private int _lookers; // by Interlocked only
    private int _next = 1; // shared, and nothing guards it

    /// <inheritdoc/>
    public bool TrySell(string window)
    {
        var ticket = Volatile.Read(ref _next);
        if (ticket > count) return false;                                                        // [look]
        if (Interlocked.Increment(ref _lookers) <= 2) _bothHaveLooked.SignalAndWait(cancel);
        Volatile.Write(ref _next, ticket + 1);                                                   // [take]

        var sale = new Sale(window, ticket);
        lock (_pen) _ledger.Add(sale);
        onSold?.Invoke(sale);
        return true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Sale> Ledger { get { lock (_pen) return [.. _ledger]; } }
}
