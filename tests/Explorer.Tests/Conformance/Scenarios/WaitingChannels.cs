using System.Threading.Channels;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

/// <summary>Channels between tasks.</summary>
public static class WaitingChannels
{
    public static string Read_before_it_is_written()
    {
        var c = Channel.CreateUnbounded<int>();
        var read = Twice();
        c.Writer.TryWrite(21);
        return Seen.All(read.Result, c.Reader.Count);

        async Task<int> Twice() => 2 * await c.Reader.ReadAsync();
    }

    public static string A_pipeline()
    {
        var c = Channel.CreateBounded<int>(1);
        var read = Sum(c.Reader);
        var write = Write();
        write.Wait();
        return Seen.All(read.Result, c.Reader.Completion.IsCompletedSuccessfully);

        async Task Write()
        {
            await c.Writer.WriteAsync(1);
            await c.Writer.WriteAsync(2);
            c.Writer.Complete();
        }
    }

    public static string By_waiting_and_trying()
    {
        var c = Channel.CreateBounded<int>(1);
        var read = Read();
        var write = Write();
        write.Wait();
        return Seen.All(read.Result);

        async Task<int> Read()
        {
            var sum = 0;
            while (await c.Reader.WaitToReadAsync())
            {
                while (c.Reader.TryRead(out var item)) sum += item;
            }
            return sum;
        }

        async Task Write()
        {
            for (var i = 1; i < 3; i++)
            {
                while (await c.Writer.WaitToWriteAsync() && !c.Writer.TryWrite(i)) { }
            }
            c.Writer.Complete();
        }
    }

    public static string Handed_over()
    {
        var c = Channel.CreateBounded<int>(0);
        var read = Sum(c.Reader);
        var write = Write();
        write.Wait();
        return Seen.All(read.Result);

        async Task Write()
        {
            await c.Writer.WriteAsync(1);
            await c.Writer.WriteAsync(2);
            c.Writer.Complete();
        }
    }

    public static string Canceled_while_it_waits()
    {
        var c = Channel.CreateBounded<int>(1);
        using var source = new CancellationTokenSource();
        c.Writer.TryWrite(1);
        var write = c.Writer.WriteAsync(2, source.Token).AsTask();
        var room = c.Writer.WaitToWriteAsync(source.Token).AsTask();
        var d = Channel.CreateUnbounded<int>();
        var read = d.Reader.ReadAsync(source.Token).AsTask();
        var ready = d.Reader.WaitToReadAsync(source.Token).AsTask();
        source.Cancel();
        return Seen.All(Shown(write), Shown(room), Shown(read), Shown(ready), c.Reader.Count, d.Writer.TryWrite(3),
            d.Reader.Count);
    }

    public static string A_second_read_ends_the_first_of_one_reader()
    {
        var c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        var first = c.Reader.ReadAsync().AsTask();
        var second = c.Reader.ReadAsync().AsTask();
        var ready = c.Reader.WaitToReadAsync().AsTask();
        var later = c.Reader.WaitToReadAsync().AsTask();
        c.Writer.TryWrite(1);
        var seen = Seen.All(Shown(first), second.Result, Shown(ready));
        c.Writer.TryWrite(2);
        return Seen.All(seen, later.Result);
    }

    public static string An_error_ends_the_walk()
    {
        var c = Channel.CreateUnbounded<int>();
        c.Writer.TryWrite(1);
        c.Writer.Complete(new InvalidDataException());
        return Seen.All(Shown(Sum(c.Reader)), Shown(c.Reader.Completion));
    }

    public static string A_token_ends_the_walk()
    {
        var c = Channel.CreateUnbounded<int>();
        c.Writer.TryWrite(1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        return Seen.All(Shown(Walk(c.Reader.ReadAllAsync(source.Token), default)), Shown(Walk(c.Reader.ReadAllAsync(),
            source.Token)),
            Shown(Walk(c.Reader.ReadAllAsync(new CancellationTokenSource().Token), source.Token)), c.Reader.Count);
    }

    public static string A_token_ends_the_walk_while_it_waits()
    {
        var c = Channel.CreateUnbounded<int>();
        using var source = new CancellationTokenSource();
        var walk = Walk(c.Reader.ReadAllAsync(source.Token), default);
        c.Writer.TryWrite(1);
        source.Cancel();
        return Shown(walk);
    }

    public static string Synchronous_continuations()
    {
        var c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        var seen = 0;
        var read = Read();
        c.Writer.TryWrite(3);
        return Seen.All(seen, read.IsCompleted);

        async Task Read() => seen = await c.Reader.ReadAsync();
    }

    private static async Task<int> Sum(ChannelReader<int> reader)
    {
        var sum = 0;
        await foreach (var item in reader.ReadAllAsync()) sum += item;
        return sum;
    }

    private static async Task Walk(IAsyncEnumerable<int> items, CancellationToken cancel)
    {
        await using var walk = items.GetAsyncEnumerator(cancel);
        while (await walk.MoveNextAsync()) { }
    }

    private static string Shown(Task task) => Seen.Of(() =>
    {
        try { task.Wait(); }
        catch (AggregateException e) { return $"{e.InnerException!.GetType().Name} {task.Status}"; }
        return task.Status;
    });
}
