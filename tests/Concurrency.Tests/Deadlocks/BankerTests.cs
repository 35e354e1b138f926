using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Deadlocks;

public sealed class BankerTests
{
    private static readonly CancellationToken _cancelled = new(canceled: true);

    // One kind, two of it. After customer 0 has one, one for customer 1 would leave both with a need of 1 and nothing free.
    private static Banker TwoRivals(int lentToFirst = 1)
    {
        var banker = new Banker([2], [[2], [2]]);
        if (lentToFirst > 0) Assert.Equal(LoanDecision.Granted, banker.RequestNow(0, [lentToFirst]));
        return banker;
    }

    [Fact]
    public void The_textbook_requests_are_answered_as_in_the_book()
    {
        var banker = new Banker(BankStateTests.Textbook);
        Assert.Equal(LoanDecision.Granted, banker.RequestNow(1, [1, 0, 2]));
        Assert.Equal(LoanDecision.Unavailable, banker.RequestNow(4, [3, 3, 0]));
        Assert.Equal(LoanDecision.Unsafe, banker.RequestNow(0, [0, 2, 0]));
        Assert.Equal([2, 3, 0], banker.State.Available);
    }

    [Fact]
    public void A_refused_request_changes_nothing()
    {
        var banker = TwoRivals();
        var before = banker.State;
        Assert.Equal(LoanDecision.Unsafe, banker.RequestNow(1, [1]));
        Assert.Equal(LoanDecision.Unavailable, banker.RequestNow(1, [2]));
        Assert.False(banker.TryRequest(1, [1], TimeSpan.Zero));
        Assert.Same(before, banker.State);
    }

    [Fact]
    public void A_request_beyond_the_claim_is_misuse_and_changes_nothing()
    {
        var banker = TwoRivals();
        Assert.Throws<InvalidOperationException>(() => banker.RequestNow(0, [2]));
        Assert.Throws<InvalidOperationException>(() => banker.Request(0, [2]));
        Assert.Throws<InvalidOperationException>(() => banker.TryRequest(0, [2], TimeSpan.Zero));
        Assert.Equal([1], banker.State.Allocation[0]);
    }

    [Fact]
    public void A_release_of_more_than_is_held_is_misuse_and_changes_nothing()
    {
        var banker = TwoRivals();
        Assert.Throws<InvalidOperationException>(() => banker.Release(0, [2]));
        Assert.Throws<InvalidOperationException>(() => banker.Release(1, [1]));
        Assert.Equal([1], banker.State.Available);
    }

