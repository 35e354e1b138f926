// What goes in and out; pictures and invariants stand in ByteQueue.cs.

using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Messages;

public sealed unsafe partial class ByteQueue
{
    private long _claims; // numbers the claims of this process; written under the mutex of _puts
    private long _holds;  // and the holds; under that of _takes

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
    /// <returns>False: no room at the end of the time, or closed; also when another's claim kept this one waiting for 100 ms
    /// beyond it.</returns>
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
    /// <returns>False: none at the end of the time, or closed and drained; also when another consumer held one for 100 ms beyond
    /// it.</returns>
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

    internal Outcome Put(ReadOnlySpan<byte> message, Deadline deadline, CancellationToken cancel)
    {
        var outcome = Claim(message.Length, deadline, cancel, out var claim);
        if (outcome != Outcome.Done) return outcome;
        message.CopyTo(claim.Bytes);
        claim.Commit();
        return Outcome.Done;
    }

    internal Outcome Claim(int length, Deadline deadline, CancellationToken cancel, out ClaimedMessage claim)
    {
        claim = default;
        CheckLength(length);
        while (true)
        {
            if (!_puts.Acquire(deadline, cancel)) return cancel.IsCancellationRequested ? Outcome.Cancelled : Outcome.TimeOver;
            if (Volatile.Read(ref _layout->Closed) != 0)
            {
                _puts.Release();
                return Outcome.Closed; // although there may be room
            }
            var (tail, head) = (_puts.Mark, _puts.Seen);
            if (_ring.HasRoom(head, tail, length, out var place, out var behind)
                || _ring.HasRoom(head = _puts.LookAt(_takes), tail, length, out place, out behind))
            {
                claim = new ClaimedMessage(this, _ring.Begin(tail, place, length), behind, ++_claims);
                return Outcome.Done;
            }
            _puts.Release();
            var outcome = _puts.AwaitMove(_takes, head, &_layout->Closed, deadline, cancel);
            if (outcome != Outcome.Done) return outcome;
        }
    }

    /// <summary>Commits (with the new tail) or gives up (without) the claim of that number.</summary>
    /// <returns>False when that has been done before.</returns>
    internal bool EndClaim(long number, RingMark? behind)
    {
        if (!_puts.IsHeldByCurrentThread || _claims != number) return false;
        _claims++; // so that this one is over
        if (behind is { } tail) _puts.Publish(tail);
        _puts.Release();
        if (behind is not null) _takes.Sleepers.Wake();
        return true;
    }

    internal Outcome Hold(Deadline deadline, CancellationToken cancel, out HeldMessage message)
    {
        message = default;
        ThrowIfDisposed();
        while (true)
        {
            if (!_takes.Acquire(deadline, cancel)) return cancel.IsCancellationRequested ? Outcome.Cancelled : Outcome.TimeOver;
            var (head, tail) = (_takes.Mark, _takes.Seen);
            if (head == tail)
            {
                var isClosed = Volatile.Read(ref _layout->Closed) != 0; // before the look: I2
                tail = _takes.LookAt(_puts);
                if (head == tail && isClosed)
                {
                    _takes.Release();
                    return Outcome.Closed;
                }
            }
            if (head != tail)
            {
                message = HoldOldest(head);
                return Outcome.Done;
            }
            _takes.Release();
            var outcome = _takes.AwaitMove(_puts, tail, &_layout->Closed, deadline, cancel);
            if (outcome != Outcome.Done) return outcome;
        }
    }

    /// <summary>Removes (with the new head) or puts back (without) the message of that number.</summary>
    /// <returns>False when that has been done before.</returns>
    internal bool EndHold(long number, RingMark? behind)
    {
        if (!_takes.IsHeldByCurrentThread || _holds != number) return false;
        _holds++;
        if (behind is { } head) _takes.Publish(head);
        _takes.Release();
        if (behind is not null && _puts.Sleepers.Any && _ring.HasMuchRoom(_takes.Published, _puts.Published))
            _puts.Sleepers.Wake();
        return true;
    }

    private HeldMessage HoldOldest(RingMark head)
    {
        try { return new HeldMessage(this, _ring.Oldest(head, out var behind), behind, ++_holds); }
        catch (InvalidDataException)
        {
            _takes.Release();
            throw;
        }
    }

    private Outcome Take(Span<byte> into, Deadline deadline, CancellationToken cancel, out int length)
    {
        length = 0;
        var outcome = Hold(deadline, cancel, out var message);
        if (outcome != Outcome.Done) return outcome;
        using (message)
        {
            length = message.Bytes.Length;
            if (!message.Bytes.TryCopyTo(into))
                throw new ArgumentException(
                    $"The next message has {length} bytes, and there is room for {into.Length}; it stays in the queue.", nameof(into));
            message.Remove();
        }
        return Outcome.Done;
    }

    private void CheckLength(int length)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > LongestMessage)
            throw new ArgumentOutOfRangeException(nameof(length), length,
                $"A message of {length} bytes is too long for this queue, which takes up to {LongestMessage}; make it with more bytes.");
    }

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
