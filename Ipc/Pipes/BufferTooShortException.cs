namespace Workbook.Ipc.Pipes;

/// <summary>The message is longer than the place that was offered for it. It is not lost: it is here.</summary>
public sealed class BufferTooShortException : IOException
{
    internal BufferTooShortException(byte[] message, int offered)
        : base($"The message has {message.Length} bytes, and the buffer {offered}. The whole message is in {nameof(Message)}.")
        => Message = message;

    /// <summary>The whole message.</summary>
    public new byte[] Message { get; }
}
