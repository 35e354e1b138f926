// The same without an undo log: it releases what it held, and starts again. What it had written stays.
//
//      attempt 1   Write 2: 100 -> 90      Read 3: deadlock, release 2        90 remains
//      attempt 2   Write 2:  90 -> 80      Write 3: 100 -> 110                10 are gone

using Workbook.Concurrency.Deadlocks;

namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>A transaction whose first attempt is not taken back.</summary>
/// <param name="rows">The table.</param>
/// <param name="cancel">Ends a wait for a row.</param>
public sealed class ForgetfulTransaction(IReadOnlyList<Row> rows, CancellationToken cancel) : ITransaction
{
    private readonly List<Row> _locked = [];

    /// <summary>As <see cref="Transaction.Run"/>, but for what remains of an attempt that gave way.</summary>
    public static int Run(IReadOnlyList<Row> rows, Action<ITransaction> work, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var transaction = new ForgetfulTransaction(rows, cancel);
            TrackedLock wanted;
            try
            {
                work(transaction);
                return attempt;
            }
            catch (DeadlockException deadlock) { wanted = deadlock.Report.Victim!.WaitsFor; } // [forgotten] the changes
            finally { transaction._locked.ForEach(row => row.Lock.Release()); }
            using (wanted.Hold(cancel)) { } // after you
        }
    }

    /// <inheritdoc/>
    public long Read(int row) => Touch(row).Value;

    /// <inheritdoc/>
    public void Write(int row, long value) => Touch(row).Value = value;

    private Row Touch(int number)
    {
        var row = rows[number];
        if (row.Lock.IsHeldByCurrentThread) return row;
        row.Lock.Acquire(cancel);
        _locked.Add(row);
        return row;
    }
}
