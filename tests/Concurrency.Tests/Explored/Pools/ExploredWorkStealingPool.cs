using Workbook.Concurrency.Pools;

namespace Workbook.Concurrency.Tests.Explored.Pools;

public sealed class ExploredWorkStealingPool
{
    [Fact]
    public void Both_halves_run_once() => Explored.Holds(() =>
    {
        var (first, second) = (0, 0);
        using var pool = new WorkStealingPool(1);
        pool.Run(() => pool.Invoke(() => first++, () => second++));
        Assert.Equal((1, 1), (first, second));
    });

    [Fact]
    public void A_half_that_was_stolen_is_waited_for() => Explored.Holds(() =>
    {
        var (first, second) = (0, 0);
        using var pool = new WorkStealingPool(2);
        pool.Run(() =>
        {
            pool.Invoke(() => first++, () => second++);
            Assert.Equal((1, 1), (first, second));
        });
    }, bound: 0);

    [Fact]
    public void A_failure_reaches_the_caller() => Explored.Holds(() =>
    {
        using var pool = new WorkStealingPool(1);
        Assert.Throws<InvalidTimeZoneException>(() => pool.Run(() => throw new InvalidTimeZoneException()));
    });
}
