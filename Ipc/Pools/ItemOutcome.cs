using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>How one call of a function ended: with a value, or with a failure.</summary>
internal readonly record struct ItemOutcome<T>(T Value, Exception? Failure)
{
    private const byte Returned = (byte)'R', Threw = (byte)'F', Canceled = (byte)'C';

    /// <summary>Reads what <see cref="ItemOutcomeWriter"/> wrote.</summary>
    public static ItemOutcome<T> Read(ReadOnlySpan<byte> bytes, Type type)
    {
        try
        {
            var rest = new FrameCursor(bytes[1..]);
            return bytes[0] switch
            {
                Returned when type == typeof(void) => default,
                Returned => new((T)ObjectCodec.Decode(rest.Rest, type, new Handover())!, null),
                Canceled => new(default!, new OperationCanceledException("The job was cancelled while it ran.")),
                _ => new(default!, RemoteException.Read(new BinaryReader(new MemoryStream(rest.Rest.ToArray())))),
            };
        }
        // a result that cannot be read again is the failure of this call, of no other
        catch (Exception e) { return new(default!, e); }
    }
}
