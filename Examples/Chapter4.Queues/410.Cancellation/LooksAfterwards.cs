namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>The mistake: looks once more after the payment, and tells a customer who has paid that it was cancelled.</summary>
public static class LooksAfterwards
{
    /// <summary>As <see cref="Booking.Run"/>, without a limit.</summary>
    public static BookingOutcome Run(IReadOnlyList<BookingStep> steps, Action pay, CancellationToken cancel)
    {
        var reserved = new Stack<BookingStep>();
        try
        {
            foreach (var step in steps)
            {
                step.Reserve(cancel);
                reserved.Push(step);
            }
            pay();
            cancel.ThrowIfCancellationRequested(); // [too late]
            return BookingOutcome.Booked;
        }
        catch (OperationCanceledException)
        {
            while (reserved.TryPop(out var step)) step.Release();
            return BookingOutcome.Cancelled;
        }
    }
}
