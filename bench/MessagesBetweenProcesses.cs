using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Messages;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>Time per message of 64 bytes from one process to another through a bounded queue, blocking on both sides. Wanted: 2.5 million
/// messages a second at least, 400 ns, and ten times Python's multiprocessing.Queue.</summary>
public class MessagesBetweenProcesses
{
    private const int Messages = 1_000_000, PythonMessages = 20_000, Capacity = 1024, Length = 64;

    private readonly ByteQueue _bytes = Workbook.Ipc.Messages.ByteQueue.CreateAnonymous(Capacity);
    private readonly MessageQueue<byte[]> _items = MessageQueue<byte[]>.CreateAnonymous(Capacity);
    private readonly MessageQueue<int> _orders = MessageQueue<int>.CreateAnonymous(1); // to the producer: so many messages
    private ChildProcess? _producer;
    private PythonPeer? _python;

    [GlobalSetup(Target = nameof(ByteQueue))]
    public void StartProducerOfBytes() => _producer = ChildProcess.Start(ProduceBytes, _orders, _bytes);

    [GlobalSetup(Target = nameof(MessageQueue))]
    public void StartProducerOfItems() => _producer = ChildProcess.Start(ProduceItems, _orders, _items);

    [GlobalSetup(Target = nameof(PythonQueue))]
    public void StartPython() => _python = new PythonPeer("message_queue.py");

    [GlobalCleanup]
    public void End()
    {
        _orders.Close();
        _producer?.Join();
        _producer?.Dispose();
        _python?.Dispose();
        _bytes.Dispose();
        _items.Dispose();
        _orders.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = PythonMessages)]
    public void PythonQueue() => _python!.Do($"take {PythonMessages}");

    [Benchmark(OperationsPerInvoke = Messages)]
    public void MessageQueue()
    {
        _orders.Put(Messages);
        for (var i = 0; i < Messages; i++) _items.Take(out _);
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public void ByteQueue()
    {
        Span<byte> message = stackalloc byte[Length];
        _orders.Put(Messages);
        for (var i = 0; i < Messages; i++) _bytes.Take(message, out _);
    }

    private static void ProduceBytes(MessageQueue<int> orders, ByteQueue queue)
    {
        Span<byte> message = stackalloc byte[Length];
        foreach (var count in orders.TakeAll())
            for (var i = 0; i < count; i++) queue.Put(message);
    }

    private static void ProduceItems(MessageQueue<int> orders, MessageQueue<byte[]> queue)
    {
        var message = new byte[Length];
        foreach (var count in orders.TakeAll())
            for (var i = 0; i < count; i++) queue.Put(message);
    }
}
