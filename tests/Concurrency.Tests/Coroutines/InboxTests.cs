using Workbook.Concurrency.Coroutines;

namespace Workbook.Concurrency.Tests.Coroutines;

public sealed class InboxTests
{
    private readonly CoroutineWorld _world = new();
    private readonly Inbox<int> _inbox;

    public InboxTests() => _inbox = new Inbox<int>(Scheduler, "numbers");

    private CoroutineScheduler Scheduler => _world.Scheduler;

    private IEnumerable<Step> Receives(string name, int items)
    {
        for (var i = 0; i < items; i++)
        {
            yield return _inbox.Receive();
            _world.Log.Add($"{name} {_inbox.Item}");
        }
    }

    [Fact]
    public void What_is_sent_is_received_at_the_next_turn()
    {
        Scheduler.Spawn("receiver", Receives("r", 2));
        IEnumerable<Step> Sender()
        {
            foreach (var n in new[] { 1, 2 })
            {
                _inbox.Send(n);
                _world.Log.Add($"sent {n}");
                yield return Step.Yield;
            }
        }
        Scheduler.Spawn("sender", Sender());
        Scheduler.Run();
        Assert.Equal(["sent 1", "r 1", "sent 2", "r 2"], _world.Log);
    }

    [Fact]
    public void What_was_sent_before_anybody_receives_is_kept_in_order()
    {
        for (var n = 1; n <= 3; n++) _inbox.Send(n);
        Assert.Equal(3, _inbox.Count);
        Assert.Equal("numbers: 3 items, 0 waiting", DebuggerText.Of(_inbox));
        Scheduler.Spawn("receiver", Receives("r", 3));
        Scheduler.Run();
        Assert.Equal(["r 1", "r 2", "r 3"], _world.Log);
        Assert.Equal(0, _inbox.Count);
    }

    [Fact]
    public void A_latecomer_cannot_take_what_another_was_woken_for()
    {
        Scheduler.Spawn("a", Receives("a", 1));
        Scheduler.Spawn("b", Receives("b", 1));
        IEnumerable<Step> Sender()
        {
            yield return Step.Yield;
            _inbox.Send(1);
            _inbox.Send(2);
            Scheduler.Spawn("late", Receives("late", 1));
            yield return Step.Yield;
            yield return Step.Yield;
            _inbox.Send(3);
        }
        Scheduler.Spawn("sender", Sender());
        Scheduler.Run();
        Assert.Equal(["a 1", "b 2", "late 3"], _world.Log);
    }

    [Fact]
    public void What_a_cancelled_receiver_was_woken_for_goes_to_the_next()
    {
        var a = Scheduler.Spawn("a", Receives("a", 1));
        Scheduler.Spawn("b", Receives("b", 1));
        IEnumerable<Step> Sender()
        {
            _inbox.Send(1); // wakes a
            a.Cancel();
            yield break;
        }
        Scheduler.Spawn("sender", Sender());
        Scheduler.Run();
        Assert.Equal(["b 1"], _world.Log);
        Assert.Equal(0, _inbox.Count);
    }

    [Fact]
    public void A_receiver_that_is_cancelled_while_it_waits_takes_nothing()
    {
        var a = Scheduler.Spawn("a", Receives("a", 1));
        IEnumerable<Step> Sender() { a.Cancel(); _inbox.Send(1); yield break; }
        Scheduler.Spawn("sender", Sender());
        Scheduler.Run();
        Assert.Empty(_world.Log);
        Assert.Equal(1, _inbox.Count);
    }

    [Fact]
    public void The_item_is_not_there_before_the_first_was_received() =>
        Assert.Throws<InvalidOperationException>(() => _inbox.Item);

    [Fact]
    public void An_inbox_of_another_scheduler_is_refused()
    {
        var stranger = new CoroutineWorld().Spawn("stranger", _inbox.Receive());
        Assert.Throws<AggregateException>(() => stranger.Scheduler.Run());
        Assert.IsType<InvalidOperationException>(stranger.Failure);
    }

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_twice_between_many()
    {
        const int Senders = 20, Each = 200;
        var received = new List<int>();
        IEnumerable<Step> Sender(int number)
        {
            var random = new Random(number);
            for (var i = 0; i < Each; i++)
            {
                _inbox.Send(number * Each + i);
                if (random.Next(3) == 0) yield return CoroutineWorld.Sleep(random.Next(3));
            }
        }
        IEnumerable<Step> Receiver()
        {
            for (var i = 0; i < Each; i++)
            {
                yield return _inbox.Receive();
                received.Add(_inbox.Item);
            }
        }
        for (var i = 0; i < Senders; i++)
        {
            Scheduler.Spawn($"sender {i}", Sender(i));
            Scheduler.Spawn($"receiver {i}", Receiver());
        }
        Scheduler.Run();
        Assert.Equal(Enumerable.Range(0, Senders * Each), received.Order());
        foreach (var ofOne in received.GroupBy(item => item / Each)) Assert.Equal(ofOne.Order(), ofOne); // in the sender's order
    }
}
