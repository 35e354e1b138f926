using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

/// <summary>The end of a pipe that is read.</summary>
/// <remarks>The end of the stream comes when everything was read and all copies of the other end are closed, in whatever
/// process: one that was forgotten keeps the reader waiting. A time limit or a token holds as long as nobody else reads: who
/// takes what we saw there keeps us waiting.</remarks>
/// <inheritdoc cref="PipeEnd"/>
public sealed class PipeReader : PipeEnd, IShareable<PipeReader>
{
    private bool _begun; // false: there may have been no writer yet, and a read would take that for the end of the stream

    internal PipeReader(SafeHandle descriptor, bool begun = true) : base(descriptor) => _begun = begun;

    /// <inheritdoc/>
    public override bool CanRead => !Descriptor.IsClosed;

    /// <summary>No.</summary>
    public override bool CanWrite => false;

    /// <summary>How many bytes lie in the pipe now.</summary>
    public int Available => Libc.CountReadable(Descriptor);

    /// <summary>Reads what is there, up to the length of <paramref name="buffer"/>; blocks until there is something.</summary>
    /// <returns>How many bytes; 0 at the end of the stream.</returns>
    public override int Read(Span<byte> buffer) => Read(buffer, CancellationToken.None);

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc cref="Read(Span{byte})"/>
    /// <exception cref="OperationCanceledException">Nothing was read.</exception>
    public int Read(Span<byte> buffer, CancellationToken cancel)
    {
        TryRead(buffer, out var count, Timeout.InfiniteTimeSpan, cancel);
        return count;
    }

    /// <summary>Reads what is there, but does not wait for longer than <paramref name="timeout"/>.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="count">How many bytes; 0 at the end of the stream.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Nothing was read.</exception>
    public bool TryRead(Span<byte> buffer, out int count, TimeSpan timeout, CancellationToken cancel = default)
    {
        count = 0;
        if (buffer.IsEmpty) return true;
        var deadline = Deadline.After(timeout);
        if (!_begun)
        {
            if (!DescriptorIo.Wait(Descriptor, Libc.PollIn, deadline, cancel)) return false;
            _begun = true;
        }
        count = DescriptorIo.Read(Descriptor, buffer, deadline, cancel);
        if (count >= 0) return true;
        count = 0;
        return false;
    }

    /// <summary>Reads on a thread of the pool, which blocks meanwhile.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Read(buffer.Span, cancellationToken), cancellationToken));

    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)"/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not this end.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This end is read; write to the other one.");

    /// <inheritdoc/>
    public string WriteTicket(Handover handover)
    {
        ArgumentNullException.ThrowIfNull(handover);
        ObjectDisposedException.ThrowIf(Descriptor.IsClosed, this);
        return $"{handover.Give(Descriptor)} {_begun}";
    }

    /// <inheritdoc/>
    public static PipeReader FromTicket(string ticket, Handover handover)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(handover);
        var parts = ticket.Split(' ');
        return new PipeReader(handover.Take(int.Parse(parts[0])), bool.Parse(parts[1]));
    }
}
