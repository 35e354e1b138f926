using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>What holds of a booking whose customer cancels at any moment.</summary>
public static class Scenarios
{
    [Scenario("what the customer is told is what was done, whenever he cancels")]
    public static void Agrees() =>
        BookWhileCancelling((steps, pay, cancel) => new Booking(steps, Timeout.InfiniteTimeSpan).Run(pay, cancel));

    [Scenario("looked at once more after the payment, a customer who has paid is told that it is cancelled", Fails = true)]
    public static void TooLate() => BookWhileCancelling(LooksAfterwards.Run);

    private static void BookWhileCancelling(Customer.Way way)
    {
        using var request = new CancellationTokenSource();
        var (agency, told) = (new Agency(), BookingOutcome.Booked);
        BookingStep[] steps = [agency.Step("flight"), agency.Step("hotel")];
        Together.Run(("agency", () => told = way(steps, agency.Pay, request.Token)), ("customer", request.Cancel));
        Require.That(agency.Verdict(told, steps.Length) == "agrees");
    }
}
