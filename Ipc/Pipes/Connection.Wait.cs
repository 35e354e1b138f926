using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

public sealed partial class Connection
{
    // While another thread is receiving from one of them, what comes there is that thread's; how often we look again:
    private static readonly TimeSpan _whileBusy = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether a receive would return (or throw, at the end of the stream) without waiting, if need be after a
    /// wait. Another thread that receives may be faster than yours.</summary>
    /// <param name="timeout">How long to wait; a negative time is 0, <see cref="Timeout.InfiniteTimeSpan"/> no limit.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True only if a whole message is here, or the stream has ended, or what came is no message. False also when
    /// another thread was receiving all the time.</returns>
    /// <exception cref="OperationCanceledException">None of that is so.</exception>
    public bool Poll(TimeSpan timeout = default, CancellationToken cancel = default)
    {
        var deadline = DeadlineOf(timeout);
        var reader = Reader;
        if (!TakeTurn(reader, deadline, cancel)) return false;
        try { return reader.Fill(deadline, cancel); }
        finally { reader.Lock.Release(); }
    }

    /// <summary>Waits until at least one of several connections has a whole message, or its stream has ended.</summary>
    /// <param name="connections">Those to wait for; each can receive. Let no other thread receive from them meanwhile: that one
    /// may be faster.</param>
    /// <param name="timeout">How long to wait; a negative time is 0, <see cref="Timeout.InfiniteTimeSpan"/> no limit.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>All that are ready, in the order of <paramref name="connections"/>; none when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">None is ready.</exception>
    public static IReadOnlyList<Connection> Wait(
        IReadOnlyList<Connection> connections, TimeSpan timeout, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(connections);
        var deadline = DeadlineOf(timeout);
        var readers = connections.Select(connection => connection.Reader).ToList();
        List<Connection> ready = [];
        while (true)
        {
            List<FrameReader> waiting = [];
            for (var i = 0; i < readers.Count; i++)
            {
                if (!readers[i].Lock.TryAcquire()) continue;
                try
                {
                    if (readers[i].Fill(Deadline.After(TimeSpan.Zero), default)) ready.Add(connections[i]);
                    else waiting.Add(readers[i]);
                }
                finally
                {
                    readers[i].Lock.Release();
                }
            }
            if (ready.Count > 0 || deadline.HasPassed) return ready;
            cancel.ThrowIfCancellationRequested();
            SleepUntilOneIsReadable(waiting, anyBusy: waiting.Count < readers.Count, deadline, cancel);
        }
    }

    private static void SleepUntilOneIsReadable(
        List<FrameReader> readers, bool anyBusy, Deadline deadline, CancellationToken cancel)
    {
        var left = TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds);
        if (anyBusy && (left < TimeSpan.Zero || left > _whileBusy)) deadline = Deadline.After(_whileBusy);
        var asked = new Libc.PollDescriptor[readers.Count + 1];
        var held = 0;
        try
        {
            foreach (var reader in readers)
            {
                var added = false;
                reader.Pipe.DangerousAddRef(ref added); // its number stays its own while we wait
                asked[held++] = new() { Descriptor = (int)reader.Pipe.DangerousGetHandle(), Events = Libc.PollIn };
            }
            DescriptorIo.WaitForAny(asked, deadline, cancel);
        }
        finally
        {
            for (var i = 0; i < held; i++) readers[i].Pipe.DangerousRelease();
        }
    }

    private static Deadline DeadlineOf(TimeSpan timeout) =>
        Deadline.After(timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout);
}
