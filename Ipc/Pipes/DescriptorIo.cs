// How everything here reads from a pipe and writes to it:
//
//      without time limit or token       read(2), write(2): the kernel does the waiting
//      with one of them                  poll(2) on it and on the token's eventfd, then a read or write that need not wait
//
// The descriptors block, and so a child or a command that gets one finds what it expects. After poll(2) said "readable" a read
// returns what is there; after "writable" a pipe has at least one page free, and so a write of PIPE_BUF bytes does not wait.
// Both hold as long as one thread of one process uses that end: the callers hold a lock, and an end has one owner.
//
// O_NONBLOCK belongs to all copies of an end: a program that was given one may set it, and we are told EAGAIN. Then poll(2) does
// the waiting after all.

using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>Reads and writes on descriptors, with a time limit and a token.</summary>
internal static unsafe class DescriptorIo
{
    private const int AtomicWrite = 4096; // PIPE_BUF

    /// <summary>Reads what is there, waiting for the first byte.</summary>
    /// <returns>How many bytes; 0 at the end of the stream; -1 when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Nothing was read.</exception>
    public static int Read(SafeHandle descriptor, Span<byte> buffer, Deadline deadline, CancellationToken cancel)
    {
        if (MayGiveUp(deadline, cancel) && !Wait(descriptor, Libc.PollIn, deadline, cancel)) return -1;
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.ReadFrom(descriptor, start, (nuint)buffer.Length);
                if (count >= 0) return (int)count;
                var reason = Libc.Errno;
                if (reason == Errno.TryAgain && !Wait(descriptor, Libc.PollIn, deadline, cancel)) return -1;
                if (reason is not (Errno.Interrupted or Errno.TryAgain)) throw new SystemCallException("read", reason);
            }
        }
    }

    /// <summary>Writes <paramref name="head"/> and <paramref name="body"/> behind each other, in one call if there is
    /// room.</summary>
    /// <returns>False when the time was over first. <paramref name="written"/>, 0 at first, is how far it has come, also when
    /// this throws.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; <paramref name="written"/> bytes are gone.</exception>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public static bool Write(SafeHandle descriptor, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ref int written,
        Deadline deadline, CancellationToken cancel)
    {
        var mayGiveUp = MayGiveUp(deadline, cancel);
        var parts = stackalloc Libc.IoVector[2];
        fixed (byte* headStart = head, bodyStart = body)
        {
            while (written < head.Length + body.Length)
            {
                if (mayGiveUp && !Wait(descriptor, Libc.PollOut, deadline, cancel)) return false;
                var most = mayGiveUp ? AtomicWrite : int.MaxValue;
                var fromHead = Math.Max(0, head.Length - written);
                var bodyAt = Math.Max(0, written - head.Length);
                parts[0] = new() { Start = headStart + head.Length - fromHead, Length = (nuint)fromHead };
                parts[1] = new() { Start = bodyStart + bodyAt, Length = (nuint)Math.Min(body.Length - bodyAt, most - fromHead) };
                var count = fromHead > 0
                    ? Libc.WriteTo(descriptor, parts, 2)
                    : Libc.WriteTo(descriptor, parts[1].Start, parts[1].Length);
                if (count >= 0) written += (int)count;
                else if (Libc.Errno == Errno.TryAgain) mayGiveUp = true; // it waits in poll(2) from now on
                else if (Libc.Errno != Errno.Interrupted) throw WriteFailed(new SystemCallException("write", Libc.Errno));
            }
        }
        return true;
    }

    /// <summary>Waits until the descriptor is ready, or closed at the other end.</summary>
    /// <returns>False when the time was over first.</returns>
    public static bool Wait(SafeHandle descriptor, short events, Deadline deadline, CancellationToken cancel)
    {
        var added = false;
        try
        {
            descriptor.DangerousAddRef(ref added);
            Span<Libc.PollDescriptor> asked = stackalloc Libc.PollDescriptor[2];
            asked[0] = new() { Descriptor = (int)descriptor.DangerousGetHandle(), Events = events };
            return WaitForAny(asked, deadline, cancel);
        }
        finally
        {
            if (added) descriptor.DangerousRelease();
        }
    }

    /// <summary>Waits until one of several is ready.</summary>
    /// <param name="asked">The last place is left free for the token.</param>
    /// <param name="deadline">When to give up; polls at least once.</param>
    /// <param name="cancel">Already cancelled means: do not wait.</param>
    public static bool WaitForAny(Span<Libc.PollDescriptor> asked, Deadline deadline, CancellationToken cancel)
    {
        fixed (Libc.PollDescriptor* first = asked)
        {
            var count = asked.Length - 1;
            if (Poll(first, count, milliseconds: 0)) return true; // most waits end here, and need no eventfd
            cancel.ThrowIfCancellationRequested();
            using var wake = new CancelDescriptor(cancel);
            asked[count] = new() { Descriptor = wake.Descriptor, Events = Libc.PollIn };
            return WaitFor(first, count, deadline, cancel);
        }
    }

    private static bool WaitFor(Libc.PollDescriptor* asked, int own, Deadline deadline, CancellationToken cancel)
    {
        while (!deadline.HasPassed)
        {
            if (!Poll(asked, own + 1, deadline.RemainingMilliseconds)) continue; // the time may be over, or EINTR: a signal
            for (var i = 0; i < own; i++) if (asked[i].Returned != 0) return true;
            cancel.ThrowIfCancellationRequested();
        }
        return Poll(asked, own, milliseconds: 0);
    }

    private static bool Poll(Libc.PollDescriptor* asked, int count, int milliseconds)
    {
        var ready = Libc.poll(asked, (nuint)count, milliseconds);
        if (ready < 0 && Libc.Errno != Errno.Interrupted) throw new SystemCallException("poll", Libc.Errno);
        return ready > 0;
    }

    private static bool MayGiveUp(Deadline deadline, CancellationToken cancel) =>
        cancel.CanBeCanceled || deadline.RemainingMilliseconds != Timeout.Infinite;

    // SIGPIPE, which would end the process, is ignored by the runtime: what is left of it is EPIPE.
    public static IOException WriteFailed(SystemCallException reason) => reason.Errno is Errno.BrokenPipe or Errno.ConnectionReset
        ? new IOException("Broken pipe: nobody reads any more, all copies of the other end are closed.", reason)
        : reason;
}
