// Ten windows, one box of tickets, one ledger:
//
//      w1 --+                +-----------------------+
//      w2 --+--- TrySell --->|  _next: 18 of 500     |     The seats follow one another, so the tickets
//      ...  |                |  _ledger: T1 ... T17  |     have to go in the order of their numbers.
//      w10 -+                +-----------------------+
//
// Whenever no thread holds _mutex:
//   I1  1 <= _next <= _count + 1, and the tickets from _next on are unsold.
//   I2  _ledger holds T1 ... T(_next - 1), each once, in this order.
//
// Looking whether a ticket is left [look], taking it [take] and writing it down [write] are one step for everybody else.
// Serving the customer, which takes long, is not part of it: only one window at a time could do it.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>Sells numbered tickets over many windows, each ticket once, in order.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Next = T{_next}, Count = {_count}")] // takes no lock
public sealed class TicketOffice : ITicketOffice
{
    private readonly int _count;
    private readonly Action<Sale>? _onSold;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly List<Sale> _ledger = [];
    private int _next = 1;

    /// <param name="count">How many tickets there are, at least 1: T1 to Tn.</param>
    /// <param name="onSold">Called for each sale inside the lock, and so in the order of the sales. Keep it short.</param>
    public TicketOffice(int count, Action<Sale>? onSold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_count, _onSold) = (count, onSold);
    }

    /// <inheritdoc/>
    public bool TrySell(string window)
    {
        using (_mutex.Hold())
        {
            if (_next > _count) return false;  // [look]
            var sale = new Sale(window, _next);
            _next++;                           // [take]
            _ledger.Add(sale);                 // [write]
            _onSold?.Invoke(sale);
            return true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Sale> Ledger { get { using (_mutex.Hold()) return [.. _ledger]; } }
}
