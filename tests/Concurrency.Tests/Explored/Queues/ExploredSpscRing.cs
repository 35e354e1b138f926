using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Tests.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

public sealed class ExploredSpscRing
{
    [Fact]
    public void A_put_and_a_take_are_linearizable() =>
        Explored.Holds(() => LockFreeScenarios.A_put_and_a_take_are_linearizable(Make()));

    [Fact]
    public void The_taker_sees_what_was_written_before_the_put() =>
        Explored.Proves(() => LockFreeScenarios.The_taker_sees_what_was_written_before_the_put(Make()));

    private static LockFreeObject Make()
    {
        var made = new SpscRing<int>(2);
        return new(made.Capacity, made.TryPut, () => made.TryTake(out var item) ? item : null);
    }
}
