using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>How many schedules a bound lets in, where it can be told with pencil and paper.</summary>
[Collection("small programs")] // they are compiled once, and two explorations of one would share its static fields
public class CountTests
{
    // Main does n steps, A, and waits for the other to end; the other has n + 1, B: its beginning and n steps, and then its end, E,
    // which costs nothing to leave before. Main is at its first A when the choice begins, so that its first group may be empty.
    //
    //   k preemptions each:            A..B..A..B  then E         C(n,k) groups of A (the first may be empty) and C(n,k) of B
    //   k of main, k-1 of the other:   A..B..A, and E right after the last B or after the last A: C(n,k) C(n,k-1), twice
    //     and one preemption more if E comes in between two of the last A: C(n,k+1) C(n,k-1)
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Two_threads_of_n_atomic_steps_have_as_many_schedules_as_binomials_say(int n)
    {
        var body = string.Concat(Enumerable.Repeat("Interlocked.Increment(ref x); ", n));
        var test = SmallProgram.Compile([new SmallProgram("n steps each", "public static int x;", "x = 0;", [body], Main: body)])[0].Test;
        long expected = 0;
        for (var bound = 0; bound <= 2 * n; bound++)
        {
            var k = bound / 2;
            expected += bound % 2 == 0
                ? Binomial(n, k) * Binomial(n, k) + Binomial(n, k + 1) * Binomial(n, k - 1)
                : 2 * Binomial(n, k + 1) * Binomial(n, k);
            var most = bound;
            var seen = Seen.By(test, () => new BoundedSearch(most, skipsSeen: false));
            Assert.True(seen.IsComplete);
            Assert.Equal(expected, seen.Executions);
        }
        Assert.Equal(Binomial(2 * n + 2, n), expected); // all orders of n and n + 2
        Assert.Equal(Binomial(2 * n, n), Seen.By(test, () => new SourceDpor()).Behaviours.Count); // all orders of n and n
    }

    [Fact]
    public void Two_threads_of_one_atomic_step_each_have_two_behaviours_at_every_bound_but_none()
    {
        var test = SmallPrograms.Of("one variable, one atomic step each").Test;
        Assert.Equal(2, Seen.By(test, () => new SourceDpor()).Behaviours.Count);
        for (var bound = 1; bound <= 3; bound++)
        {
            var most = bound;
            Assert.Equal(2, Seen.By(test, () => new BoundedSearch(most)).Behaviours.Count);
        }
    }

    private static long Binomial(int n, int k)
    {
        if (k < 0 || k > n) return 0;
        long value = 1;
        for (var i = 1; i <= k; i++) value = value * (n - k + i) / i;
        return value;
    }
}
