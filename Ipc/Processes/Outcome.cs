// What a child writes last on the control channel:
//
//      'R' <bytes>              the result, as ObjectCodec wrote it; none for a function without one
//      'F' <RemoteException>    the exception
//      'X' <text>               the message of a ChildExitException
//
// If two arrive (the function returned, then another thread failed), the last one counts.

using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>What a child's function came to: a result, a failure, or a message.</summary>
/// <param name="result">The result as <see cref="Wire.ObjectCodec"/> wrote it.</param>
/// <param name="failure">The exception that it threw.</param>
/// <param name="exitMessage">What it had to say when it decided to end.</param>
internal sealed class Outcome(byte[]? result, RemoteException? failure, string? exitMessage = null)
{
    public readonly byte[]? Result = result; // fields, as in LaunchMessage
    public readonly RemoteException? Failure = failure;
    public readonly string? ExitMessage = exitMessage;

    public static Outcome Of(Exception exception) => new(null, RemoteException.Of(exception));

    public byte[] Write() => Result is not null ? [(byte)'R', .. Result] : WriteFailure();

    private byte[] WriteFailure()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write((byte)(Failure is not null ? 'F' : 'X'));
        if (Failure is not null) Failure.Write(writer);
        else writer.Write(ExitMessage!);
        return bytes.ToArray();
    }

    public static Outcome Read(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[1..].ToArray();
        if (bytes[0] == (byte)'R') return new(rest, null);
        using var reader = new BinaryReader(new MemoryStream(rest), Encoding.UTF8);
        return bytes[0] == (byte)'F' ? new(null, RemoteException.Read(reader)) : new(null, null, reader.ReadString());
    }
}
