using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Tests.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

public sealed class ExploredMichaelScottQueue
{
    [Fact]
    public void A_put_and_a_take_are_linearizable() =>
        Explored.Holds(() => LockFreeScenarios.A_put_and_a_take_are_linearizable(Make()));

    [Fact]
    public void The_taker_sees_what_was_written_before_the_put() =>
        Explored.Proves(() => LockFreeScenarios.The_taker_sees_what_was_written_before_the_put(Make()));

    [Fact]
    public void Two_threads_that_put_and_take_are_linearizable() =>
        Explored.Holds(() => ManySidedScenarios.Two_threads_that_put_and_take_are_linearizable(Make()), dropped: "Node.Item");

    [Fact]
    public void Two_takers_never_get_the_same() => Explored.Holds(() => ManySidedScenarios.Two_takers_never_get_the_same(Make()), dropped: "Node.Item");

    [Fact]
    public void Two_putters_and_two_takers_race_for_nothing() =>
        Explored.Holds(() => ManySidedScenarios.Two_putters_and_two_takers_race_for_nothing(Make()), dropped: "Node.Item");

    private static LockFreeObject Make()
    {
        var made = new MichaelScottQueue<int>();
        return new(int.MaxValue, Put, () => made.TryDequeue(out var item) ? item : null);

        bool Put(int item)
        {
            made.Enqueue(item);
            return true;
        }
    }
}
