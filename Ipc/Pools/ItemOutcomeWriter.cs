using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>The worker's side of <see cref="ItemOutcome{T}"/>.</summary>
internal static class ItemOutcomeWriter
{
    /// <summary>It returned.</summary>
    /// <exception cref="NotSupportedException">What it returned cannot travel; nothing was written.</exception>
    public static void Returned(FrameBuffer to, object? value, Type type)
    {
        var sent = new Handover();
        var bytes = type == typeof(void) ? [] : ObjectCodec.Encode(value, type, sent);
        if (sent.Descriptors.Count > 0) throw new NotSupportedException("The end of a pipe or a connection cannot be a result.");
        to.Write(1 + bytes.Length);
        to.Write((byte)'R');
        to.WriteRaw(bytes);
    }

    /// <summary>It threw.</summary>
    public static void Threw(FrameBuffer to, Exception thrown, bool wasCancelled)
    {
        if (thrown is OperationCanceledException && wasCancelled)
        {
            to.WriteBytes("C"u8);
            return;
        }
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((byte)'F');
        RemoteException.Of(thrown).Write(writer);
        to.WriteBytes(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
