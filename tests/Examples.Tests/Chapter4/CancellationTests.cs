using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.CancellableWork;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class CancellationTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

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

    // A flight, and a hotel that answers when the time is over. On a machine that is so busy that the time is over before the
    // hotel is asked, it takes place again with a longer one.
    private static (BookingOutcome Told, Agency Agency) Late(Action<CancellationToken> whenTheTimeIsOver, CancellationToken cancel)
    {
        for (var limit = TimeSpan.FromMilliseconds(20); ; limit *= 2)
        {
            var agency = new Agency();
            var isAsked = false;
            var hotel = agency.Step("hotel", either =>
            {
                isAsked = true;
                either.WaitHandle.WaitOne();
                whenTheTimeIsOver(either);
            });
            var told = new Booking([agency.Step("flight"), hotel], limit).Run(agency.Pay, cancel);
            if (isAsked) return (told, agency);
            Assert.Equal((BookingOutcome.TimedOut, 0, false), (told, agency.Held, agency.IsPaid));
        }
    }

    [Fact]
    public void A_hotel_that_never_answers_is_given_up_when_the_time_is_over()
    {
        var (told, agency) = Late(either => either.ThrowIfCancellationRequested(), CancellationToken.None);
        Assert.Equal((BookingOutcome.TimedOut, "flight, hotel given up, flight back"), (told, agency.Log));
    }

    [Fact]
    public void A_hotel_that_answers_when_the_time_is_over_is_given_back_before_the_flight()
    {
        var (told, agency) = Late(_ => { }, CancellationToken.None);
        Assert.Equal((BookingOutcome.TimedOut, "flight, hotel, hotel back, flight back"), (told, agency.Log));
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
    public void Run_that_is_interrupted_before_it_begins_ends()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Demo.Run(new Stage(new StringWriter(), null, interrupt.Token)));
    }

    [Fact]
    public void Run_that_is_interrupted_while_the_customers_book_ends_and_leaves_no_thread_behind()
    {
        using var interrupt = new CancellationTokenSource();
        var copied = new OneShotLatch();
        var output = new CueWriter("  never ", copied);
        var main = WorkerThread.Start("main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), limitMs: 60_000));
        Assert.True(copied.Wait(_bound));
        interrupt.Cancel(); // the third customer's hotel would last for a minute
        Assert.IsAssignableFrom<OperationCanceledException>( // from the end of Plays: the agency's thread is joined there
            Assert.Throws<WorkerFailedException>(() => main.Join(_bound)).InnerException);
        Assert.DoesNotContain("five customers", output.ToString());
    }

    [Theory]
    [InlineData("--limit 0ms", "--limit 0ms: must be 1ms to 1m")]
    [InlineData("--blocks 0", "--blocks 0: must be 1 to 1000000")]
    [InlineData("--stop-after -1", "--stop-after -1: must be 0 to 1000000")]
    [InlineData("--stop-after 1001", "--stop-after: must not be more than the 1000 blocks that there are, not 1001.")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "410", .. line.Split(' ')]));
    }

    [Fact]
    public void In_a_terminal_the_customers_stand_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 160 };
        var (exitCode, output, _) = world.Run("run", "410", "--limit", "5ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ WRONG: paid, told otherwise │", output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1.0 + int.MaxValue)]
    public void A_limit_out_of_range_is_refused(double milliseconds) => Assert.Throws<ArgumentOutOfRangeException>(
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
        using var request = new CancellationTokenSource();
        var (told, agency) = Late(_ => request.Cancel(), request.Token);
        Assert.Equal((BookingOutcome.Cancelled, "flight, hotel, hotel back, flight back"), (told, agency.Log));
    }

    [Fact]
    public void A_payment_that_is_cancelled_by_itself_has_failed_also_when_the_customer_cancels_meanwhile()
    {
        var agency = new Agency();
        using var request = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => New(agency).Run(() => { request.Cancel(); throw new OperationCanceledException(); }, request.Token));
        Assert.Equal("flight, hotel, hotel back, flight back", agency.Log);
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
