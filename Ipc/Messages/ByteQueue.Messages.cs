// The forms of putting and taking, told apart by what they do with an outcome, as in BlockingQueueBase:
//
//      outcome       Claim, Put           TryClaim, TryPut     Hold, Take           TryHold, TryTake
//      Done          returns              true                 true                 true
//      Closed        InvalidOperation     false                false (drained)      false (drained)
//      TimeOver      (never)              false                (never)              false
//      Cancelled     OperationCanceled    OperationCanceled    OperationCanceled    OperationCanceled

using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Messages;

public sealed unsafe partial class ByteQueue
{
    /// <summary>Claims room for one message, blocking while there is none.</summary>
    /// <returns>The room; write into it, commit it, dispose it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room.</exception>
    /// <exception cref="LockRecursionException">The calling thread has a claim already.</exception>
    public ClaimedMessage Claim(int length, CancellationToken cancel = default)
    {
        MustBeDone(Claim(length, Deadline.Never, cancel, out var claim), cancel);
        return claim;
    }

    /// <summary>Claims room for one message if there is some within <paramref name="timeout"/>.</summary>
    /// <param name="length">Of the message, in bytes.</param>
    /// <param name="claim">The room, when there was some; write into it, commit it, dispose it.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False: no room at the end of the time, or closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room.</exception>
    /// <exception cref="LockRecursionException">The calling thread has a claim already.</exception>
    public bool TryClaim(int length, out ClaimedMessage claim, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Claim(length, After(timeout), cancel, out claim), cancel);

    /// <summary>Appends a copy of the message, blocking while there is no room.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it; nothing was put.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; nothing was put.</exception>
    public void Put(ReadOnlySpan<byte> message, CancellationToken cancel = default) =>
        MustBeDone(Put(message, Deadline.Never, cancel), cancel);

    /// <summary>Appends a copy of the message if there is room within <paramref name="timeout"/>.</summary>
    /// <returns>False: no room at the end of the time, or closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="LongestMessage"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; nothing was put.</exception>
    public bool TryPut(ReadOnlySpan<byte> message, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Put(message, After(timeout), cancel), cancel);

    /// <summary>Gives the oldest message to be read in place, blocking while there is none. It stays until it is
    /// removed.</summary>
    /// <returns>True with the message; false once the queue is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a message already.</exception>
    public bool Hold(out HeldMessage message, CancellationToken cancel = default) =>
        IsDone(Hold(Deadline.Never, cancel, out message), cancel);

    /// <summary>Gives the oldest message to be read in place, if there is one within <paramref name="timeout"/>.</summary>
    /// <returns>False: none at the end of the time, or closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty.</exception>
    /// <exception cref="LockRecursionException">The calling thread holds a message already.</exception>
    public bool TryHold(out HeldMessage message, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Hold(After(timeout), cancel, out message), cancel);

    /// <summary>Removes the oldest message and copies it, blocking while there is none.</summary>
    /// <param name="into">Receives it, from its beginning.</param>
    /// <param name="length">Of the message.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True with the message; false once the queue is closed and drained.</returns>
    /// <exception cref="ArgumentException">The message is longer than <paramref name="into"/>; it stays in the queue.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool Take(Span<byte> into, out int length, CancellationToken cancel = default) =>
        IsDone(Take(into, Deadline.Never, cancel, out length), cancel);

    /// <summary>Removes the oldest message and copies it, if there is one within <paramref name="timeout"/>.</summary>
    /// <returns>False: none at the end of the time, or closed and drained.</returns>
    /// <inheritdoc cref="Take(Span{byte}, out int, CancellationToken)"/>
    public bool TryTake(Span<byte> into, out int length, TimeSpan timeout = default, CancellationToken cancel = default) =>
        IsDone(Take(into, After(timeout), cancel, out length), cancel);

    private static Deadline After(TimeSpan timeout) => timeout == TimeSpan.Zero ? default : Deadline.After(timeout);

    private static bool IsDone(Outcome outcome, CancellationToken cancel)
    {
        if (outcome == Outcome.Cancelled) throw new OperationCanceledException(cancel);
        return outcome == Outcome.Done;
    }

    private static void MustBeDone(Outcome outcome, CancellationToken cancel)
    {
        if (!IsDone(outcome, cancel))
            throw new InvalidOperationException("Put on a closed queue; close it after the last put, or use TryPut.");
    }
}
