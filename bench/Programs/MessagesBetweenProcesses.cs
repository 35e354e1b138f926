using Workbook.Ipc.Messages;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>Messages of 64 bytes from one process to another through a bounded queue, blocking on both sides. Wanted: 2.5 million
/// a second, and ten times Python's multiprocessing.Queue.</summary>
internal sealed class MessagesBetweenProcesses : IProgramBenchmark
{
    private const int Capacity = 1024, Length = 64, Batch = 10_000;

    public void Run(FigureTable figures)
    {
        var python = Peer.Python("message_queue.py");
        figures.Measure("message queue, 64 B, objects, million/s", () => Objects() / 1e6, Goal.AtLeast(2.5),
            new Contender("Python Queue", () => python.Measure() / 1e6, Goal.AtLeast(10)));
        figures.Measure("message queue, 64 B, as bytes, million/s", () => Bytes() / 1e6, Goal.AtLeast(2.5));
    }

    private static double Objects()
    {
        using var queue = MessageQueue<byte[]>.CreateAnonymous(Capacity);
        return Children.Measure(
            ChildProcess.Start(TakeObjects, queue, Children.Daemon), ChildProcess.Start(PutObjects, queue, Children.Daemon));
    }

    private static double Bytes()
    {
        using var queue = ByteQueue.CreateAnonymous(Capacity);
        return Children.Measure(
            ChildProcess.Start(TakeBytes, queue, Children.Daemon), ChildProcess.Start(PutBytes, queue, Children.Daemon));
    }

    private static double TakeObjects(MessageQueue<byte[]> queue)
    {
        Core.Use(0);
        var rate = Rate.PerSecondWarm(Batch, () =>
        {
            for (var i = 0; i < Batch; i++) queue.Take(out _);
        });
        queue.Close(); // which ends the producer
        return rate;
    }

    private static void PutObjects(MessageQueue<byte[]> queue)
    {
        Core.Use(1);
        var message = new byte[Length];
        while (queue.TryPut(message, Timeout.InfiniteTimeSpan)) { }
    }

    private static double TakeBytes(ByteQueue queue)
    {
        Core.Use(0);
        var message = new byte[Length];
        var rate = Rate.PerSecondWarm(Batch, () =>
        {
            for (var i = 0; i < Batch; i++) queue.Take(message, out _);
        });
        queue.Close();
        return rate;
    }

    private static void PutBytes(ByteQueue queue)
    {
        Core.Use(1);
        Span<byte> message = stackalloc byte[Length];
        while (queue.TryPut(message, Timeout.InfiniteTimeSpan)) { }
    }
}
