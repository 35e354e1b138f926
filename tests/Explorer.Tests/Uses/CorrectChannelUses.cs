using System.Threading.Channels;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>Programs that use channels rightly: no schedule of them fails, and nothing races.</summary>
internal static class CorrectChannelUses
{
    public static void Channel_hands_over()
    {
        var channel = Channel.CreateUnbounded<int>();
        var sum = Sum(channel.Reader);
        Write(channel.Writer, 1, 2).Wait();
        Together.Check(sum.Result == 3);
    }

    public static void Channel_with_a_bound()
    {
        var channel = Channel.CreateBounded<int>(1);
        var write = Task.Run(() => Write(channel.Writer, 1, 2));
        var sum = Sum(channel.Reader);
        Task.WaitAll(write, sum);
        Together.Check(sum.Result == 3);
    }

    public static void Channel_with_two_producers()
    {
        var channel = Channel.CreateBounded<int>(1);
        async Task Produce(int item) => await channel.Writer.WriteAsync(item);
        async Task All()
        {
            await Task.WhenAll(Produce(1), Produce(2));
            channel.Writer.Complete();
        }
        var all = All();
        var sum = Sum(channel.Reader);
        all.Wait();
        Together.Check(sum.Result == 3);
    }

    public static void Channel_with_two_consumers()
    {
        var channel = Channel.CreateUnbounded<int>();
        var sum = 0;
        void Consume()
        {
            while (channel.Reader.WaitToReadAsync().AsTask().Result)
            {
                if (channel.Reader.TryRead(out var item)) Interlocked.Add(ref sum, item);
            }
        }
        channel.Writer.TryWrite(1);
        Together.Run(Consume, Consume, () => channel.Writer.Complete());
        Together.Check(sum == 1);
    }

    public static void Channel_after_channel()
    {
        Channel<int> from = Channel.CreateBounded<int>(1), to = Channel.CreateBounded<int>(1);
        async Task Double()
        {
            await foreach (var item in from.Reader.ReadAllAsync()) await to.Writer.WriteAsync(2 * item);
            to.Writer.Complete();
        }
        var stage = Double();
        var sum = Sum(to.Reader);
        Write(from.Writer, 1, 2).Wait();
        stage.Wait();
        Together.Check(sum.Result == 6);
    }

    public static void Channel_between_threads()
    {
        var (channel, sum) = (Channel.CreateBounded<int>(1), 0);
        Together.Run(
            () =>
            {
                channel.Writer.WriteAsync(1).AsTask().Wait();
                channel.Writer.WriteAsync(2).AsTask().Wait();
                channel.Writer.Complete();
            },
            () =>
            {
                while (channel.Reader.WaitToReadAsync().AsTask().Result)
                {
                    while (channel.Reader.TryRead(out var item)) sum += item;
                }
            });
        Together.Check(sum == 3);
    }

    public static void Channel_hands_over_plain_data()
    {
        var (channel, box) = (Channel.CreateUnbounded<int[]>(), new int[1]);
        Together.Run(
            () =>
            {
                box[0] = 7;
                channel.Writer.TryWrite(box);
            },
            () => Together.Check(channel.Reader.ReadAsync().AsTask().Result[0] == 7));
    }

    public static void Channel_whose_room_hands_back()
    {
        var (channel, box) = (Channel.CreateBounded<int>(1), 0);
        channel.Writer.TryWrite(1);
        Together.Run(
            () =>
            {
                box = 7;
                channel.Reader.TryRead(out _);
            },
            () =>
            {
                channel.Writer.WriteAsync(2).AsTask().Wait();
                Together.Check(box == 7);
            });
    }

    public static void Channel_is_waited_for_later()
    {
        var (channel, box) = (Channel.CreateUnbounded<int>(), 0);
        var read = channel.Reader.ReadAsync();
        var thread = new Thread(() =>
        {
            box = 7;
            channel.Writer.TryWrite(1);
        });
        thread.Start();
        async Task<int> Get() => await read + box;
        Together.Check(Get().Result == 8);
        thread.Join();
    }

    public static void Channel_as_a_lock()
    {
        var (turn, x) = (Channel.CreateBounded<bool>(1), 0);
        async Task Add()
        {
            await turn.Writer.WriteAsync(true);
            x++;
            await turn.Reader.ReadAsync();
        }
        Task.WaitAll(Task.Run(Add), Task.Run(Add));
        Together.Check(x == 2);
    }

    public static void Channel_that_keeps_the_latest()
    {
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Together.Run(
            () =>
            {
                channel.Writer.TryWrite(1);
                channel.Writer.TryWrite(2);
            },
            () => channel.Reader.TryRead(out _));
        Together.Check(!channel.Reader.TryRead(out var last) || last == 2);
    }

