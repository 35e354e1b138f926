using System.Runtime.InteropServices;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>64 bytes to another process and back, both on one core: an object through a duplex pipe, beside bare bytes through
/// two pipes, read(2) and write(2) and nothing else, and beside Python's multiprocessing.Pipe; and a record that is 64 bytes of
/// JSON. Wanted: the object within 1.5x of the bare pipe.</summary>
internal sealed class PipeRoundTrip : IProgramBenchmark
{
    private const int Length = 64, Batch = 1000;

    public sealed record Reading(int Sensor, long Time, double Value, string Unit);

    public void Run(FigureTable figures)
    {
        var python = Peer.Python("pipe_round_trip.py");
        figures.Measure("duplex pipe, object of 64 B, one core, us", () => Duplex(AskObject, EchoObject), null,
            new Contender("bare pipe", () => Bare(), Goal.AtMost(1.5)),
            new Contender("Python Pipe", () => 1e6 / python.Measure("object")));
        figures.Measure("duplex pipe, record, one core, us", () => Duplex(AskRecord, EchoRecord), null,
            new Contender("Python Pipe, dict", () => 1e6 / python.Measure("record")));
    }

    private static double Duplex(Func<Connection, double> ask, Action<Connection> echo)
    {
        var (here, there) = DuplexPipe.Create();
        using (here)
        using (there)
        {
            var asks = ChildProcess.Start(ask, here, Children.Daemon);
            var echoes = ChildProcess.Start(echo, there, Children.Daemon);
            here.Dispose(); // only the children have ends now: the one sees that the other has ended
            there.Dispose();
            return 1e6 / Children.Measure(asks, echoes);
        }
    }

    private static double Bare()
    {
        var (thereReads, hereWrites) = AnonymousPipe.Create();
        var (hereReads, thereWrites) = AnonymousPipe.Create();
        var asks = ChildProcess.Start(AskBytes, hereReads, hereWrites, Children.Daemon);
        var echoes = ChildProcess.Start(EchoBytes, thereReads, thereWrites, Children.Daemon);
        foreach (var end in (PipeEnd[])[thereReads, hereWrites, hereReads, thereWrites]) end.Dispose();
        return 1e6 / Children.Measure(asks, echoes);
    }

    private static double AskObject(Connection connection)
    {
        var message = new byte[Length];
        return Ask(connection, () =>
        {
            connection.Send(message);
            connection.Receive<byte[]>();
        });
    }

    private static double AskRecord(Connection connection)
    {
        var reading = new Reading(17, 1234567890, 21.5, "degrees C");
        return Ask(connection, () =>
        {
            connection.Send(reading);
            connection.Receive<Reading>();
        });
    }

    private static double Ask(Connection connection, Action trip)
    {
        Core.Use(0);
        using (connection) // its end ends the other
        {
            return Rate.PerSecondWarm(Batch, () =>
            {
                for (var i = 0; i < Batch; i++) trip();
            });
        }
    }

    private static void EchoObject(Connection connection) => Echo(() => connection.Send(connection.Receive<byte[]>()));

    private static void EchoRecord(Connection connection) => Echo(() => connection.Send(connection.Receive<Reading>()));

    private static void Echo(Action once)
    {
        Core.Use(0);
        try
        {
            while (true) once();
        }
        catch (EndOfStreamException)
        {
            // the other has all it wanted
        }
    }

    private static double AskBytes(PipeReader reader, PipeWriter writer)
    {
        Core.Use(0);
        var (from, to) = ((int)reader.Descriptor.DangerousGetHandle(), (int)writer.Descriptor.DangerousGetHandle());
        byte[] message = new byte[Length], answer = new byte[Length];
        var rate = Rate.PerSecondWarm(Batch, () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                _ = write(to, ref message[0], Length);
                if (read(from, ref answer[0], Length) != Length) throw new EndOfStreamException();
            }
        });
        reader.Dispose(); // also: they are in use until here
        writer.Dispose();
        return rate;
    }

    private static void EchoBytes(PipeReader reader, PipeWriter writer)
    {
        Core.Use(0);
        var (from, to) = ((int)reader.Descriptor.DangerousGetHandle(), (int)writer.Descriptor.DangerousGetHandle());
        var message = new byte[Length];
        while (read(from, ref message[0], Length) > 0) _ = write(to, ref message[0], Length);
        reader.Dispose();
        writer.Dispose();
    }

    [DllImport("libc")]
    private static extern nint read(int descriptor, ref byte buffer, nint count);

    [DllImport("libc")]
    private static extern nint write(int descriptor, ref byte buffer, nint count);
}
