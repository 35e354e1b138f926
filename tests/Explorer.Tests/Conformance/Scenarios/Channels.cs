using System.Threading.Channels;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

/// <summary>What a channel does at once.</summary>
public static class Channels
{
    public static string Items()
    {
        var c = Channel.CreateUnbounded<int>();
        return Seen.All(c.Writer.TryWrite(1), c.Writer.TryWrite(2), c.Reader.Count, c.Reader.TryPeek(out var item), item,
            c.Reader.TryRead(out item), item,
            c.Reader.ReadAsync().AsTask().Result, c.Reader.TryRead(out item), item, c.Reader.TryPeek(out item), c.Reader.CanCount,
            c.Reader.CanPeek,
            c.Writer.WaitToWriteAsync().AsTask().Result, c.Reader.Completion.Status);
    }

    public static string Full_and_waiting()
    {
        var c = Channel.CreateBounded<int>(1);
        var first = Status(c.Writer.WriteAsync(1).AsTask());
        var second = c.Writer.WriteAsync(2).AsTask();
        var room = c.Writer.WaitToWriteAsync().AsTask();
        var seen = Seen.All(first, c.Writer.TryWrite(3), c.Reader.Count, c.Reader.ReadAsync().AsTask().Result);
        second.Wait();
        return Seen.All(seen, c.Reader.Count, c.Writer.TryWrite(3), c.Reader.TryRead(out var item), item, room.Result,
            c.Writer.TryWrite(4));
    }

    public static string Full_and_dropping_the_write() => Dropping(BoundedChannelFullMode.DropWrite);

    public static string Full_and_dropping_the_newest() => Dropping(BoundedChannelFullMode.DropNewest);

    public static string Full_and_dropping_the_oldest() => Dropping(BoundedChannelFullMode.DropOldest);

    public static string Least_first()
    {
        var options = new UnboundedPrioritizedChannelOptions<int> { Comparer = Comparer<int>.Create((a, b) => b - a) };
        var c = Channel.CreateUnboundedPrioritized(options);
        var d = Channel.CreateUnboundedPrioritized<int>();
        foreach (var item in (int[])[2, 3, 1])
        {
            c.Writer.TryWrite(item);
            d.Writer.TryWrite(item);
        }
        return Seen.All(c.Reader.TryPeek(out var first), first, string.Join(' ', All(c.Reader)), string.Join(' ', All(d.Reader)),
            d.Reader.CanCount,
            d.Reader.CanPeek);
    }

    public static string With_one_reader()
    {
        var c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        return Seen.All(c.Reader.CanCount, c.Reader.CanPeek, Seen.Of(() => c.Reader.Count), c.Writer.TryWrite(1),
            c.Reader.TryPeek(out var item), item,
            c.Reader.TryRead(out item));
    }

    public static string Without_room()
    {
        var c = Channel.CreateBounded<int>(0);
        var before = Seen.All(c.Writer.TryWrite(1), c.Reader.TryRead(out _), c.Reader.Count);
        var write = c.Writer.WriteAsync(2).AsTask();
        var seen = Seen.All(c.Reader.Count, c.Reader.TryPeek(out var item), item, c.Reader.WaitToReadAsync().AsTask().Result,
            c.Reader.TryRead(out item), item);
        write.Wait();
        var read = c.Reader.ReadAsync().AsTask();
        return Seen.All(before, seen, c.Writer.WaitToWriteAsync().AsTask().Result, c.Writer.TryWrite(3), read.Result,
            c.Writer.TryWrite(4));
    }

    public static string Without_room_and_dropping()
    {
        var dropped = new List<int>();
        var c = Channel.CreateBounded<int>(new BoundedChannelOptions(0) { FullMode = BoundedChannelFullMode.DropOldest },
            dropped.Add);
        var seen = Seen.All(c.Writer.TryWrite(1), Status(c.Writer.WriteAsync(2).AsTask()),
            c.Writer.WaitToWriteAsync().AsTask().Result);
        var read = c.Reader.ReadAsync().AsTask();
        return Seen.All(seen, c.Writer.TryWrite(3), read.Result, c.Writer.TryComplete(), c.Writer.TryWrite(4), string.Join(' ',
            dropped),
            Shown(c.Writer.WriteAsync(5).AsTask()));
    }

    public static string Closed() => Closed(null);

    public static string Closed_by_an_error() => Closed(new InvalidDataException("x"));

