using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.CancellableWork;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class CancellationTests
{
    // How far the third customer's booking gets within the time is the clock's affair; that it is told truly is not.
    private static string Ran(int blocks = 1_000, int stopAfter = 300)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), limitMs: 5, blocks, stopAfter);
        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n').ToList();
        var third = lines.Single(line => line.StartsWith("  hotel is deaf", StringComparison.Ordinal));
        Assert.Matches(
            @"^  hotel is deaf +(flight, (hotel given up, )?flight back|) +TimedOut +nothing, not paid +agrees$", third);
        lines.Remove(third);
        return string.Join('\n', lines);
    }

    [Fact]
    public void A_hotel_that_never_answers_is_given_up_when_the_time_is_over()
    {
        var agency = new Agency();
        BookingStep[] steps = [agency.Step("hotel", cancel => { cancel.WaitHandle.WaitOne(); cancel.ThrowIfCancellationRequested(); })];
        Assert.Equal(
            BookingOutcome.TimedOut,
            new Booking(steps, TimeSpan.FromMilliseconds(20)).Run(agency.Pay, CancellationToken.None));
        Assert.Contains(agency.Log, new[] { "hotel given up", "" });
        Assert.Equal((0, false), (agency.Held, agency.IsPaid));
    }

    [Fact]
    public async Task The_run() => await Verify(Ran());

    [Fact]
    public void The_run_is_the_same_every_time()
    {
        var first = Ran();
        for (var i = 0; i < 10; i++) Assert.Equal(first, Ran());
    }

    [Fact]
    public void A_worker_that_has_finished_does_not_see_the_request()
    {
        Assert.Equal(1_000, Copying.Run(1_000, stopAfter: 999, every: 500, CancellationToken.None));
        Assert.Equal(999, Copying.Run(1_000, stopAfter: 999, every: 1, CancellationToken.None));
        Assert.Equal(0, Copying.Run(1_000, stopAfter: 0, every: 500, CancellationToken.None));
        Assert.Equal(10, Copying.Run(10, stopAfter: 10, every: 1, CancellationToken.None));
    }

    [Fact]
    public void More_blocks_before_the_request_than_there_are_is_refused() => Assert.Contains(
        "must not be more than the 10 blocks",
        Assert.Throws<BadOptionException>(() => Ran(blocks: 10, stopAfter: 11)).Message);

    [Fact]
    public void Interrupted_run_ends_without_a_thread_left()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(new StringWriter(), null, interrupt.Token)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_limit_that_is_over_at_once_is_refused(int milliseconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new Booking([], TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Without_steps_it_only_pays()
    {
        var agency = new Agency();
        Assert.Equal(BookingOutcome.Booked, new Booking([], Timeout.InfiniteTimeSpan).Run(agency.Pay, CancellationToken.None));
        Assert.Equal("paid", agency.Log);
    }

    [Fact]
    public void An_already_cancelled_token_reserves_nothing()
    {
        var agency = new Agency();
        Assert.Equal(BookingOutcome.Cancelled, New(agency).Run(agency.Pay, new CancellationToken(canceled: true)));
        Assert.Equal("", agency.Log);
    }

    [Fact]
    public void A_request_between_two_steps_undoes_the_first()
    {
        var agency = new Agency();
        using var request = new CancellationTokenSource();
        BookingStep[] steps = [agency.Step("flight", _ => request.Cancel()), agency.Step("hotel")];
        Assert.Equal(
            BookingOutcome.Cancelled, new Booking(steps, Timeout.InfiniteTimeSpan).Run(agency.Pay, request.Token));
        Assert.Equal("flight, flight back", agency.Log);
    }

    [Fact]
    public void A_request_after_the_last_step_undoes_all_newest_first()
    {
        var agency = new Agency();
        using var request = new CancellationTokenSource();
        BookingStep[] steps = [agency.Step("flight"), agency.Step("hotel", _ => request.Cancel())];
        Assert.Equal(
            BookingOutcome.Cancelled, new Booking(steps, Timeout.InfiniteTimeSpan).Run(agency.Pay, request.Token));
        Assert.Equal("flight, hotel, hotel back, flight back", agency.Log);
    }

    [Fact]
    public void A_request_during_the_payment_is_too_late()
    {
        var agency = new Agency();
        using var request = new CancellationTokenSource();
        var told = New(agency).Run(() => { request.Cancel(); agency.Pay(); }, request.Token);
        Assert.Equal((BookingOutcome.Booked, "flight, hotel, paid"), (told, agency.Log));
    }

    [Fact]
    public void A_step_that_fails_undoes_those_before_it_and_its_exception_comes_out()
    {
        var agency = new Agency();
        BookingStep[] steps = [agency.Step("flight"), agency.Step("hotel", _ => throw new FormatException("no such hotel"))];
        var failure = Assert.Throws<FormatException>(
            () => new Booking(steps, Timeout.InfiniteTimeSpan).Run(agency.Pay, CancellationToken.None));
        Assert.Equal(("no such hotel", "flight, flight back"), (failure.Message, agency.Log));
    }

    [Fact]
    public void A_payment_that_fails_undoes_everything()
    {
        var agency = new Agency();
        Assert.Throws<FormatException>(() => New(agency).Run(() => throw new FormatException(), CancellationToken.None));
        Assert.Equal("flight, hotel, hotel back, flight back", agency.Log);
    }

    // A step of its own that was cancelled by somebody else's token is a failure like any other.
    [Fact]
    public void A_foreign_cancellation_is_not_taken_for_the_customers()
    {
        var agency = new Agency();
        BookingStep[] steps = [agency.Step("flight"), agency.Step("hotel", _ => throw new OperationCanceledException())];
        Assert.Throws<OperationCanceledException>(
            () => new Booking(steps, Timeout.InfiniteTimeSpan).Run(agency.Pay, CancellationToken.None));
        Assert.Equal("flight, hotel given up, flight back", agency.Log);
    }

    [Fact]
    public void When_the_customer_cancels_after_the_time_was_over_it_is_cancelled()
    {
        var agency = new Agency();
        using var request = new CancellationTokenSource();
        BookingStep[] steps = [agency.Step("flight", cancel => { cancel.WaitHandle.WaitOne(); request.Cancel(); })];
        var told = new Booking(steps, TimeSpan.FromMilliseconds(200)).Run(agency.Pay, request.Token);
        if (agency.Log.Length == 0) return; // the time was over before the first step, which could therefore not cancel
        Assert.Equal((BookingOutcome.Cancelled, "flight, flight back"), (told, agency.Log));
    }

    // The cancel comes from another thread, at any moment; what was told must agree with what is there, whatever the moment was.
    [Fact]
    public void Whenever_the_request_comes_what_was_told_is_what_was_done()
    {
        for (var round = 0; round < 500; round++)
        {
            var agency = new Agency();
            using var request = new CancellationTokenSource();
            var started = 0;
            var canceller = WorkerThread.Start("customer", () =>
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref started) == 1, TimeSpan.FromSeconds(10));
                Thread.SpinWait(round % 50 * 10);
                request.Cancel();
            });
            Volatile.Write(ref started, 1);
            var told = New(agency).Run(agency.Pay, request.Token);
            canceller.Join();
            Assert.Equal("agrees", agency.Verdict(told, steps: 2));
        }
    }

    [Fact]
    public void The_audit_names_what_does_not_agree()
    {
        var agency = new Agency();
        agency.Step("flight").Reserve(CancellationToken.None);
        Assert.Equal("WRONG: half of it is left", agency.Verdict(BookingOutcome.Cancelled, steps: 2));
        agency.Pay();
        Assert.Equal("WRONG: half of it is left", agency.Verdict(BookingOutcome.Booked, steps: 2));
        Assert.Equal("WRONG: paid, told otherwise", agency.Verdict(BookingOutcome.TimedOut, steps: 2));
        Assert.Equal("agrees", agency.Verdict(BookingOutcome.Booked, steps: 1));
    }

    private static Booking New(Agency agency) => new([agency.Step("flight"), agency.Step("hotel")], Timeout.InfiniteTimeSpan);
}
