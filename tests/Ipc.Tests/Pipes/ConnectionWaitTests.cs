using System.Diagnostics;
using Workbook.Ipc.Pipes;

namespace Workbook.Ipc.Tests.Pipes;

public sealed class ConnectionWaitTests : IDisposable
{
    private static readonly TimeSpan _bound = BlockedThread.Bound;

    private readonly List<(Connection Here, Connection There)> _pairs =
        [.. Enumerable.Range(0, 3).Select(_ => DuplexPipe.Create())];

    private List<Connection> Here => [.. _pairs.Select(pair => pair.Here)];

    public void Dispose()
    {
        foreach (var (here, there) in _pairs)
        {
            here.Dispose();
            there.Dispose();
        }
    }

    [Fact]
    public void All_that_are_ready_are_returned_in_their_order()
    {
        _pairs[2].There.Send(2);
        _pairs[0].There.Send(0);
        Assert.Equal([Here[0], Here[2]], Connection.Wait(Here, _bound));
        Assert.Equal([Here[0], Here[2]], Connection.Wait(Here, TimeSpan.FromSeconds(-1))); // still there
        Assert.Equal(0, Here[0].Receive<int>());
        Assert.Equal([Here[2]], Connection.Wait(Here, _bound));
    }

    [Fact]
    public void What_was_read_ahead_counts_as_ready()
    {
        _pairs[1].There.Send(1);
        _pairs[1].There.Send(2);
        Here[1].Receive<int>();
        Assert.Equal([Here[1]], Connection.Wait(Here, _bound));
    }

    [Fact]
    public void None_is_returned_when_the_time_is_over()
    {
        var start = Stopwatch.GetTimestamp();
        Assert.Empty(Connection.Wait(Here, TimeSpan.FromMilliseconds(50)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(50));
        Assert.Empty(Connection.Wait(Here, TimeSpan.Zero));
        Assert.Empty(Connection.Wait([], TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void The_end_of_a_stream_counts_as_ready()
    {
        var waiter = BlockedThread.StartIn(() => Assert.Equal([Here[1]], Connection.Wait(Here, _bound)), 7);
        _pairs[1].There.Dispose();
        waiter.Ends();
    }

    [Fact]
    public void A_message_wakes_a_wait_without_limit_and_so_does_the_token()
    {
        using var source = new CancellationTokenSource();
        var waiter = BlockedThread.StartIn(
            () => Assert.Equal([Here[2]], Connection.Wait(Here, Timeout.InfiniteTimeSpan, source.Token)), 7);
        _pairs[2].There.SendBytes([]);
        waiter.Ends();
        Assert.Equal([], Here[2].ReceiveBytes());

        waiter = BlockedThread.StartIn(() => Assert.Throws<OperationCanceledException>(
            () => Connection.Wait(Here, Timeout.InfiniteTimeSpan, source.Token)), 7);
        source.Cancel();
        waiter.Ends();

        _pairs[0].There.Send(1);
        Assert.Equal([Here[0]], Connection.Wait(Here, Timeout.InfiniteTimeSpan, source.Token)); // no wait is needed
    }

    [Fact]
    public void One_from_which_another_thread_receives_does_not_keep_the_others_waiting()
    {
        var receiver = BlockedThread.StartIn(() => Assert.Equal(9, Here[0].Receive<int>()), 0);
        var waiter = BlockedThread.StartIn(() => Assert.Equal([Here[1]], Connection.Wait(Here, _bound)), 7);
        _pairs[1].There.Send(1);
        waiter.Ends();
        _pairs[0].There.Send(9);
        receiver.Ends();
    }
}
