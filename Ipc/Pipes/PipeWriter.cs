using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

/// <summary>The end of a pipe that is written.</summary>
/// <remarks>A write of up to 4,096 bytes (PIPE_BUF) stays together, also when several processes write to the same pipe; what is
/// longer may be mixed with theirs. A time limit or a token holds as long as nobody else writes: who fills the place that we saw
/// free keeps us waiting. <see cref="WriteNow"/> never waits. pipe(7).</remarks>
/// <inheritdoc cref="PipeEnd"/>
public sealed unsafe class PipeWriter : PipeEnd, IShareable<PipeWriter>
{
    private SafeFileHandle? _notWaiting; // the same end, opened again with O_NONBLOCK, which the other copies must not have

    internal PipeWriter(SafeHandle descriptor) : base(descriptor) { }

    /// <summary>No.</summary>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => !Descriptor.IsClosed;

    /// <summary>How many bytes fit in, in whole pages of which each may be filled up: F_GETPIPE_SZ, 65,536 unless it was set.
    /// Setting it rounds up to a power of two, at most /proc/sys/fs/pipe-max-size (1,048,576).</summary>
    /// <exception cref="IOException">Set to more than a user may have, or to less than what lies in it.</exception>
    public int Capacity
    {
        get => Libc.Check(Libc.Control(Descriptor, Libc.GetPipeSize, 0), "fcntl");
        set => Libc.Check(Libc.Control(Descriptor, Libc.SetPipeSize, value), "fcntl");
    }

    /// <summary>Writes all bytes; blocks while the pipe is full.</summary>
    /// <exception cref="IOException">Broken pipe: nobody reads any more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer, CancellationToken.None);

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    /// <exception cref="OperationCanceledException">Some of the bytes may have been written.</exception>
    public void Write(ReadOnlySpan<byte> buffer, CancellationToken cancel)
    {
        var written = 0;
        DescriptorIo.Write(Descriptor, [], buffer, ref written, Deadline.Never, cancel);
    }

    /// <summary>Writes as much as finds room before the time is over.</summary>
    /// <param name="buffer">What to write.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="OperationCanceledException">Some of the bytes may have been written.</exception>
    /// <exception cref="IOException">Broken pipe: nobody reads any more.</exception>
    public int TryWrite(ReadOnlySpan<byte> buffer, TimeSpan timeout, CancellationToken cancel = default)
    {
        var written = 0;
        DescriptorIo.Write(Descriptor, [], buffer, ref written, Deadline.After(timeout), cancel);
        return written;
    }

    /// <summary>One write(2) that does not wait (O_NONBLOCK). The kernel takes up to 4,096 bytes whole or not at all, and of
    /// more what finds room.</summary>
    /// <returns>How many bytes were written; 0 when the pipe is full.</returns>
    /// <exception cref="IOException">Broken pipe: nobody reads any more.</exception>
    public int WriteNow(ReadOnlySpan<byte> buffer)
    {
        var notWaiting = _notWaiting ?? OpenAgain();
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.WriteTo(notWaiting, start, (nuint)buffer.Length);
                if (count >= 0) return (int)count;
                if (Libc.Errno == Errno.TryAgain) return 0;
                if (Libc.Errno != Errno.Interrupted) throw DescriptorIo.WriteFailed(new SystemCallException("write", Libc.Errno));
            }
        }
    }

    /// <summary>Writes on a thread of the pool, which blocks meanwhile.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Write(buffer.Span, cancellationToken), cancellationToken));

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not this end.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This end is written; read from the other one.");

    /// <inheritdoc/>
    public string WriteTicket(Handover handover)
    {
        ArgumentNullException.ThrowIfNull(handover);
        ObjectDisposedException.ThrowIf(Descriptor.IsClosed, this);
        return $"{handover.Give(Descriptor)}";
    }

    /// <inheritdoc/>
    public static PipeWriter FromTicket(string ticket, Handover handover)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(handover);
        return new PipeWriter(handover.Take(int.Parse(ticket)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _notWaiting?.Dispose(); // after it: see OpenAgain
    }

    private SafeFileHandle OpenAgain()
    {
        const int Flags = Libc.WriteOnly | Libc.NonBlocking | Libc.CloseOnExec;
        var added = false;
        try
        {
            Descriptor.DangerousAddRef(ref added); // else its number could be somebody else's file by now
            var again = $"/proc/self/fd/{Descriptor.DangerousGetHandle()}";
            _notWaiting = new SafeFileHandle(Libc.Check(Libc.OpenExisting(again, Flags), "open"), ownsHandle: true);
        }
        finally
        {
            if (added) Descriptor.DangerousRelease();
        }
        if (Descriptor.IsClosed) _notWaiting.Dispose(); // by a Dispose that came too early to see it
        return _notWaiting;
    }
}
