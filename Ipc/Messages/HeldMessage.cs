namespace Workbook.Ipc.Messages;

/// <summary>The oldest message of a <see cref="ByteQueue"/>, to be read in place. It is in the queue until
/// <see cref="Remove"/>.</summary>
/// <remarks>For the thread that holds it, and only for a moment: until it is removed or disposed no other consumer gets on. If
/// this process dies before it has removed the message, the next consumer finds it, although this one may have worked on it: at
/// least once. <see cref="ByteQueue.Take(Span{byte}, out int, CancellationToken)"/> removes it first.</remarks>
public readonly ref struct HeldMessage
{
    private readonly ByteQueue? _queue;
    private readonly RingMark _behind;
    private readonly long _number;

    internal HeldMessage(ByteQueue queue, ReadOnlySpan<byte> bytes, RingMark behind, long number)
    {
        (_queue, _behind, _number) = (queue, behind, number);
        Bytes = bytes;
    }

    /// <summary>The message. Not after <see cref="Remove"/>: a producer may be writing there.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Takes the message out of the queue.</summary>
    /// <exception cref="InvalidOperationException">It has been removed or put back already.</exception>
    public void Remove()
    {
        if (_queue is null || !_queue.EndHold(_number, _behind))
            throw new InvalidOperationException("This message was removed or put back already; hold the next one.");
    }

    /// <summary>Leaves the message to the next consumer, unless it was removed.</summary>
    public void Dispose() => _queue?.EndHold(_number, null);
}
