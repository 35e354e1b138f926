// Two transfers in opposite directions. Who is first at the lower number is first:
//
//      teller 1: 7 -> 3          teller 2: 3 -> 7
//      Acquire 3                 Acquire 3: waits              both want 3 before 7, whatever the direction
//      Acquire 7
//      transfers
//      Release both              has 3
//                                Acquire 7 ...
//
//   I1  A balance is read and written only by a thread that holds its lock, and is never below zero.
//   I2  A thread that waits for a lock holds only locks of lower numbers.
//   I3  Whenever nobody holds a lock, the balances add up to Total.
//
// I2 is why no circle can form: follow those who wait to those who hold, and the numbers of the locks go up at each step. A
// circle would have to come down again somewhere.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Deadlock.Transfers;

/// <summary>Accounts 0 to n - 1, between which any number of threads move money.</summary>
/// <remarks>Any thread may call any member. Transfers between four different accounts do not wait for each other.</remarks>
[DebuggerDisplay("Accounts = {_accounts.Length}")] // takes no lock
public sealed class Bank
{
    private readonly Account[] _accounts;

    /// <param name="accounts">How many, at least 1.</param>
    /// <param name="balance">What lies in each at the beginning, not negative. All of it together fits into a long, so no
    /// account can overflow.</param>
    public Bank(int accounts, long balance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(accounts, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(balance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(balance, long.MaxValue / accounts);
        _accounts = [.. Enumerable.Range(0, accounts).Select(_ => new Account { Balance = balance })];
    }

    /// <summary>What lies in all accounts together, at one moment: no transfer is half in it.</summary>
    public long Total
    {
        get
        {
            var held = 0;
            try
            {
                for (; held < _accounts.Length; held++) _accounts[held].Lock.Acquire(); // [all] in the order of the numbers
                return _accounts.Sum(account => account.Balance);
            }
            finally
            {
                while (held > 0) _accounts[--held].Lock.Release(); // those we have, if a wait was interrupted on the way
            }
        }
    }

    /// <summary>What lies in one account.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such account.</exception>
    public long BalanceOf(int account)
    {
        var of = Find(account);
        using (of.Lock.Hold()) return of.Balance;
    }

    /// <summary>Moves <paramref name="amount"/>, if it is there.</summary>
    /// <returns>False when the account holds less; nothing has changed then. To the account itself nothing is moved, and the
    /// answer says whether it could have been.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such account, or the amount is negative.</exception>
    public bool TryTransfer(int from, int to, long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Account source = Find(from), target = Find(to);
        if (from == to) return BalanceOf(from) >= amount;

        var (first, second) = from < to ? (source, target) : (target, source); // [order]
        using (first.Lock.Hold())
        using (second.Lock.Hold())
        {
            if (source.Balance < amount) return false;
            source.Balance -= amount;
            target.Balance += amount;
            return true;
        }
    }

    private Account Find(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _accounts.Length);
        return _accounts[number];
    }

    private sealed class Account
    {
        public readonly ParkingMutex Lock = new(); // guards:
        public long Balance;
    }
}
