using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

public sealed class ExploredUnboundedBlockingQueue
{
    [Fact]
    public void What_is_put_is_taken_with_all_that_was_written_before() =>
        Explored.Holds(() => QueueScenarios.What_is_put_is_taken_with_all_that_was_written_before(new UnboundedBlockingQueue<int>()));

    [Fact]
    public void One_item_goes_to_one_of_two_consumers_and_close_ends_the_other() =>
        Explored.Holds(() => QueueScenarios.One_item_goes_to_one_of_two_consumers_and_close_ends_the_other(new UnboundedBlockingQueue<int>()), bound: 1);

    [Fact]
    public void A_put_that_meets_close_is_refused_or_can_be_taken() =>
        Explored.Holds(() => QueueScenarios.A_put_that_meets_close_is_refused_or_can_be_taken(new UnboundedBlockingQueue<int>()));

    [Fact]
    public void A_wait_that_times_out_loses_no_item() =>
        Explored.Holds(() => QueueScenarios.A_wait_that_times_out_loses_no_item(new UnboundedBlockingQueue<int>()));

    [Fact]
    public void A_cancelled_wait_loses_no_item() =>
        Explored.Holds(() => QueueScenarios.A_cancelled_wait_loses_no_item(new UnboundedBlockingQueue<int>()));

    [Fact]
    public void An_interrupted_wait_loses_no_item() =>
        Explored.Holds(() => QueueScenarios.An_interrupted_wait_loses_no_item(new UnboundedBlockingQueue<int>()));
}
