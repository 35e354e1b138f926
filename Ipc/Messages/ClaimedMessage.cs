namespace Workbook.Ipc.Messages;

/// <summary>Room for one message in a <see cref="ByteQueue"/>, to be written in place. Nobody sees it before
/// <see cref="Commit"/>.</summary>
/// <remarks>For the thread that claimed it, and only for a moment: until it is committed or disposed no other producer gets on.
/// If this process dies, the message was never there, and the next producer has the room.</remarks>
public readonly ref struct ClaimedMessage
{
    private readonly ByteQueue? _queue;
    private readonly RingMark _behind;
    private readonly long _number;

    internal ClaimedMessage(ByteQueue queue, Span<byte> bytes, RingMark behind, long number)
    {
        (_queue, _behind, _number) = (queue, behind, number);
        Bytes = bytes;
    }

    /// <summary>Where to write the message: as long as was claimed, with whatever lay there before. Not after
    /// <see cref="Commit"/>.</summary>
    public Span<byte> Bytes { get; }

    /// <summary>Puts the message into the queue.</summary>
    /// <exception cref="InvalidOperationException">It has been committed or given up already.</exception>
    public void Commit()
    {
        if (_queue is null || !_queue.EndClaim(_number, _behind))
            throw new InvalidOperationException("This message was committed or given up already; claim once for each message.");
    }

    /// <summary>Gives the room back, unless the message was committed.</summary>
    public void Dispose() => _queue?.EndClaim(_number, null);
}