    [Fact]
    public void An_unknown_customer_another_number_of_kinds_or_a_bad_timeout_is_refused()
    {
        var banker = TwoRivals();
        Assert.Throws<ArgumentOutOfRangeException>(() => banker.RequestNow(2, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => banker.Release(-1, [1]));
        Assert.Throws<ArgumentException>(() => banker.RequestNow(0, [1, 1]));
        Assert.Throws<ArgumentNullException>(() => banker.Request(0, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => banker.TryRequest(0, [1], TimeSpan.FromMilliseconds(-2)));
        Assert.Throws<ArgumentException>(() => new Banker([1], [[2]]));
    }

    [Fact]
    public void An_unsafe_state_is_no_start() =>
        Assert.Contains("Customers 0 1", Assert.Throws<ArgumentException>(
            () => new Banker(new BankState([2], [[2], [2]], [[1], [1]]))).Message);

    [Fact]
    public void Request_sleeps_until_granting_it_is_safe()
    {
        var banker = TwoRivals();
        var second = Patience.StartWaiter(banker, () => banker.Request(1, [1]));
        Assert.Equal([0], banker.State.Allocation[1]);
        banker.Request(0, [1]); // the first has its claim; the second sleeps on, now that none is left
        Assert.EndsWith("1 waiting", DebuggerText.Of(banker));
        banker.Release(0, [2]);
        second.Ends();
        Assert.Equal([1], banker.State.Allocation[1]);
    }

    [Fact]
    public void One_release_wakes_all_for_whom_it_is_enough()
    {
        var banker = new Banker([3], [[3], [1], [1]]);
        banker.Request(0, [3]);
        var first = Patience.StartWaiter(banker, () => banker.Request(1, [1]));
        var second = Patience.StartWaiter(banker, () => banker.Request(2, [1]), asNumber: 2);
        banker.Release(0, [3]);
        Patience.MustEnd(first, second);
        Assert.Equal([1], banker.State.Available);
    }

    [Fact]
    public void TryRequest_gives_up_at_the_end_of_its_time_and_not_earlier()
    {
        var banker = TwoRivals();
        Assert.False(Patience.NotEarlierThan(
            TimeSpan.FromMilliseconds(20), () => banker.TryRequest(1, [1], TimeSpan.FromMilliseconds(20))));
        Assert.Equal([0], banker.State.Allocation[1]);
        Assert.True(banker.TryRequest(0, [1], TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_cancelled_token_means_do_not_wait()
    {
        var banker = TwoRivals();
        banker.Request(0, [1], _cancelled); // no wait is needed
        Assert.ThrowsAny<OperationCanceledException>(() => banker.Request(1, [1], _cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => banker.TryRequest(1, [1], Timeout.InfiniteTimeSpan, _cancelled));
        Assert.Equal([0], banker.State.Allocation[1]);
    }

    [Fact]
    public void Cancellation_ends_a_wait_and_lends_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var banker = TwoRivals();
        var second = Patience.StartWaiter(banker, () => banker.Request(1, [1], cancel.Token));
        cancel.Cancel();
        Patience.MustFail<OperationCanceledException>(second);
        Assert.EndsWith("0 waiting", DebuggerText.Of(banker));
        banker.Release(0, [1]);
        Assert.Equal([2], banker.State.Available);
    }

    [Fact]
    public void A_waiter_whose_claim_another_thread_has_used_up_meanwhile_is_told_so()
    {
        var banker = new Banker([2], [[2], [1]]);
        banker.Request(1, [1]);
        var waiter = Patience.StartWaiter(banker, () => banker.Request(0, [2]));
        banker.Request(0, [1]); // the same customer
        banker.Release(1, [1]);
        Patience.MustFail<InvalidOperationException>(waiter);
        Assert.Equal([1], banker.State.Allocation[0]);
    }

    [Fact]
    public void An_interrupted_waiter_leaves_the_banker_as_it_was()
    {
        var banker = TwoRivals();
        Thread? thread = null;
        var second = Patience.StartWaiter(banker, () =>
        {
            thread = Thread.CurrentThread;
            banker.Request(1, [1]);
        });
        thread!.Interrupt();
        Patience.MustFail<ThreadInterruptedException>(second);
        Assert.Equal("available 1 of 2, 0 waiting", DebuggerText.Of(banker));
    }

    // Whatever is asked for, in whatever order: safe, and a refusal is right.
    [Fact]
    public void Random_requests_never_lead_out_of_the_safe_states()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (kinds, customers) = (random.Next(1, 4), random.Next(1, 6));
            ResourceVector Upto(ResourceVector limit) => [.. limit.Select(most => random.Next(most + 1))];
            ResourceVector total = [.. Enumerable.Range(0, kinds).Select(_ => random.Next(1, 9))];
            var banker = new Banker(total, [.. Enumerable.Range(0, customers).Select(_ => Upto(total))]);
            for (var step = 0; step < 60; step++)
            {
                var (before, customer) = (banker.State, random.Next(customers));
                if (random.Next(3) == 0)
                {
                    banker.Release(customer, Upto(before.Allocation[customer]));
                    Assert.True(CanAllFinish(banker.State), $"seed {seed}, step {step}");
                    continue;
                }
                var amounts = Upto(before.Need(customer));
                var decision = banker.RequestNow(customer, amounts);
                Assert.True(CanAllFinish(banker.State), $"seed {seed}, step {step}");
                Assert.Equal(decision == LoanDecision.Unavailable, !amounts.FitsInto(before.Available));
                if (decision == LoanDecision.Unsafe) Assert.False(CanAllFinish(before.AfterLending(customer, amounts)));
            }
        }
    }

    // Tries every order, unlike CheckSafety.
    private static bool CanAllFinish(BankState state)
    {
        bool From(ResourceVector free, HashSet<int> left) => left.Count == 0 || left.Any(customer =>
            state.Need(customer).FitsInto(free)
            && From(free.Plus(state.Allocation[customer]), [.. left.Where(other => other != customer)]));
        return From(state.Available, [.. Enumerable.Range(0, state.Customers)]);
    }

    [Fact]
    public void Customers_who_borrow_piece_by_piece_all_finish_and_return_everything()
    {
        ResourceVector total = [4, 3];
        ResourceVector[] claims = [[4, 3], [3, 3], [4, 1], [2, 3], [3, 2]];
        var banker = new Banker(total, claims);
        var group = new ThreadGroup();
        for (var number = 0; number < claims.Length; number++)
        {
            var customer = number;
            group.Start($"customer {customer}", () =>
            {
                var random = new Random(customer);
                for (var round = 0; round < 30; round++)
                {
                    while (banker.State.Need(customer) is var need && need.Any(amount => amount > 0))
                        banker.Request(customer, [.. need.Select(amount => random.Next(amount + 1))]);
                    banker.Release(customer, claims[customer]);
                }
            }, background: true);
        }
        group.End();
        Assert.Equal(total, banker.State.Available);
    }
}
