// Who holds what, as matrices: a row for each of n customers, a column for each of m kinds of resources.
//
//      Total      [m]       how many there are                          fixed
//      Claims     [n][m]    the most that a customer will ever hold     fixed
//      Allocation [n][m]    what it holds now
//      Need       [n][m]    Claims - Allocation: what it may still ask for
//      Available  [m]       Total - the sum of Allocation over the customers: what is left
//
//   I1  Allocation[c] fits into Claims[c], and Claims[c] into Total, for every customer c.
//   I2  Available and all of Allocation together are Total.
//
// Nothing here changes: both are checked when a state is made, and a snapshot needs no lock.

using System.Collections.Immutable;
using System.Diagnostics;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>A bank at one moment: what its customers claim and hold, and what is left. It tells whether all can still
/// finish.</summary>
/// <remarks>Immutable: what is passed in is copied, and any thread may read it. Customers and kinds are counted from 0.
/// Habermann, Prevention of System Deadlocks, CACM 1969; Silberschatz, Galvin and Gagne, ch. 8.6.3.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class BankState
{
    /// <summary>A bank whose customers hold <paramref name="allocation"/>. It may be unsafe.</summary>
    /// <param name="total">How many there are of each kind.</param>
    /// <param name="claims">A row for each customer, at least one, of as many kinds.</param>
    /// <param name="allocation">The same shape; null when they hold nothing yet.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other; a customer claims more than there is, or holds more
    /// than it claims; or all together hold more than there is.</exception>
    public BankState(ResourceVector total, IReadOnlyList<ResourceVector> claims, IReadOnlyList<ResourceVector>? allocation = null)
    {
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0) throw new ArgumentException("There is no customer; give at least one.", nameof(claims));
        (Total, Claims) = (total, [.. claims]);
        Allocation = allocation is null ? [.. claims.Select(_ => ResourceVector.Zero(total.Count))] : [.. allocation];
        if (Allocation.Length != Customers)
            throw new ArgumentException($"{Allocation.Length} rows for {Customers} customers.", nameof(allocation));

        Available = total;
        for (var customer = 0; customer < Customers; customer++)
        {
            var (claim, holds) = (Claims[customer], Allocation[customer]);
            if (claim?.Count != Kinds || holds?.Count != Kinds)
                throw new ArgumentException($"Customer {customer} has not {Kinds} kinds, as the bank has.", nameof(claims));
            if (!claim.FitsInto(total))
                throw new ArgumentException($"Customer {customer} claims {claim}, and there are {total}.", nameof(claims));
            if (!holds.FitsInto(claim))
                throw new ArgumentException($"Customer {customer} holds {holds} and claims {claim}.", nameof(allocation));
            if (!holds.FitsInto(Available))
                throw new ArgumentException($"Customer {customer} holds {holds}; only {Available} are left.", nameof(allocation));
            Available = Available.Minus(holds);
        }
    }

    private BankState(BankState before, int customer, ResourceVector holds, ResourceVector available)
    {
        (Total, Claims, Available) = (before.Total, before.Claims, available);
        Allocation = before.Allocation.SetItem(customer, holds);
        Debug.Assert(holds.FitsInto(Claims[customer]), "I1");
        Debug.Assert(Allocation.Aggregate(Available, (sum, row) => sum.Plus(row)).Equals(Total), "I2");
    }

    /// <summary>How many kinds of resources there are.</summary>
    public int Kinds => Total.Count;

    /// <summary>How many customers there are.</summary>
    public int Customers => Claims.Length;

    /// <summary>How many there are of each kind, lent or not.</summary>
    public ResourceVector Total { get; }

    /// <summary>By customer: the most that it will ever hold.</summary>
    public ImmutableArray<ResourceVector> Claims { get; }

    /// <summary>By customer: what it holds.</summary>
    public ImmutableArray<ResourceVector> Allocation { get; }

    /// <summary>What nobody holds.</summary>
    public ResourceVector Available { get; }

    /// <summary>What the customer may still ask for: its claim without what it holds.</summary>
    public ResourceVector Need(int customer) => Claims[customer].Minus(Allocation[customer]);

    /// <summary>The state after the customer was lent that much more, safe or not.</summary>
    /// <exception cref="InvalidOperationException">It is beyond the claim, or not available.</exception>
    public BankState AfterLending(int customer, ResourceVector amounts)
    {
        RequireWithinClaim(customer, amounts);
        return amounts.FitsInto(Available)
            ? new BankState(this, customer, Allocation[customer].Plus(amounts), Available.Minus(amounts))
            : throw new InvalidOperationException($"{amounts} are not available, only {Available}; wait for a return.");
    }

    /// <summary>The state after the customer gave that much back. It is safe if this one is.</summary>
    /// <exception cref="InvalidOperationException">It does not hold that much.</exception>
    public BankState AfterReturn(int customer, ResourceVector amounts)
    {
        RequireKnown(customer, amounts);
        return amounts.FitsInto(Allocation[customer])
            ? new BankState(this, customer, Allocation[customer].Minus(amounts), Available.Plus(amounts))
            : throw new InvalidOperationException($"Customer {customer} returns {amounts}, and holds {Allocation[customer]}; "
                + "return what was granted, and once.");
    }

    /// <summary>Looks for an order in which the customers can finish one after another, each with its whole claim.</summary>
    /// <remarks>Takes at most n * (n + 1) / 2 looks. A customer that finishes only adds to what is free, so it is never a mistake
    /// to let one finish that can, and no choice has to be taken back.</remarks>
    public SafetyCheck CheckSafety()
    {
        var (free, steps) = (Available, new List<SafetyStep>());
        var unfinished = Enumerable.Range(0, Customers).ToList();
        for (var before = int.MaxValue; unfinished.Count < before;) // round after round, until one helps nobody
        {
            before = unfinished.Count;
            foreach (var customer in unfinished.ToList())
            {
                var canFinish = Need(customer).FitsInto(free);
                var after = canFinish ? free.Plus(Allocation[customer]) : free; // it returns what it holds
                steps.Add(new SafetyStep(customer, Need(customer), free, canFinish, after));
                free = after;
                if (canFinish) unfinished.Remove(customer);
            }
        }
        return new SafetyCheck([.. steps], [.. unfinished]);
    }

    internal void RequireWithinClaim(int customer, ResourceVector amounts)
    {
        RequireKnown(customer, amounts);
        if (!amounts.FitsInto(Need(customer)))
            throw new InvalidOperationException(
                $"Customer {customer} asks for {amounts}, and its claim leaves it {Need(customer)}; "
                + "ask for less, or claim more from the start.");
    }

    private void RequireKnown(int customer, ResourceVector amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        ArgumentOutOfRangeException.ThrowIfNegative(customer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(customer, Customers);
        if (amounts.Count != Kinds)
            throw new ArgumentException($"{amounts.Count} amounts, and the bank has {Kinds} kinds.", nameof(amounts));
    }

    private string Display => $"{Customers} customers, available {Available} of {Total}";
}
