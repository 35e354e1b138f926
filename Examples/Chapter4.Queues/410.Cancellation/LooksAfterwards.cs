namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>The mistake: looks once more after the payment, and tells a customer who has paid that it was cancelled.</summary>
public static class LooksAfterwards
{
    /// <summary>As <see cref="Booking.Run"/>, without a limit.</summary>
    public static BookingOutcome Run(IReadOnlyList<BookingStep> steps, Action pay, CancellationToken cancel)
    {
        try
        {
            foreach (var step in steps) step.Reserve(cancel);
            pay();
            cancel.ThrowIfCancellationRequested(); // [too late]
            return BookingOutcome.Booked;
        }
        catch (OperationCanceledException)
        {
            foreach (var step in steps.Reverse()) step.Release();
            return BookingOutcome.Cancelled;
        }
    }
}
