using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Tests.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

public sealed class ExploredMpmcRing
{
    [Fact]
    public void A_put_and_a_take_are_linearizable() =>
        Explored.Holds(() => LockFreeScenarios.A_put_and_a_take_are_linearizable(Make()));

    [Fact]
    public void The_taker_sees_what_was_written_before_the_put() =>
        Explored.Holds(() => LockFreeScenarios.The_taker_sees_what_was_written_before_the_put(Make()));

    [Fact]
    public void Two_threads_that_put_and_take_are_linearizable() =>
        Explored.Holds(() => ManySidedScenarios.Two_threads_that_put_and_take_are_linearizable(Make()));

    [Fact]
    public void Two_takers_never_get_the_same() => Explored.Holds(() => ManySidedScenarios.Two_takers_never_get_the_same(Make()));

    [Fact]
    public void Two_putters_and_two_takers_race_for_nothing() =>
        Explored.Holds(() => ManySidedScenarios.Two_putters_and_two_takers_race_for_nothing(Make()));

    private static LockFreeObject Make()
    {
        var made = new MpmcRing<int>(2);
        return new(made.Capacity, made.TryPut, () => made.TryTake(out var item) ? item : null);
    }
}
