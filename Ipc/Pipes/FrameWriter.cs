// The sending half of a connection:
//
//      Write --> _lock --> descriptors, if any, over the socket --> header and message in one writev(2) to the pipe
//
//   I1  What one Write puts into the pipe stays together: it holds _lock from the first byte to the last.
//   I2  Descriptors are at the other end before the message that speaks of them: nobody waits for them in vain.
//   I3  After half a message nothing follows: the pipe is closed, and the reader is told that the message was cut.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>Writes whole messages to a pipe, from any thread.</summary>
internal sealed class FrameWriter(SafeHandle pipe, SafeHandle side) : IDisposable
{
    private readonly ParkingMutex _lock = new(); // the order of the messages. Guards:
    private bool _cut;

    public SafeHandle Pipe => pipe;

    /// <returns>False when the time was over and nothing has been sent.</returns>
    /// <exception cref="TimeoutException">The time was over in the middle; this end is closed now.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; in the middle, this end is closed now.</exception>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public bool Write(ReadOnlySpan<byte> message, IReadOnlyList<SafeHandle> descriptors, Deadline deadline,
        CancellationToken cancel)
    {
        if (message.Length > Frame.LongestMessage)
            throw new ArgumentException(
                $"A message of {message.Length} bytes: {Frame.LongestMessage} is the most. Send it in parts.", nameof(message));
        if (!_lock.TryAcquire(TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds), cancel)) return false;
        try
        {
            ObjectDisposedException.ThrowIf(pipe.IsClosed && !_cut, typeof(Connection));
            if (_cut)
                throw new IOException("An earlier message was cut by its time limit or its token: nothing can be sent after it.");
            if (descriptors.Count > 0 && !Send(descriptors, deadline, cancel)) return false; // I2
            return WriteFrame(message, descriptors.Count > 0, deadline, cancel);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Does not wake a thread that is blocked in <see cref="Write"/> without a time limit and a token.</summary>
    public void Dispose() => pipe.Dispose();

    private bool WriteFrame(ReadOnlySpan<byte> message, bool withDescriptors, Deadline deadline, CancellationToken cancel)
    {
        Span<byte> header = stackalloc byte[Frame.HeaderSize];
        Frame.WriteHeader(header, message.Length, withDescriptors);
        var written = 0;
        try
        {
            if (DescriptorIo.Write(pipe, header, message, ref written, deadline, cancel)) return true;
            if (written == 0) return false;
            throw new TimeoutException($"Only {written} of {header.Length + message.Length} bytes went into the pipe in time. " +
                "Half a message cannot be taken back: this end is closed.");
        }
        finally
        {
            if (written > 0 && written < header.Length + message.Length) Cut();
        }
    }

    // The room in the pipe comes first: once the descriptors are sent, so must be the message.
    private bool Send(IReadOnlyList<SafeHandle> descriptors, Deadline deadline, CancellationToken cancel)
    {
        if (!DescriptorIo.Wait(pipe, Libc.PollOut, deadline, cancel)) return false;
        try
        {
            while (!Libc.TrySendDescriptors(side, descriptors))
                if (!DescriptorIo.Wait(side, Libc.PollOut, deadline, cancel)) return false;
            return true;
        }
        catch (SystemCallException e) { throw DescriptorIo.WriteFailed(e); }
    }

    private void Cut()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "I3");
        _cut = true;
        pipe.Dispose();
    }
}
