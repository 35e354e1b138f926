using Workbook.Concurrency.Deadlocks;

namespace Workbook.Concurrency.Tests.Deadlocks;

public sealed class BankStateTests
{
    // Silberschatz, Galvin and Gagne, Operating System Concepts, 10th edition, ch. 8.6.3.3: A, B, C; T0 to T4.
    internal static BankState Textbook { get; } = new(
        total: [10, 5, 7],
        claims: [[7, 5, 3], [3, 2, 2], [9, 0, 2], [2, 2, 2], [4, 3, 3]],
        allocation: [[0, 1, 0], [2, 0, 0], [3, 0, 2], [2, 1, 1], [0, 0, 2]]);

    [Fact]
    public void The_textbook_state_leaves_3_3_2_and_the_needs_of_the_book()
    {
        Assert.Equal([3, 3, 2], Textbook.Available);
        Assert.Equal(["7 4 3", "1 2 2", "6 0 0", "0 1 1", "4 3 1"], Enumerable.Range(0, 5).Select(c => $"{Textbook.Need(c)}"));
    }

    [Fact]
    public void The_textbook_state_is_safe_and_each_look_is_told()
    {
        var check = Textbook.CheckSafety();
        Assert.True(check.IsSafe);
        Assert.Empty(check.Stuck);
        Assert.Equal([1, 3, 4, 0, 2], check.SafeSequence);
        SafetyStep[] byHand = [
            new(0, [7, 4, 3], [3, 3, 2], false, [3, 3, 2]),
            new(1, [1, 2, 2], [3, 3, 2], true, [5, 3, 2]),
            new(2, [6, 0, 0], [5, 3, 2], false, [5, 3, 2]),
            new(3, [0, 1, 1], [5, 3, 2], true, [7, 4, 3]),
            new(4, [4, 3, 1], [7, 4, 3], true, [7, 4, 5]),
            new(0, [7, 4, 3], [7, 4, 5], true, [7, 5, 5]), // the second round
            new(2, [6, 0, 0], [7, 5, 5], true, [10, 5, 7])];
        Assert.Equal(byHand, check.Steps);
    }

    [Fact]
    public void After_T1_was_lent_1_0_2_the_textbook_state_is_still_safe()
    {
        var after = Textbook.AfterLending(1, [1, 0, 2]);
        Assert.Equal([2, 3, 0], after.Available);
        Assert.Equal([3, 0, 2], after.Allocation[1]);
        Assert.Equal([0, 2, 0], after.Need(1));
        Assert.Equal([1, 3, 4, 0, 2], after.CheckSafety().SafeSequence);
    }

    [Fact]
    public void After_T0_was_lent_0_2_0_as_well_nobody_can_finish()
    {
        var check = Textbook.AfterLending(1, [1, 0, 2]).AfterLending(0, [0, 2, 0]).CheckSafety();
        Assert.False(check.IsSafe);
        Assert.Equal([0, 1, 2, 3, 4], check.Stuck.ToArray());
        Assert.Empty(check.SafeSequence);
        Assert.All(check.Steps, step => Assert.Equal([2, 1, 0], step.FreeAfter));
        Assert.Equal(5, check.Steps.Length); // one round that helps nobody is enough
    }

    [Fact]
    public void One_kind_of_which_4_are_left_is_safe_and_with_none_left_it_is_not()
    {
        BankState bank = new([10], [[9], [4], [7]], [[2], [2], [2]]); // needs 7, 2, 5
        Assert.Equal([1, 2, 0], bank.CheckSafety().SafeSequence);     // 4, then 6, then 8
        Assert.True(bank.AfterLending(1, [1]).CheckSafety().IsSafe);
        var check = bank.AfterLending(0, [2]).AfterLending(2, [2]).CheckSafety(); // 0 left, needs 5, 2, 3
        Assert.Equal([0, 1, 2], check.Stuck.ToArray());
    }

    [Fact]
    public void Those_who_can_finish_in_an_unsafe_state_are_in_the_sequence_and_the_others_are_stuck()
    {
        var check = new BankState([5], [[1], [5], [4]], [[0], [2], [2]]).CheckSafety(); // 1 left, needs 1, 3, 2
        Assert.Equal([0], check.SafeSequence);
        Assert.Equal([1, 2], check.Stuck.ToArray());
    }

    [Fact]
    public void A_state_without_allocation_is_always_safe()
    {
        BankState bank = new([3, 1], [[3, 1], [3, 1], [0, 0]]);
        Assert.Equal([3, 1], bank.Available);
        Assert.True(bank.CheckSafety().IsSafe);
        Assert.Equal((2, 3), (bank.Kinds, bank.Customers));
    }

    [Fact]
    public void Lending_and_returning_make_a_new_state_and_leave_the_old_one_as_it_was()
    {
        var after = Textbook.AfterLending(1, [1, 0, 2]);
        Assert.Equal([3, 3, 2], Textbook.Available);
        var back = after.AfterReturn(1, [3, 0, 2]);
        Assert.Equal([5, 3, 2], back.Available);
        Assert.Equal([0, 0, 0], back.Allocation[1]);
    }

