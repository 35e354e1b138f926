// Locks are taken as the rows are touched, and kept to the end; what was overwritten is remembered:
//
//      the work                 locked           undo log
//      Write 2 <- 90            2                2 was 100
//      Write 3 <- 110           2 3              2 was 100, 3 was 100
//      commit                   -                -                          both at once for everybody else
//
//      the work                 locked           undo log
//      Write 2 <- 90            2                2 was 100
//      Read 3: deadlock         2                2 was 100
//      roll back                -                -                          2 is 100 again, before anybody can see it
//      ... and from the beginning
//
//   I1  A row is read and written only while it is in _locked, and this thread holds its lock.
//   I2  Undone from the last entry to the first, _undo gives all rows the values that they had when they were locked.
//   I3  No lock is released before all changes stand, or none: nobody sees half a transaction.
//
// Who gave way must not just try again: awake, he would take his first row back before the one who waits for it has woken up,
// and both would stand where they stood. So he first waits, with empty hands, for the row that he could not have: the one who
// holds it has gone on by then.

using System.Diagnostics;
using Workbook.Concurrency.Deadlocks;

namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>Work on rows that happens as a whole or not at all, and starts again when it had to give way.</summary>
/// <remarks>Strict two-phase locking with an undo log: Gray and Reuter, Transaction Processing, 1993, ch. 7 and 10.</remarks>
[DebuggerDisplay("Locked = {_locked.Count}, Undo = {_undo.Count}")] // takes no lock
public sealed class Transaction : ITransaction
{
    private readonly IReadOnlyList<Row> _rows;
    private readonly CancellationToken _cancel;
    private readonly List<Row> _locked = []; // used by one thread only, as is the rest
    private readonly Stack<(Row Row, long Old)> _undo = new();
    private bool _hasEnded;

    private Transaction(IReadOnlyList<Row> rows, CancellationToken cancel) => (_rows, _cancel) = (rows, cancel);

    /// <summary>Runs <paramref name="work"/> as one transaction on the calling thread, as often as it takes.</summary>
    /// <returns>How many attempts it took; all but the last one gave way, and nothing of them remains.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it waited for a row; nothing of it remains.</exception>
    /// <remarks>Any other exception of the work comes out as it is, and nothing of the work remains.</remarks>
    public static int Run(IReadOnlyList<Row> rows, Action<ITransaction> work, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(work);
        for (var attempt = 1; ; attempt++)
        {
            var transaction = new Transaction(rows, cancel);
            try
            {
                work(transaction);
                transaction.End(); // [commit]
                return attempt;
            }
            catch (DeadlockException deadlock)
            {
                transaction.RollBack();
                using (deadlock.Report.Victim!.WaitsFor.Hold(cancel)) { } // [after you]
            }
            catch
            {
                transaction.RollBack();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public long Read(int row) => Touch(row).Value;

    /// <inheritdoc/>
    public void Write(int row, long value)
    {
        var target = Touch(row);
        _undo.Push((target, target.Value)); // [remember] before the change
        target.Value = value;
    }

    private Row Touch(int number)
    {
        if (_hasEnded) throw new InvalidOperationException("The transaction has ended; start another one with Run.");
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _rows.Count);
        var row = _rows[number];
        if (!row.Lock.IsHeldByCurrentThread)
        {
            row.Lock.Acquire(_cancel); // [lock]
            _locked.Add(row);
        }
        return row;
    }

    private void RollBack()
    {
        while (_undo.TryPop(out var change)) // [undo] the last change first
            change.Row.Value = change.Old;
        End();
    }

    private void End()
    {
        _hasEnded = true;
        foreach (var row in _locked) row.Lock.Release();
        _locked.Clear();
    }
}
