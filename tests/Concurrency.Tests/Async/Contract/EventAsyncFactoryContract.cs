using System.ComponentModel;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class EventAsyncFactoryContract
{
    private event EventHandler? Plain;
    private event EventHandler<int>? Generic;
    private event PropertyChangedEventHandler? Property;
    private event Action? Bare;
    private event Action<int>? One;
    private event Action<EventAsyncFactoryContract, int>? Two;
    private event Func<int, int, int>? Sum;

    [Fact]
    public async Task An_event_completes_its_task_with_sender_and_arguments()
    {
        var plain = EventAsyncFactory.FromEvent(h => Plain += h, h => Plain -= h);
        var generic = EventAsyncFactory.FromEvent<int>(h => Generic += h, h => Generic -= h);
        var property = EventAsyncFactory.FromEvent<PropertyChangedEventHandler, PropertyChangedEventArgs>(
            h => h.Invoke, h => Property += h, h => Property -= h);
        Assert.False(plain.IsCompleted || generic.IsCompleted || property.IsCompleted);

        Plain!(this, EventArgs.Empty);
        Generic!(this, 3);
        Property!(this, new PropertyChangedEventArgs("name"));

        Assert.Same(this, (await plain.InTime()).Sender);
        Assert.Same(EventArgs.Empty, (await plain).EventArgs);
        Assert.Equal(3, (await generic.InTime()).EventArgs);
        Assert.Equal("name", (await property.InTime()).EventArgs.PropertyName);
        Patience.Until(() => Plain is null && Generic is null && Property is null, "all are unsubscribed");
    }

    [Fact]
    public async Task An_action_event_completes_its_task_with_its_arguments()
    {
        var bare = EventAsyncFactory.FromActionEvent(h => Bare += h, h => Bare -= h);
        var one = EventAsyncFactory.FromActionEvent<int>(h => One += h, h => One -= h);
        var two = EventAsyncFactory.FromActionEvent<EventAsyncFactoryContract, int>(h => Two += h, h => Two -= h);
        Bare!();
        One!(1);
        Two!(this, 2);
        await bare.InTime();
        Assert.Equal(1, await one.InTime());
        Assert.Same(this, (await two.InTime()).Sender);
        Assert.Equal(2, (await two).EventArgs);
        Patience.Until(() => Bare is null && One is null && Two is null, "all are unsubscribed");
    }

    [Fact]
    public async Task Any_event_completes_its_task_with_what_its_conversion_makes()
    {
        var task = EventAsyncFactory.FromAnyEvent<Func<int, int, int>, (int, int)>(
            raised => (a, b) =>
            {
                raised((a, b));
                return a + b;
            },
            h => Sum += h, h => Sum -= h);
        Assert.Equal(5, Sum!(2, 3));
        Assert.Equal((2, 3), await task.InTime());
    }

    [Fact]
    public async Task The_first_of_two_events_counts()
    {
        var task = EventAsyncFactory.FromEvent<int>(h => Generic += h, h => Generic -= h);
        var raise = Generic!;
        raise(this, 1);
        raise(this, 2);
        Assert.Equal(1, (await task.InTime()).EventArgs);
    }

    [Fact]
    public async Task A_token_cancels_the_task_and_unsubscribes()
    {
        using var source = new CancellationTokenSource();
        Task[] tasks =
        [
            EventAsyncFactory.FromEvent(h => Plain += h, h => Plain -= h, source.Token),
            EventAsyncFactory.FromEvent<int>(h => Generic += h, h => Generic -= h, source.Token),
            EventAsyncFactory.FromEvent<PropertyChangedEventHandler, PropertyChangedEventArgs>(
                h => h.Invoke, h => Property += h, h => Property -= h, source.Token),
            EventAsyncFactory.FromActionEvent(h => Bare += h, h => Bare -= h, source.Token),
            EventAsyncFactory.FromActionEvent<int>(h => One += h, h => One -= h, source.Token),
            EventAsyncFactory.FromActionEvent<EventAsyncFactoryContract, int>(h => Two += h, h => Two -= h, source.Token),
        ];
        Assert.All(tasks, task => Assert.False(task.IsCompleted));
        await source.CancelAsync();
        foreach (var task in tasks) await task.IsCanceledInTime();
        Patience.Until(
            () => Plain is null && Generic is null && Property is null && Bare is null && One is null && Two is null,
            "all are unsubscribed");
    }

    [Fact]
    public void On_the_captured_context_it_is_unsubscribed_there()
    {
        AsyncContext? whereUnsubscribed = null;
        Patience.OnAnotherThread(() => AsyncContext.Run(async () =>
        {
            var task = EventAsyncFactory.FromActionEvent(
                h => Bare += h,
                h =>
                {
                    Bare -= h;
                    whereUnsubscribed = AsyncContext.Current;
                },
                CancellationToken.None, unsubscribeOnCapturedContext: true);
            await Task.Run(() => Bare!());
            await task;
            Assert.Same(AsyncContext.Current, whereUnsubscribed);
        }));
        Assert.NotNull(whereUnsubscribed);
    }
}
