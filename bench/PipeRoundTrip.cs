using System.Diagnostics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>64 bytes to a child and back, both on one core: as bare bytes through two pipes, read(2) and write(2) and nothing else;
/// through a duplex pipe as bytes, as an object of 64 bytes, and as a record that is 64 bytes of JSON; and Python's
/// multiprocessing.Pipe with the same object and a like dictionary. Wanted: the object within 1.5x of the bare pipe.</summary>
[MemoryDiagnoser]
public class PipeRoundTrip
{
    private const int Trips = 10_000;

    private readonly byte[] _message = new byte[64], _answer = new byte[64];
    private readonly Reading _reading = new(17, 1234567890, 21.5, "degrees C");
    private ChildProcess? _child;
    private Connection _connection = null!;
    private PipeReader _reader = null!;
    private PipeWriter _writer = null!;
    private int _from, _to;
    private Process? _python;

    public sealed record Reading(int Sensor, long Time, double Value, string Unit);

    [GlobalSetup(Target = nameof(RawPipe))]
    public void StartRaw()
    {
        var (childReads, weWrite) = AnonymousPipe.Create();
        var (weRead, childWrites) = AnonymousPipe.Create();
        (_reader, _writer) = (weRead, weWrite);
        (_from, _to) = ((int)weRead.Descriptor.DangerousGetHandle(), (int)weWrite.Descriptor.DangerousGetHandle());
        _child = ChildProcess.Start(EchoRaw, childReads, childWrites);
        childReads.Dispose();
        childWrites.Dispose();
        OneCore.Use();
    }

    [GlobalSetup(Target = nameof(Bytes))]
    public void StartBytes() => StartDuplex(EchoBytes);

    [GlobalSetup(Target = nameof(Object))]
    public void StartObject() => StartDuplex(EchoObject);

    [GlobalSetup(Target = nameof(Record))]
    public void StartRecord() => StartDuplex(EchoRecord);

    [GlobalSetup(Target = nameof(PythonObject))]
    public void StartPythonObject() => StartPython("bytes");

    [GlobalSetup(Target = nameof(PythonRecord))]
    public void StartPythonRecord() => StartPython("record");

    [GlobalCleanup]
    public void Stop()
    {
        _connection?.Dispose();
        _writer?.Dispose();
        _child?.Join(); // the end of the stream ends it
        _child?.Dispose();
        _reader?.Dispose();
        _python?.StandardInput.Close();
        _python?.WaitForExit();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Trips)]
    public void RawPipe()
    {
        for (var i = 0; i < Trips; i++)
        {
            _ = write(_to, ref _message[0], 64);
            _ = read(_from, ref _answer[0], 64);
        }
    }

    [Benchmark(OperationsPerInvoke = Trips)]
    public void Bytes()
    {
        for (var i = 0; i < Trips; i++)
        {
            _connection.SendBytes(_message);
            _connection.ReceiveBytesInto(_answer);
        }
    }

    [Benchmark(OperationsPerInvoke = Trips)]
    public void Object()
    {
        for (var i = 0; i < Trips; i++)
        {
            _connection.Send(_message);
            _connection.Receive<byte[]>();
        }
    }

    [Benchmark(OperationsPerInvoke = Trips)]
    public void Record()
    {
        for (var i = 0; i < Trips; i++)
        {
            _connection.Send(_reading);
            _connection.Receive<Reading>();
        }
    }

    [Benchmark(OperationsPerInvoke = Trips)]
    public void PythonObject() => AskPython();

    [Benchmark(OperationsPerInvoke = Trips)]
    public void PythonRecord() => AskPython();

    private void StartDuplex(Action<Connection> echo)
    {
        (_connection, var there) = DuplexPipe.Create();
        _child = ChildProcess.Start(echo, there);
        there.Dispose();
        OneCore.Use();
    }

    private void StartPython(string message)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "pipe_round_trip.py");
        try
        {
            _python = Process.Start(new ProcessStartInfo("python3", [script, message])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("Skipped: there is no python3 here.");
        }
    }

    private void AskPython()
    {
        _python!.StandardInput.WriteLine(Trips);
        _python.StandardInput.Flush();
        _python.StandardOutput.ReadLine();
    }

    private static void EchoRaw(PipeReader reader, PipeWriter writer)
    {
        OneCore.Use();
        var buffer = new byte[64];
        var (from, to) = ((int)reader.Descriptor.DangerousGetHandle(), (int)writer.Descriptor.DangerousGetHandle());
        while (read(from, ref buffer[0], 64) > 0) _ = write(to, ref buffer[0], 64);
        reader.Dispose();
        writer.Dispose();
    }

    private static void EchoBytes(Connection connection)
    {
        var buffer = new byte[64];
        UntilTheEnd(() => connection.SendBytes(buffer.AsSpan(0, connection.ReceiveBytesInto(buffer))));
    }

    private static void EchoObject(Connection connection) => UntilTheEnd(() => connection.Send(connection.Receive<byte[]>()));

    private static void EchoRecord(Connection connection) => UntilTheEnd(() => connection.Send(connection.Receive<Reading>()));

    private static void UntilTheEnd(Action echo)
    {
        OneCore.Use();
        try
        {
            while (true) echo();
        }
        catch (EndOfStreamException)
        {
            // the parent has all it wanted
        }
    }

    [DllImport("libc")]
    private static extern nint read(int descriptor, ref byte buffer, nint count);

    [DllImport("libc")]
    private static extern nint write(int descriptor, ref byte buffer, nint count);
}
