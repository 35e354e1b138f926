using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>Reading the balance and writing the new one is one step for everybody else.</summary>
/// <param name="mutex">Free; the till's own from now on.</param>
/// <param name="cancel">Ends the wait of a teller.</param>
public sealed class GuardedTill(ILock mutex, CancellationToken cancel = default) : ITill
{
    private int _balance; // guarded by mutex

    /// <inheritdoc/>
    public int Balance { get { using (mutex.Hold(cancel)) return _balance; } }

    /// <inheritdoc/>
    public int Deposit()
    {
        using (mutex.Hold(cancel))   // [enter]
        {
            var read = _balance;     // [read]
            _balance = read + 1;     // [write]
            return read;
        }                            // released here, also after an exception
    }
}
