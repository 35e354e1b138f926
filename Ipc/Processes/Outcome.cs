using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>What a child's function came to: a result, or a failure.</summary>
/// <param name="Result">The result as <see cref="Wire.ObjectCodec"/> wrote it; null for a failure.</param>
/// <param name="Failure">The exception that it threw.</param>
internal sealed record Outcome(byte[]? Result, RemoteException? Failure)
{
    public static Outcome Of(Exception exception) => new(null, new RemoteException(exception.GetType().FullName!, exception.Message, exception.ToString()));

    public byte[] Write()
    {
        if (Result is not null) return [(byte)'R', .. Result];
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write((byte)'F');
        writer.Write(Failure!.TypeName);
        writer.Write(Failure.Message);
        writer.Write(Failure.RemoteStack);
        return bytes.ToArray();
    }

    public static Outcome Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] == (byte)'R') return new(bytes[1..].ToArray(), null);
        using var reader = new BinaryReader(new MemoryStream(bytes[1..].ToArray()), Encoding.UTF8);
        return new(null, new RemoteException(reader.ReadString(), reader.ReadString(), reader.ReadString()));
    }
}