    public static string Closed_by_a_cancellation() => Closed(new OperationCanceledException("x"));

    public static string Closed_while_others_wait()
    {
        var seen = new List<string>();
        foreach (var error in (Exception?[])[null, new InvalidDataException(), new OperationCanceledException()])
        {
            Channel<int> c = Channel.CreateUnbounded<int>(), d = Channel.CreateBounded<int>(1), e = Channel.CreateBounded<int>(0);
            d.Writer.TryWrite(1);
            Task[] waiting =
            [
                c.Reader.ReadAsync().AsTask(), c.Reader.WaitToReadAsync().AsTask(), d.Writer.WriteAsync(2).AsTask(),
                    d.Writer.WaitToWriteAsync().AsTask(),
                e.Writer.WriteAsync(2).AsTask(), e.Writer.WaitToWriteAsync().AsTask(),
            ];
            foreach (var channel in (Channel<int>[])[c, d, e]) channel.Writer.Complete(error);
            seen.Add(string.Join(' ', waiting.Select(Shown)));
            seen.Add(Shown(c.Reader.Completion));
            seen.Add(Shown(e.Reader.Completion));
        }
        return string.Join("; ", seen);
    }

    public static string Tokens()
    {
        var c = Channel.CreateBounded<int>(1);
        var canceled = new CancellationToken(true);
        c.Writer.TryWrite(1);
        return Seen.All(Shown(c.Reader.ReadAsync(canceled).AsTask()), Shown(c.Reader.WaitToReadAsync(canceled).AsTask()),
            Shown(c.Writer.WriteAsync(2, canceled).AsTask()), Shown(c.Writer.WaitToWriteAsync(canceled).AsTask()),
            c.Reader.Count);
    }

    public static string Arguments() => Seen.All(Seen.Of(() => Channel.CreateBounded<int>(-1)),
        Seen.Of(() => Channel.CreateBounded<int>(null!)),
        Seen.Of(() => Channel.CreateUnbounded<int>(null!)), Seen.Of(() => Channel.CreateUnboundedPrioritized<int>(null!)),
        Seen.Of(() => new BoundedChannelOptions(-1).Capacity));

    private static string Dropping(BoundedChannelFullMode mode)
    {
        var dropped = new List<int>();
        var c = Channel.CreateBounded<int>(new BoundedChannelOptions(2) { FullMode = mode }, dropped.Add);
        var seen = Seen.All(c.Writer.TryWrite(1), c.Writer.TryWrite(2), c.Writer.TryWrite(3),
            Status(c.Writer.WriteAsync(4).AsTask()),
            c.Writer.WaitToWriteAsync().AsTask().Result, c.Reader.Count);
        return Seen.All(seen, string.Join(' ', All(c.Reader)), string.Join(' ', dropped));
    }

    private static string Closed(Exception? error)
    {
        var c = Channel.CreateBounded<int>(1);
        c.Writer.TryWrite(1);
        var seen = Seen.All(c.Writer.TryComplete(error), c.Writer.TryComplete(), Seen.Of(() => c.Writer.Complete()),
            c.Writer.TryWrite(2),
            Shown(c.Writer.WriteAsync(2).AsTask()), Shown(c.Writer.WaitToWriteAsync().AsTask()),
            Shown(c.Reader.WaitToReadAsync().AsTask()),
            c.Reader.Completion.IsCompleted, Shown(c.Reader.ReadAsync().AsTask()));
        return Seen.All(seen, Shown(c.Reader.Completion), Shown(c.Reader.ReadAsync().AsTask()),
            Shown(c.Reader.WaitToReadAsync().AsTask()),
            c.Reader.TryRead(out _), c.Reader.TryPeek(out _), c.Reader.Count);
    }

    private static IEnumerable<int> All(ChannelReader<int> reader)
    {
        while (reader.TryRead(out var item)) yield return item;
    }

    private static TaskStatus Status(Task task) => task.Status;

    // How it ends.
    private static string Shown(Task task)
    {
        var seen = Seen.Of(() =>
        {
            try { task.Wait(); }
            catch (AggregateException e) when (e.InnerException!.InnerException is { } inner)
            {
                return $"{e.InnerException.GetType().Name} {inner.GetType().Name}";
            }
            catch (AggregateException e) { return e.InnerException!.GetType().Name; }
            return "";
        });
        return $"{seen} {task.Status}";
    }
}
