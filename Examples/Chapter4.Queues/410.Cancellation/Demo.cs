// A cancel is a request. Who is asked sees it when he looks, and has to decide once whether it came in time.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CancellableWork;

[Exercise(410, "cancellation", "A request, not an order", Points = 7, Small = "--limit 20ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how long a booking may take until the payment", 1, 60_000)] int limitMs = 200,
        [Option("blocks that the worker has to copy", 1, 1_000_000)] int blocks = 1_000,
        [Option("after how many blocks it is asked to stop", 0, 1_000_000)] int stopAfter = 300)
    {
        if (stopAfter > blocks)
        {
            throw new BadOptionException(
                "--stop-after", $"must not be more than the {blocks} blocks that there are, not {stopAfter}.");
        }
        stage.Table(
            $"{blocks} blocks to copy, asked to stop after {stopAfter}",
            ["looks after every", "stopped after", "too many"],
            new[] { 1, 64, 500, int.MaxValue }.Select(every =>
            {
                var done = Copying.Run(blocks, stopAfter, every, stage.Cancel);
                return (string[])[every == int.MaxValue ? "never" : $"{every}", $"{done}", $"{done - stopAfter}"];
            }));
        stage.Cancel.ThrowIfCancellationRequested();
        stage.WriteLine();

        var limit = TimeSpan.FromMilliseconds(limitMs);
        BookingOutcome Unlimited(IReadOnlyList<BookingStep> steps, Action pay, CancellationToken cancel) =>
            new Booking(steps, Timeout.InfiniteTimeSpan).Run(pay, cancel);
        BookingOutcome Limited(IReadOnlyList<BookingStep> steps, Action pay, CancellationToken cancel) =>
            new Booking(steps, limit).Run(pay, cancel);

        stage.Table(
            "five customers: a flight and a hotel, then the money",
            ["customer", "what happened", "told", "there is", "verdict"],
        [
            new Customer(stage, "waits").Plays(Unlimited),
            new Customer(stage, "cancels early") { CancelsEarly = true }.Plays(Unlimited),
            new Customer(stage, "hotel is deaf") { HotelIsDeaf = true }.Plays(Limited),
            new Customer(stage, "cancels late") { CancelsLate = true }.Plays(Unlimited),
            new Customer(stage, "late, looked at") { CancelsLate = true }.Plays(LooksAfterwards.Run), // [broken]
        ]);
    }
}
