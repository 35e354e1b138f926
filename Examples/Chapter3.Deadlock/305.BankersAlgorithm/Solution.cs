// What the bank knows: a row for each customer, a column for each kind of thing it lends.
//
//      customer    _holds     _claims         may still ask for
//      0           0 1 0      7 5 3           7 4 3
//      1           2 0 0      3 2 2           1 2 2       _free  3 3 2
//
// Whenever no thread holds _mutex:
//   I1  _holds never exceeds _claims, and nothing is below 0.
//   I2  The state is safe: there is an order in which each customer can get all it claims, finish and give everything back.
//   I3  Who sleeps was refused after the last return, or has been woken by it.
//
// I2: a loan is tried out first [pretend], and undone if no such order is left [undo]. Giving back keeps it: the same order will
// do, with more free. I3: only who gives back wakes; after a loan there is less than before, for everybody else.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>Lends only as long as it can promise that all customers will finish: the banker's algorithm.</summary>
/// <remarks>Any thread may call any member. What is passed in is copied.</remarks>
[DebuggerDisplay("{_holds.Length} customers")] // takes no lock
public sealed class CautiousBank : IBank
{
    private readonly Action<Loan>? _onLoan;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _givenBack;
    private readonly int[] _free;
    private readonly int[][] _holds, _claims;

    /// <param name="free">How many of each kind nobody holds.</param>
    /// <param name="holds">What each customer holds, a row each.</param>
    /// <param name="claims">The most that it will ever hold; the same shape.</param>
    /// <param name="onLoan">Called for each change inside the lock, and so in order. Keep it short; it must not throw.</param>
    /// <exception cref="ArgumentException">The shapes differ, a customer holds more than it claims, something is negative, more
    /// than an int in total, or the state is unsafe.</exception>
    public CautiousBank(int[] free, int[][] holds, int[][] claims, Action<Loan>? onLoan = null)
    {
        ArgumentNullException.ThrowIfNull(free);
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentNullException.ThrowIfNull(claims);
        if (holds.Length != claims.Length || holds.Concat(claims).Any(row => row.Length != free.Length))
            throw new ArgumentException("The rows differ in number or in length; give each customer one of each, all as long.");
        (_free, _holds, _claims) = ([.. free], [.. holds.Select(row => row.ToArray())], [.. claims.Select(row => row.ToArray())]);
        (_onLoan, _givenBack) = (onLoan, new ConditionVariable(_mutex));
        if (_free.Any(amount => amount < 0) || _holds.Zip(_claims).Any(pair => !Fits(pair.First, pair.Second)))
            throw new ArgumentException("Something is negative, or a customer holds more than it claims.");
        if (_free.Where((amount, kind) => _holds.Sum(row => (long)row[kind]) > int.MaxValue - amount).Any())
            throw new ArgumentException("There is more of a kind than an int can count.");
        if (FindSafeOrder() is null) throw new ArgumentException("The state is unsafe; start from one in which all can finish.");
    }

    /// <summary>What nobody holds; a copy.</summary>
    public IReadOnlyList<int> Free { get { using (_mutex.Hold()) return [.. _free]; } }

    /// <summary>An order in which all customers can finish, one after another.</summary>
    public IReadOnlyList<int> SafeOrder { get { using (_mutex.Hold()) return FindSafeOrder()!; } }

    /// <inheritdoc/>
    public bool TryLend(int customer, params int[] amounts)
    {
        using (_mutex.Hold()) return Lends(customer, amounts);
    }

    /// <inheritdoc/>
    public void Lend(int customer, int[] amounts, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            while (!Lends(customer, amounts)) _givenBack.Wait(cancel);  // [wait]
        }
    }

    /// <inheritdoc/>
    public void TakeBack(int customer, params int[] amounts)
    {
        using (_mutex.Hold())
        {
            RequireShape(customer, amounts);
            if (!Fits(amounts, _holds[customer]))
                throw new InvalidOperationException($"Customer {customer} does not hold that much; give back what was lent.");
            Move(customer, amounts, isBack: true);
            _onLoan?.Invoke(new Loan(customer, [.. amounts], IsBack: true));
            _givenBack.Broadcast();                                     // [wake] all: it may be enough for several
        }
    }

    private bool Lends(int customer, int[] amounts)
    {
        RequireShape(customer, amounts);
        if (amounts.Where((amount, kind) => amount < 0 || amount > _claims[customer][kind] - _holds[customer][kind]).Any())
            throw new InvalidOperationException($"Customer {customer} has not claimed that much; ask for less.");
        if (!Fits(amounts, _free)) return false;
        Move(customer, amounts, isBack: false);                         // [pretend]
        if (FindSafeOrder() is null)
        {
            Move(customer, amounts, isBack: true);                      // [undo]
            return false;
        }
        _onLoan?.Invoke(new Loan(customer, [.. amounts], IsBack: false));
        return true;
    }

    // Who can finish gives back all it holds, so nobody's chances get worse: the first that can is as good as any other.
    private List<int>? FindSafeOrder()
    {
        var (free, order) = (_free.ToArray(), new List<int>());
        bool CanFinish(int customer) =>
            !free.Where((amount, kind) => _claims[customer][kind] - _holds[customer][kind] > amount).Any();
        while (order.Count < _holds.Length)
        {
            var next = Enumerable.Range(0, _holds.Length).Except(order).Where(CanFinish).DefaultIfEmpty(-1).First();
            if (next < 0)
                return null;                                            // [stuck]
            order.Add(next);
            for (var kind = 0; kind < free.Length; kind++) free[kind] += _holds[next][kind];
        }
        return order;
    }

    private void Move(int customer, int[] amounts, bool isBack)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread);
        for (var kind = 0; kind < _free.Length; kind++)
        {
            _free[kind] += isBack ? amounts[kind] : -amounts[kind];
            _holds[customer][kind] -= isBack ? amounts[kind] : -amounts[kind];
        }
    }

    private void RequireShape(int customer, int[] amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        if ((uint)customer >= _holds.Length || amounts.Length != _free.Length)
            throw new ArgumentException(
                $"There are {_holds.Length} customers, from 0, and {_free.Length} kinds; give an amount each.");
    }

    private static bool Fits(int[] amounts, int[] limit) =>
        !amounts.Where((amount, kind) => amount < 0 || amount > limit[kind]).Any();
}