    [Fact]
    public void What_is_passed_in_is_copied()
    {
        ResourceVector[] claims = [[1], [2]];
        BankState bank = new([2], claims);
        claims[0] = [2];
        Assert.Equal([1], bank.Claims[0]);
    }

    [Fact]
    public void A_state_that_does_not_add_up_is_refused()
    {
        Assert.Contains("no customer", Assert.Throws<ArgumentException>(() => new BankState([1], [])).Message);
        Assert.Contains("claims 2", Assert.Throws<ArgumentException>(() => new BankState([1], [[1], [2]])).Message);
        Assert.Contains("has not 1 kinds", Assert.Throws<ArgumentException>(() => new BankState([1], [[1, 1]])).Message);
        Assert.Contains("has not 1 kinds", Assert.Throws<ArgumentException>(() => new BankState([1], [[1]], [[0, 0]])).Message);
        Assert.Contains("has not 1 kinds", Assert.Throws<ArgumentException>(() => new BankState([1], [null!])).Message);
        Assert.Contains("rows for 1", Assert.Throws<ArgumentException>(() => new BankState([1], [[1]], [[0], [0]])).Message);
        Assert.Contains("holds 1 and claims 0", Assert.Throws<ArgumentException>(() => new BankState([1], [[0]], [[1]])).Message);
        Assert.Contains("only 0 are left",
            Assert.Throws<ArgumentException>(() => new BankState([1], [[1], [1]], [[1], [1]])).Message);
        Assert.Throws<ArgumentNullException>(() => new BankState(null!, [[1]]));
        Assert.Throws<ArgumentNullException>(() => new BankState([1], null!));
    }

    [Fact]
    public void Lending_beyond_the_claim_or_beyond_what_is_there_is_refused()
    {
        Assert.Contains("its claim leaves it 1 2 2",
            Assert.Throws<InvalidOperationException>(() => Textbook.AfterLending(1, [2, 0, 0])).Message);
        Assert.Contains("only 3 3 2",
            Assert.Throws<InvalidOperationException>(() => Textbook.AfterLending(0, [4, 0, 0])).Message);
        Assert.Contains("holds 0 1 0",
            Assert.Throws<InvalidOperationException>(() => Textbook.AfterReturn(0, [0, 2, 0])).Message);
    }

    [Fact]
    public void An_unknown_customer_or_another_number_of_kinds_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Textbook.AfterLending(5, [0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Textbook.AfterReturn(-1, [0, 0, 0]));
        Assert.Throws<ArgumentException>(() => Textbook.AfterLending(0, [0, 0]));
        Assert.Throws<ArgumentNullException>(() => Textbook.AfterLending(0, null!));
    }

    [Fact]
    public void A_vector_has_a_kind_and_nothing_negative()
    {
        Assert.Throws<ArgumentException>(() => { ResourceVector none = []; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { ResourceVector negative = [1, -1]; });
        Assert.Throws<ArgumentException>(() => ResourceVector.Zero(0));
        ResourceVector most = [int.MaxValue];
        Assert.Throws<OverflowException>(() => most.Plus([1]));
    }

    [Fact]
    public void Vectors_of_other_kinds_are_not_compared_and_nothing_is_taken_that_is_not_there()
    {
        ResourceVector two = [1, 2], three = [1, 2, 3], more = [1, 3];
        Assert.Throws<ArgumentException>(() => two.FitsInto(three));
        Assert.Throws<ArgumentException>(() => three.FitsInto(two));
        Assert.Throws<ArgumentException>(() => two.Plus(three));
        Assert.Throws<ArgumentException>(() => two.Minus(three));
        Assert.Throws<ArgumentException>(() => two.Minus(more));
        Assert.Throws<ArgumentNullException>(() => two.Plus(null!));
        Assert.Equal([0, 1], more.Minus(two));
    }

    [Fact]
    public void Vectors_with_the_same_amounts_are_equal()
    {
        ResourceVector one = [1, 2], same = [1, 2], other = [2, 1], shorter = [1];
        Assert.True(one.Equals(same) && one.GetHashCode() == same.GetHashCode());
        Assert.False(one.Equals(other) || one.Equals(null) || one.Equals(shorter));
        Assert.Equal("1 2", $"{one}");
        Assert.Equal(2, one.Count);
        Assert.Equal(2, one[1]);
    }

    [Fact]
    public void The_debugger_shows_what_is_left()
    {
        Assert.Equal("5 customers, available 3 3 2 of 10 5 7", DebuggerText.Of(Textbook));
        Assert.Equal("safe: 1 3 4 0 2", DebuggerText.Of(Textbook.CheckSafety()));
        Assert.Equal("unsafe: stuck 0 1", DebuggerText.Of(new BankState([2], [[2], [2]], [[1], [1]]).CheckSafety()));
    }
}
