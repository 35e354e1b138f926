// The same counter without the question what will happen next: whatever is there is lent.

using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>Lends what is there, and may end up with customers who wait for each other.</summary>
public sealed class CarelessBank : IBank
{
    private readonly Action<Loan> _onLoan;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _givenBack;
    private BankState _state;
    private int _asleep;

    /// <param name="state">What the customers hold and claim, safe or not.</param>
    /// <param name="onLoan">Called for each change inside the lock, and so in order.</param>
    public CarelessBank(BankState state, Action<Loan> onLoan) =>
        (_state, _onLoan, _givenBack) = (state, onLoan, new ConditionVariable(_mutex));

    /// <summary>How many sleep whom nobody has woken.</summary>
    public int Asleep { get { using (_mutex.Hold()) return _asleep; } }

    /// <inheritdoc/>
    public bool TryLend(int customer, params int[] amounts)
    {
        using (_mutex.Hold()) return Lends(customer, [.. amounts]);
    }

    /// <inheritdoc/>
    public void Lend(int customer, int[] amounts, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (!Lends(customer, [.. amounts]))
            {
                _asleep++;
                _givenBack.Wait(cancel);
            }
        }
    }

    /// <inheritdoc/>
    public void TakeBack(int customer, params int[] amounts)
    {
        using (_mutex.Hold())
        {
            _state = _state.AfterReturn(customer, [.. amounts]);
            _onLoan(new Loan(customer, amounts, IsBack: true));
            _asleep = 0;
            _givenBack.Broadcast();
        }
    }

    private bool Lends(int customer, ResourceVector amounts)
    {
        if (amounts.FitsInto(_state.Need(customer)) && !amounts.FitsInto(_state.Available)) return false;
        _state = _state.AfterLending(customer, amounts); // [lend] whatever comes of it
        _onLoan(new Loan(customer, amounts, IsBack: false));
        return true;
    }
}
