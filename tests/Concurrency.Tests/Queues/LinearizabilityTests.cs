using static Workbook.Concurrency.Tests.Queues.SequentialObjects;

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>The checker itself: it must find what is wrong, and let pass what is only unusual.</summary>
public sealed class LinearizabilityTests
{
    private static Operation Put(char item, long from, long to, bool accepted = true, int capacity = int.MaxValue) =>
        new($"put {item}: {accepted}", from, to, SequentialObjects.Put(item, accepted, capacity));

    private static Operation Take(char? item, long from, long to) => new($"take: {item}", from, to, TakeOldest(item));

    private static Operation Pop(char? item, long from, long to) => new($"pop: {item}", from, to, TakeYoungest(item));

    [Fact]
    public void An_empty_history_is_linearizable() => Assert.True(Linearizability.Holds([]));

    [Fact]
    public void Calls_that_overlap_may_take_effect_in_either_order()
    {
        Assert.True(Linearizability.Holds([Put('a', 1, 4), Put('b', 2, 3), Take('b', 5, 6), Take('a', 7, 8)]));
        Assert.True(Linearizability.Holds([Put('a', 1, 4), Put('b', 2, 3), Take('a', 5, 6), Take('b', 7, 8)]));
    }

    [Fact]
    public void Calls_that_do_not_overlap_keep_their_order()
    {
        Assert.False(Linearizability.Holds([Put('a', 1, 2), Put('b', 3, 4), Take('b', 5, 6)]));
        Assert.True(Linearizability.Holds([Put('a', 1, 2), Put('b', 3, 4), Pop('b', 5, 6)]));
    }

    [Fact]
    public void An_item_that_comes_out_twice_is_found() =>
        Assert.False(Linearizability.Holds([Put('a', 1, 2), Take('a', 3, 6), Take('a', 4, 5)]));

    [Fact]
    public void An_item_that_nobody_put_is_found() => Assert.False(Linearizability.Holds([Take('a', 1, 2)]));

    [Fact]
    public void A_lost_item_is_found() =>
        Assert.False(Linearizability.Holds([Put('a', 1, 2), Put('b', 3, 4), Take('a', 5, 6), Take(null, 7, 8)]));

    // What the published ring does: a is claimed but not yet written when b, behind it, has been put for long.
    [Fact]
    public void Empty_while_an_item_was_there_all_the_time_is_found() =>
        Assert.False(Linearizability.Holds([Put('a', 1, 8), Put('b', 2, 3), Take(null, 4, 5)]));

    [Fact]
    public void Empty_beside_a_put_that_has_not_ended_is_allowed() =>
        Assert.True(Linearizability.Holds([Put('a', 1, 8), Take(null, 4, 5), Take('a', 6, 7)]));

    [Fact]
    public void Full_while_there_was_room_all_the_time_is_found()
    {
        Assert.False(Linearizability.Holds([Put('a', 1, 2, capacity: 2), Put('b', 3, 4, accepted: false, capacity: 2)]));
        Assert.True(Linearizability.Holds([
            Put('a', 1, 2, capacity: 2), Put('b', 3, 6, capacity: 2), Put('c', 4, 5, accepted: false, capacity: 2)]));
    }

    [Fact]
    public void The_search_remembers_what_it_has_tried()
    {
        // Twelve puts that all overlap, and a take that no order explains: 12! orders, but only 2^12 sets of calls done.
        var puts = Enumerable.Range(0, 12).Select(i => Put('x', 1, 100 + i));
        Assert.False(Linearizability.Holds([.. puts, Take('y', 50, 60)]));
    }
}
