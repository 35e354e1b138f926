// What happens at the two ends. A call that fits in goes straight through; one that does not waits without the mutex, and begins
// again:
//
//      Claim                                               Hold
//      acquire the producers' mutex                        acquire the consumers' mutex
//      closed? then no                                     a message, as far as this end has seen?
//      room, as far as this end has seen?                    or after a look at the tail?
//        or after a look at the head?                      then it stays held until EndHold
//      then it stays held until EndClaim                   none, and it was closed before that look? then no
//      otherwise release it, and wait for the head         otherwise release it, and wait for the tail
//
// Pictures and invariants stand in ByteQueue.cs.

using Workbook.Concurrency.Queues;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Messages;

public sealed unsafe partial class ByteQueue
{
    private long _claims; // numbers the claims of this process; written under the mutex of _puts
    private long _holds;  // and the holds; under that of _takes

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
        if (_isDisposed || !_puts.IsHeldByCurrentThread || _claims != number) return false;
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
        if (_isDisposed || !_takes.IsHeldByCurrentThread || _holds != number) return false;
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
                    $"The next message has {length} bytes, and there is room for {into.Length}; it stays in the queue.",
                    nameof(into));
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
                $"A message of {length} bytes is too long for this queue, which takes up to {LongestMessage}; "
                + "make it with more bytes.");
    }
}
