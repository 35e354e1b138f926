// Lends only what leaves it an order in which all customers can still finish:
//
//      +-- all states ---------------------------------------------+
//      |  +-- no deadlock ---------------------------------------+ |
//      |  |  +-- safe -----------------+                         | |     Request: only along arrows that end inside `safe`
//      |  |  |  s0 ---> s1 ---> s2 ----|---X--> unsafe ---> ... -|-|-->  deadlock
//      |  |  +-------------------------+                         | |     Release: never leaves it
//      |  +------------------------------------------------------+ |
//      +-----------------------------------------------------------+
//
// An unsafe state is no deadlock yet. But from there the customers can bring one about, whatever the bank does.
//
//   I1  _state is safe.
//   I2  Who sleeps was refused in the present state, or in one that differs from it only by grants, or has been woken since.
//
// I2 is why only Release wakes: a grant makes nobody else's request safe. If both together are safe, so was the other one
// alone, by the same order. And a release wakes all: it may be enough for any of them, and for several.
//
// Nobody waits for ever if all who have their claim return it some day. In a safe state the first of the order could be
// granted all that it needs, so never do all customers sleep.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>Lends resources of several kinds to customers who said beforehand how many they may need, so that no deadlock can
/// come about.</summary>
/// <remarks>
/// <para>Any thread may call any member; the customer is told by its number, and two threads that act for one share its claim.
/// A customer that holds all it claims has to return it some day without asking this bank for more; then everybody is served
/// some day, but not in the order of asking: a large request can be passed over while small ones keep coming.</para>
/// <para>Each decision takes n * (n + 1) / 2 looks at most, for n customers.</para>
/// <para>Dijkstra, Een algorithme ter voorkoming van de dodelijke omarming (EWD 108), 1964, and Cooperating Sequential Processes,
/// 1965; for several kinds: Habermann, Prevention of System Deadlocks, CACM 1969.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class Banker
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _returned;
    private volatile BankState _state; // each immutable; replaced by the holder of the mutex, read by all

    /// <summary>A bank of which nobody has borrowed yet.</summary>
    /// <param name="total">How many there are of each kind.</param>
    /// <param name="claims">For each customer, the most that it will ever hold; as many kinds, none beyond the total.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a customer claims more than there is.</exception>
    public Banker(ResourceVector total, IReadOnlyList<ResourceVector> claims) : this(new BankState(total, claims)) { }

    /// <summary>A bank that goes on from a state.</summary>
    /// <exception cref="ArgumentException">It is unsafe: what happens next is no longer for the banker to decide.</exception>
    public Banker(BankState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.CheckSafety() is { IsSafe: false } check)
            throw new ArgumentException(
                $"Customers {string.Join(' ', check.Stuck)} may never finish; start from a safe state.", nameof(state));
        _state = state;
        _returned = new ConditionVariable(_mutex);
    }

    /// <summary>Who holds what: a snapshot, stale by the time it returns when others borrow and return.</summary>
    public BankState State => _state;

    /// <summary>Lends that much more if it is there and the state afterwards is safe. Never blocks for long.</summary>
    /// <param name="customer">From 0.</param>
    /// <param name="amounts">One for each kind.</param>
    /// <exception cref="InvalidOperationException">Beyond the claim; nothing has changed.</exception>
    /// <exception cref="ArgumentException">No such customer, or another number of kinds.</exception>
    public LoanDecision RequestNow(int customer, ResourceVector amounts)
    {
        using (_mutex.Hold()) return Decide(customer, amounts);
    }

    /// <summary>Lends that much more, blocking until it is there and safe. All of it or, after an exception, nothing.</summary>
    /// <exception cref="InvalidOperationException">Beyond the claim; nothing has changed.</exception>
    /// <exception cref="ArgumentException">No such customer, or another number of kinds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it could not be granted; nothing has changed.</exception>
    public void Request(int customer, ResourceVector amounts, CancellationToken cancel = default)
    {
        if (!Request(customer, amounts, Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>The same, but waits no longer than <paramref name="timeout"/>.</summary>
    /// <param name="customer">From 0.</param>
    /// <param name="amounts">One for each kind.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True when granted; false when the time was over first, and nothing has changed.</returns>
    /// <exception cref="InvalidOperationException">Beyond the claim; nothing has changed.</exception>
    /// <exception cref="ArgumentException">No such customer, or another number of kinds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it could not be granted; nothing has changed.</exception>
    public bool TryRequest(int customer, ResourceVector amounts, TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Request(customer, amounts, Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Takes back what the customer held, or a part of it, and wakes who waits for it. Never blocks for long.</summary>
    /// <exception cref="InvalidOperationException">It does not hold that much; nothing has changed.</exception>
    /// <exception cref="ArgumentException">No such customer, or another number of kinds.</exception>
    public void Release(int customer, ResourceVector amounts)
    {
        using (_mutex.Hold())
        {
            Become(_state.AfterReturn(customer, amounts));
            _returned.Broadcast();
        }
    }

    private bool Request(int customer, ResourceVector amounts, Deadline deadline, CancellationToken cancel)
    {
        using (_mutex.Hold())
        {
            while (Decide(customer, amounts) != LoanDecision.Granted)
                if (deadline.HasPassed || !_returned.Wait(deadline, cancel)) return false;
            return true;
        }
    }

    // The claim is looked at each time: another thread may have borrowed for the same customer meanwhile.
    private LoanDecision Decide(int customer, ResourceVector amounts)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread);
        _state.RequireWithinClaim(customer, amounts);
        if (!amounts.FitsInto(_state.Available)) return LoanDecision.Unavailable;
        var after = _state.AfterLending(customer, amounts); // pretend ...
        if (!after.CheckSafety().IsSafe) return LoanDecision.Unsafe;
        Become(after);                                      // ... and then mean it
        return LoanDecision.Granted;
    }

    private void Become(BankState next)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread && next.CheckSafety().IsSafe, "I1");
        _state = next;
    }

    private string Display => $"available {_state.Available} of {_state.Total}, {_returned.Waiting} waiting";
}
