// What a cancel may still do, and when:
//
//      step 1 ... step 2 ... step n        [last look]     pay
//      |------- cancel: undo n' ... 2, 1, nothing paid ----|------ cancel: too late, it is booked ------>
//
//   I1  _reserved holds the steps that have been done and not been undone, in order.
//   I2  Before [last look] every way out, also an exception, undoes all of _reserved, newest first.
//   I3  After [last look] no token is looked at any more: whoever has paid is told that it is booked.
//
// I3 is the whole difficulty. A cancel is a request, sent by somebody who cannot know how far we are; exactly one look decides
// whether it came in time, and what is told must agree with what was done.

using System.Diagnostics;

namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>Reserves several things one after another, then pays; or nothing of all that.</summary>
/// <remarks>For one thread and one use. The cancel comes from any thread.</remarks>
[DebuggerDisplay("{_reserved.Count} of {_steps.Count} reserved")] // takes no lock
public sealed class Booking
{
    private readonly IReadOnlyList<BookingStep> _steps;
    private readonly TimeSpan _limit;
    private readonly Stack<BookingStep> _reserved = new();

    /// <param name="steps">In the order in which they are done.</param>
    /// <param name="limit">How long it may take until the payment begins; more than zero, up to <see cref="int.MaxValue"/> ms, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public Booking(IReadOnlyList<BookingStep> steps, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (limit != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromMilliseconds(int.MaxValue));
        (_steps, _limit) = (steps, limit);
    }

    /// <summary>Does the steps, then pays.</summary>
    /// <param name="pay">Called at most once, and not interrupted.</param>
    /// <param name="cancel">The customer's. An already cancelled one means: reserve nothing.</param>
    /// <returns>What became of it; <see cref="BookingOutcome.Cancelled"/> when the customer had cancelled and the time was over
    /// too.</returns>
    /// <exception cref="Exception">What a step or the payment threw; everything has been undone.</exception>
    public BookingOutcome Run(Action pay, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(pay);
        using var deadline = new CancellationTokenSource(_limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token); // [linked]
        var isTooLate = false;
        try
        {
            foreach (var step in _steps)
            {
                either.Token.ThrowIfCancellationRequested();
                step.Reserve(either.Token);
                _reserved.Push(step);
            }
            either.Token.ThrowIfCancellationRequested(); // [last look]
            isTooLate = true;
            pay();                                       // [no return]
            return BookingOutcome.Booked;
        }
        catch (OperationCanceledException) when (!isTooLate && either.IsCancellationRequested)
        {
            Undo();
            // The exception came from the linked token; whose request that was, only the two sources can tell.
            return cancel.IsCancellationRequested ? BookingOutcome.Cancelled : BookingOutcome.TimedOut; // [whose]
        }
        catch
        {
            Undo();
            throw;
        }
    }

    private void Undo()
    {
        while (_reserved.TryPop(out var step)) step.Release();
    }
}