    public static void Channel_that_counts_what_it_drops()
    {
        var dropped = 0;
        var options = new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite };
        var channel = Channel.CreateBounded<int>(options, _ => Interlocked.Increment(ref dropped));
        Together.Run(() => channel.Writer.TryWrite(1), () => channel.Writer.TryWrite(2));
        Together.Check(dropped == 1 && channel.Reader.Count == 1);
    }

    public static void Channel_without_room()
    {
        var channel = Channel.CreateBounded<int>(0);
        var sum = Task.Run(() => Sum(channel.Reader));
        Write(channel.Writer, 1).Wait();
        Together.Check(sum.Result == 1);
    }

    public static void Channel_least_first()
    {
        var channel = Channel.CreateUnboundedPrioritized<int>();
        Together.Run(() => channel.Writer.TryWrite(2), () => channel.Writer.TryWrite(1));
        Together.Check(channel.Reader.TryRead(out var first) && first == 1);
    }

    // While one compares, the others take all that there is.
    public static void Channel_least_first_whose_comparer_lets_others_in()
    {
        var (compared, taken) = (0, 0);
        var channel = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<int>
        {
            Comparer = Comparer<int>.Create((a, b) => Interlocked.Increment(ref compared) > 0 ? a.CompareTo(b) : 0),
        });
        channel.Writer.TryWrite(2);
        channel.Writer.TryWrite(1);
        void Take()
        {
            if (channel.Reader.TryRead(out _)) Interlocked.Increment(ref taken);
        }
        Together.Run(Take, Take, Take);
        Together.Check(taken == 2 && channel.Reader.Count == 0);
    }

    public static void Channel_with_one_reader()
    {
        var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var sum = Task.Run(() => Sum(channel.Reader));
        Write(channel.Writer, 1, 2).Wait();
        Together.Check(sum.Result == 3);
    }

    public static void Channel_with_synchronous_continuations()
    {
        var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        var sum = Sum(channel.Reader);
        Write(channel.Writer, 1, 2).Wait();
        Together.Check(sum.Result == 3);
    }

    public static void Channel_whose_error_reaches_the_reader()
    {
        var channel = Channel.CreateUnbounded<int>();
        async Task<bool> Read()
        {
            try
            {
                await foreach (var _ in channel.Reader.ReadAllAsync()) { }
                return false;
            }
            catch (InvalidDataException) { return true; }
        }
        var read = Read();
        channel.Writer.TryWrite(1);
        channel.Writer.Complete(new InvalidDataException());
        Together.Check(read.Result);
    }

    public static void Channel_whose_reader_is_canceled()
    {
        var channel = Channel.CreateUnbounded<int>();
        using var stop = new CancellationTokenSource();
        async Task<bool> Read()
        {
            try
            {
                await channel.Reader.ReadAsync(stop.Token);
                return true;
            }
            catch (OperationCanceledException) { return false; }
        }
        var read = Read();
        Together.Run(() => channel.Writer.TryWrite(1), stop.Cancel);
        Together.Check(read.Result == (channel.Reader.Count == 0));
    }

    public static void Channel_whose_writer_is_canceled()
    {
        var channel = Channel.CreateBounded<int>(1);
        channel.Writer.TryWrite(1);
        using var stop = new CancellationTokenSource();
        async Task<bool> Write()
        {
            try
            {
                await channel.Writer.WriteAsync(2, stop.Token);
                return true;
            }
            catch (OperationCanceledException) { return false; }
        }
        var write = Write();
        Together.Run(() => channel.Reader.TryRead(out _), stop.Cancel);
        Together.Check(write.Result == (channel.Reader.Count == 1));
    }

    public static void Channel_whose_completion_is_awaited()
    {
        var (channel, done) = (Channel.CreateUnbounded<int>(), 0);
        async Task Drain()
        {
            await foreach (var _ in channel.Reader.ReadAllAsync()) done++;
        }
        var drain = Drain();
        Write(channel.Writer, 1).Wait();
        channel.Reader.Completion.Wait();
        drain.Wait();
        Together.Check(done == 1);
    }

    public static void Channel_request_and_answer()
    {
        var requests = Channel.CreateUnbounded<TaskCompletionSource<int>>();
        async Task Serve()
        {
            var next = 0;
            await foreach (var request in requests.Reader.ReadAllAsync()) request.SetResult(++next);
        }
        var server = Task.Run(Serve);
        var mine = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Writer.TryWrite(mine);
        requests.Writer.Complete();
        Together.Check(mine.Task.Result == 1);
        server.Wait();
    }

    private static async Task<int> Sum(ChannelReader<int> reader)
    {
        var sum = 0;
        await foreach (var item in reader.ReadAllAsync()) sum += item;
        return sum;
    }

    private static async Task Write(ChannelWriter<int> writer, params int[] items)
    {
        foreach (var item in items) await writer.WriteAsync(item);
        writer.Complete();
    }
}
