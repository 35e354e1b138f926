using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

public sealed class ExploredBoundedBlockingQueue
{
    [Fact]
    public void What_is_put_is_taken_with_all_that_was_written_before() =>
        Explored.Holds(() => QueueScenarios.What_is_put_is_taken_with_all_that_was_written_before(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void One_item_goes_to_one_of_two_consumers_and_close_ends_the_other() =>
        Explored.Holds(() => QueueScenarios.One_item_goes_to_one_of_two_consumers_and_close_ends_the_other(new BoundedBlockingQueue<int>(1)), bound: 0);

    [Fact]
    public void A_put_that_meets_close_is_refused_or_can_be_taken() =>
        Explored.Holds(() => QueueScenarios.A_put_that_meets_close_is_refused_or_can_be_taken(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void A_wait_that_times_out_loses_no_item() =>
        Explored.Holds(() => QueueScenarios.A_wait_that_times_out_loses_no_item(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void A_cancelled_wait_loses_no_item() =>
        Explored.Holds(() => QueueScenarios.A_cancelled_wait_loses_no_item(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void An_interrupted_wait_loses_no_item() =>
        Explored.Holds(() => QueueScenarios.An_interrupted_wait_loses_no_item(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void A_producer_waits_for_room_and_gets_it() =>
        Explored.Holds(() => BoundedQueueScenarios.A_producer_waits_for_room_and_gets_it(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void It_never_holds_more_than_its_capacity() =>
        Explored.Holds(() => BoundedQueueScenarios.It_never_holds_more_than_its_capacity(new BoundedBlockingQueue<int>(1)));

    [Fact]
    public void Close_sends_home_a_producer_that_waits() =>
        Explored.Holds(() => BoundedQueueScenarios.Close_sends_home_a_producer_that_waits(new BoundedBlockingQueue<int>(1)));
}
