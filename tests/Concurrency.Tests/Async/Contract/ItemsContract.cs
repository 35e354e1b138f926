using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

/// <summary>What AsyncProducerConsumerQueue and AsyncCollection have in common.</summary>
public abstract class ItemsContract
{
    /// <summary>One of the two, by the names of the second.</summary>
    public interface IItems
    {
        Task AddAsync(int item, CancellationToken cancel = default);
        void Add(int item, CancellationToken cancel = default);
        Task<int> TakeAsync(CancellationToken cancel = default);
        int Take(CancellationToken cancel = default);
        Task<bool> OutputAvailableAsync(CancellationToken cancel = default);
        bool OutputAvailable(CancellationToken cancel = default);
        IEnumerable<int> GetConsumingEnumerable(CancellationToken cancel = default);
        void CompleteAdding();
    }

    private static readonly CancellationToken _cancelled = new(true);

    protected abstract IItems Empty();

    /// <summary>Holding <paramref name="items"/>, with room for <paramref name="maxCount"/>.</summary>
    protected abstract IItems Of(int maxCount, params int[] items);

    [Fact]
    public void Room_for_less_than_one_item_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(-1));
    }

    [Fact]
    public void More_items_than_there_is_room_for_are_refused() => Assert.ThrowsAny<ArgumentException>(() => Of(1, 3, 5));

    [Fact]
    public async Task Items_come_out_in_the_order_in_which_they_were_added()
    {
        var items = Of(100, 3, 5);
        await items.AddAsync(7).InTime();
        items.Add(9);
        Assert.Equal(3, await items.TakeAsync().InTime());
        Assert.Equal(5, items.Take());
        Assert.Equal(7, await items.TakeAsync().InTime());
        Assert.Equal(9, items.Take());
    }

    [Fact]
    public async Task A_take_waits_for_an_item()
    {
        var items = Empty();
        var take = items.TakeAsync();
        Assert.False(take.IsCompleted);
        await items.AddAsync(13).InTime();
        Assert.Equal(13, await take.InTime());
    }

    [Fact]
    public void A_blocking_take_waits_for_an_item()
    {
        var items = Empty();
        var taker = WorkerThread.Start("taker", () => Assert.Equal(13, items.Take()), background: true);
        Patience.UntilAsleep(taker);
        items.Add(13);
        taker.Ends();
    }

    [Fact]
    public async Task An_add_waits_for_room()
    {
        var items = Of(1, 13);
        var add = items.AddAsync(7);
        Assert.False(add.IsCompleted);
        Assert.Equal(13, await items.TakeAsync().InTime());
        await add.InTime();
        Assert.Equal(7, await items.TakeAsync().InTime());
    }

    [Fact]
    public void A_blocking_add_waits_for_room()
    {
        var items = Of(1, 13);
        var adder = WorkerThread.Start("adder", () => items.Add(7), background: true);
        Patience.UntilAsleep(adder);
        Assert.Equal(13, items.Take());
        adder.Ends();
        Assert.Equal(7, items.Take());
    }

    [Fact]
    public async Task Each_of_several_waiting_takes_gets_one_item()
    {
        var items = Empty();
        Task<int>[] takes = [.. Enumerable.Range(0, 4).Select(_ => items.TakeAsync())];
        for (var i = 0; i < 4; i++) await items.AddAsync(i).InTime();
        var taken = await Task.WhenAll(takes).InTime();
        Assert.Equal([0, 1, 2, 3], taken.Order());
    }

    [Fact]
    public async Task A_cancelled_take_ends_and_takes_nothing()
    {
        var items = Empty();
        using var source = new CancellationTokenSource();
        var take = items.TakeAsync(source.Token);
        await source.CancelAsync();
        await take.IsCanceledInTime();
        await items.AddAsync(1).InTime();
        Assert.Equal(1, await items.TakeAsync().InTime());
    }

    [Fact]
    public async Task A_cancelled_add_ends_and_adds_nothing()
    {
        var items = Of(1, 13);
        using var source = new CancellationTokenSource();
        var add = items.AddAsync(7, source.Token);
        await source.CancelAsync();
        await add.IsCanceledInTime();
        Assert.Equal(13, await items.TakeAsync().InTime());
        await items.AddAsync(8).InTime();
        Assert.Equal(8, await items.TakeAsync().InTime());
    }

    [Fact]
    public void Blocking_waits_are_cancelled_too()
    {
        var (empty, full) = (Empty(), Of(1, 13));
        using var source = new CancellationTokenSource();
        WorkerThread[] waiters =
        [
            Waiter("taker", () => empty.Take(source.Token)),
            Waiter("adder", () => full.Add(7, source.Token)),
            Waiter("watcher", () => empty.OutputAvailable(source.Token)),
        ];
        foreach (var waiter in waiters) Patience.UntilAsleep(waiter);
        source.Cancel();
        Patience.MustEnd(waiters);

        static WorkerThread Waiter(string name, Action wait) =>
            WorkerThread.Start(name, () => Assert.ThrowsAny<OperationCanceledException>(wait), background: true);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_counts_only_where_there_is_something_to_wait_for()
    {
        var items = Of(1);
        await items.AddAsync(1, _cancelled).InTime();
        await items.AddAsync(2, _cancelled).IsCanceledInTime();
        Assert.ThrowsAny<OperationCanceledException>(() => items.Add(2, _cancelled));
        Assert.True(await items.OutputAvailableAsync(_cancelled).InTime());
        Assert.Equal(1, items.Take(_cancelled));
        await items.TakeAsync(_cancelled).IsCanceledInTime();
        await items.OutputAvailableAsync(_cancelled).IsCanceledInTime();
        Assert.ThrowsAny<OperationCanceledException>(() => { items.Take(_cancelled); });
    }

    [Fact]
    public async Task CompleteAdding_refuses_adds_and_may_be_repeated()
    {
        var items = Empty();
        items.CompleteAdding();
        items.CompleteAdding();
        await items.AddAsync(3).Fails<InvalidOperationException>();
        Assert.Throws<InvalidOperationException>(() => items.Add(3));
    }

    [Fact]
    public async Task After_CompleteAdding_what_is_left_is_taken_and_then_takes_are_refused()
    {
        var items = Of(10, 1, 2);
        items.CompleteAdding();
        Assert.True(await items.OutputAvailableAsync().InTime());
        Assert.Equal(1, await items.TakeAsync().InTime());
        Assert.Equal(2, items.Take());
        Assert.False(await items.OutputAvailableAsync().InTime());
        Assert.False(items.OutputAvailable());
        await items.TakeAsync().Fails<InvalidOperationException>();
        Assert.Throws<InvalidOperationException>(() => { items.Take(); });
    }

    [Fact]
    public async Task CompleteAdding_wakes_all_who_wait_for_items()
    {
        var empty = Empty();
        Task<int>[] takes = [empty.TakeAsync(), empty.TakeAsync()];
        Task<bool>[] watches = [empty.OutputAvailableAsync(), empty.OutputAvailableAsync()];
        var taker = WorkerThread.Start(
            "taker", () => Assert.Throws<InvalidOperationException>(() => { empty.Take(); }), background: true);
        Patience.UntilAsleep(taker);
        empty.CompleteAdding();
        foreach (var take in takes) await take.Fails<InvalidOperationException>();
        foreach (var watch in watches) Assert.False(await watch.InTime());
        taker.Ends();
    }

    [Fact]
    public async Task OutputAvailable_waits_for_an_item_and_does_not_take_it()
    {
        var items = Empty();
        var watch = items.OutputAvailableAsync();
        Assert.False(watch.IsCompleted);
        items.Add(13);
        Assert.True(await watch.InTime());
        Assert.True(await items.OutputAvailableAsync().InTime());
        Assert.True(items.OutputAvailable());
        Assert.Equal(13, await items.TakeAsync().InTime());
    }

    [Fact]
    public async Task OutputAvailable_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var watch = Empty().OutputAvailableAsync(source.Token);
        await source.CancelAsync();
        await watch.IsCanceledInTime();
    }

    [Fact]
    public void The_consuming_enumeration_takes_all_and_ends_with_CompleteAdding()
    {
        var items = Empty();
        var seen = new List<int>();
        var consumer = WorkerThread.Start("consumer", () => seen.AddRange(items.GetConsumingEnumerable()), background: true);
        for (var i = 0; i < 100; i++) items.Add(i);
        items.CompleteAdding();
        consumer.Ends();
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public void The_consuming_enumeration_is_cancelled_where_it_waits()
    {
        using var source = new CancellationTokenSource();
        var items = Of(10, 1);
        using var all = items.GetConsumingEnumerable(source.Token).GetEnumerator();
        Assert.True(all.MoveNext());
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => all.MoveNext());
    }

    [Fact]
    public async Task A_consumer_asks_and_takes_until_it_is_over()
    {
        var items = Of(2);
        var producer = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++) await items.AddAsync(i);
            items.CompleteAdding();
        });
        var seen = new List<int>();
        while (await items.OutputAvailableAsync().InTime()) seen.Add(items.Take());
        await producer.InTime();
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_twice_among_many()
    {
        const int Each = 500;
        var items = Of(3);
        Task[] producers =
        [
            .. Enumerable.Range(0, 2).Select(p => Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++) await items.AddAsync((p * Each) + i);
            })),
        ];
        Task<int[]>[] consumers =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                var seen = new int[Each];
                for (var i = 0; i < Each; i++) seen[i] = await items.TakeAsync();
                return seen;
            })),
        ];
        await Task.WhenAll(producers).InTime();
        var all = (await Task.WhenAll(consumers).InTime()).SelectMany(seen => seen).Order();
        Assert.Equal(Enumerable.Range(0, 2 * Each), all);
    }
}
