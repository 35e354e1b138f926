// For each way: start the other process, wait until it is there, send, and stop the clock when it has said what it got. What it
// says is the sum of the numbers in the messages, so a message that was lost, doubled or torn is found.

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Examples.Ipc.RingBeside;

/// <summary>Sends messages to another process by one way or another; returns the nanoseconds per message.</summary>
internal static class Ways
{
    private const int RingSize = 256 + (1 << 16); // as much as a pipe of Linux holds
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    public static double Ring(Stage stage, int messages, int size)
    {
        using var there = SharedRegion.CreateAnonymous(RingSize);
        using var back = SharedRegion.CreateAnonymous(RingSize);
        using var child = ChildProcess.Start(ReadRing, there, back, messages, size, _options);
        var (writer, reader) = (RingIn(there), RingIn(back));
        void Check()
        {
            stage.Cancel.ThrowIfCancellationRequested();
            if (!child.IsAlive) throw new InvalidOperationException($"The reader ended: {child.Exit}.");
        }
        return Measure(stage, child, messages, size,
            message => Write(writer, message, Check), answer => Read(reader, answer, Check));
    }

    public static double Pipe(Stage stage, int messages, int size)
    {
        var (thereReader, there) = AnonymousPipe.Create();
        var (back, backWriter) = AnonymousPipe.Create();
        using (there)
        using (back)
        {
            using var child = ChildProcess.Start(ReadPipe, thereReader, backWriter, messages, size, _options);
            thereReader.Dispose(); // the child has its own: with ours open, its end would not be noticed
            backWriter.Dispose();
            return Measure(stage, child, messages, size, there.Write, back.ReadExactly);
        }
    }

    public static double UnixSocket(Stage stage, int messages, int size)
    {
        var directory = Directory.CreateTempSubdirectory("workbook-608-");
        try
        {
            var path = Path.Combine(directory.FullName, "socket");
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            return Socket(stage, listener, path, messages, size);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public static double Tcp(Stage stage, int messages, int size)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return Socket(stage, listener, $"{((IPEndPoint)listener.LocalEndPoint!).Port}", messages, size);
    }

    private static double Socket(Stage stage, Socket listener, string address, int messages, int size)
    {
        listener.Listen();
        using var child = ChildProcess.Start(ReadSocket, address, messages, size, _options);
        using var socket = listener.AcceptAsync(stage.Cancel).AsTask().GetAwaiter().GetResult();
        if (socket.AddressFamily == AddressFamily.InterNetwork) socket.NoDelay = true;
        using var stream = new NetworkStream(socket);
        return Measure(stage, child, messages, size, stream.Write, stream.ReadExactly);
    }

    private delegate void Sender(ReadOnlySpan<byte> message);

    private delegate void Receiver(Span<byte> message);

    private static double Measure(Stage stage, ChildProcess child, int messages, int size, Sender send, Receiver receive)
    {
        using var stop = stage.Cancel.Register(child.Kill); // whoever waits for it finds its end closed
        try
        {
            var message = new byte[size];
            Span<byte> answer = stackalloc byte[sizeof(long)];
            receive(answer); // it is there
            var start = Stopwatch.GetTimestamp();
            for (long i = 0; i < messages; i++)
            {
                MemoryMarshal.Write(message, i);
                send(message);
            }
            receive(answer);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (MemoryMarshal.Read<long>(answer) != (long)messages * (messages - 1) / 2)
                throw new InvalidOperationException("A message was lost or torn.");
            child.Join(stage.Cancel);
            return elapsed.TotalNanoseconds / messages;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            stage.Cancel.ThrowIfCancellationRequested();
            throw;
        }
    }

    // ---- in the other process ----

    private static void ReadRing(SharedRegion there, SharedRegion back, int messages, int size)
    {
        var (reader, writer) = (RingIn(there), RingIn(back));
        ReadAll(messages, size, answer => Write(writer, answer, () => { }), message => Read(reader, message, () => { }));
    }

    private static void ReadPipe(PipeReader there, PipeWriter back, int messages, int size) =>
        ReadAll(messages, size, back.Write, there.ReadExactly);

    private static void ReadSocket(string address, int messages, int size)
    {
        using var socket = int.TryParse(address, out var port)
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(port != 0 ? new IPEndPoint(IPAddress.Loopback, port) : new UnixDomainSocketEndPoint(address));
        using var stream = new NetworkStream(socket);
        ReadAll(messages, size, stream.Write, stream.ReadExactly);
    }

    private static void ReadAll(int messages, int size, Sender send, Receiver receive)
    {
        var message = new byte[size];
        var sum = 0L;
        send(new byte[sizeof(long)]);
        for (var i = 0; i < messages; i++)
        {
            receive(message);
            sum += MemoryMarshal.Read<long>(message);
        }
        send(BitConverter.GetBytes(sum));
    }

    // ---- a ring does not wait, so its users do: they look, and give their core away when that takes long ----

    private static void Write(MessageRing ring, ReadOnlySpan<byte> message, Action check)
    {
        var wait = new SpinWait();
        while (!ring.TryWrite(message)) Pause(ref wait, check);
    }

    private static void Read(MessageRing ring, Span<byte> message, Action check)
    {
        var wait = new SpinWait();
        while (!ring.TryRead(message, out _)) Pause(ref wait, check);
    }

    private static void Pause(ref SpinWait wait, Action check)
    {
        if (wait.NextSpinWillYield) check();
        wait.SpinOnce(sleep1Threshold: -1);
    }

    private static unsafe MessageRing RingIn(SharedRegion region) =>
        new((byte*)Unsafe.AsPointer(ref region.ValueAt<byte>(0)), RingSize);
}
