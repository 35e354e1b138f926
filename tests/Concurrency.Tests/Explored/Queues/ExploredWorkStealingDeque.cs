using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

public sealed class ExploredWorkStealingDeque
{
    [Fact]
    public void The_last_item_goes_to_the_owner_or_to_a_thief() => Explored.Holds(() =>
    {
        var deque = new WorkStealingDeque<int>(2);
        deque.Push(1);
        var (popped, stolen) = (false, false);
        Together.Run(() => stolen = deque.TrySteal(out _), () => popped = deque.TryPop(out _));
        Assert.True(popped ^ stolen);
    }, dropped: "element");

    [Fact]
    public void Owner_and_thief_are_linearizable() => Explored.Holds(() =>
    {
        var (deque, history) = (new WorkStealingDeque<int>(2), new History(isStack: true));
        Push(deque, history, 'a');
        Together.Run(
            () =>
            {
                history.Steal(() => Steal(deque));
                history.Steal(() => Steal(deque));
            },
            () =>
            {
                Push(deque, history, 'b');
                history.Take(() => Pop(deque));
                history.Take(() => Pop(deque));
            });
        history.Check();
    }, dropped: "element");

    [Fact]
    public void Two_thieves_and_the_owner_never_get_the_same() => Explored.Holds(() =>
    {
        var (deque, history) = (new WorkStealingDeque<int>(2), new History(isStack: true));
        Push(deque, history, 'a');
        Push(deque, history, 'b');
        Together.Run(
            () => history.Steal(() => Steal(deque)),
            () => history.Steal(() => Steal(deque)),
            () => history.Take(() => Pop(deque)));
        history.Check();
    }, bound: 1, dropped: "element");

    [Fact]
    public void A_thief_takes_its_item_while_the_ring_grows() => Explored.Holds(() =>
    {
        var (deque, history) = (new WorkStealingDeque<int>(1), new History(isStack: true));
        Push(deque, history, 'a');
        Together.Run(
            () => history.Steal(() => Steal(deque)),
            () =>
            {
                Push(deque, history, 'b'); // the ring has room for one
                Push(deque, history, 'c');
                history.Take(() => Pop(deque));
            });
        history.Check();
    }, dropped: "element");

    private static void Push(WorkStealingDeque<int> deque, History history, char item) => history.Put(item, pushed =>
    {
        deque.Push(pushed);
        return true;
    });

    private static int? Pop(WorkStealingDeque<int> deque) => deque.TryPop(out var item) ? item : null;

    private static int? Steal(WorkStealingDeque<int> deque) => deque.TrySteal(out var item) ? item : null;
}
