using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>One customer and the agency's thread, with the cancel at a moment that is held fast.</summary>
/// <param name="stage">Ends it on Ctrl+C.</param>
/// <param name="name">What the row is called.</param>
public sealed class Customer(Stage stage, string name)
{
    /// <summary>Runs a booking, the agency's way of which is given.</summary>
    public delegate BookingOutcome Way(IReadOnlyList<BookingStep> steps, Action pay, CancellationToken cancel);

    private readonly OneShotLatch _isThere = new(), _hasCancelled = new();

    /// <summary>Whether the hotel never answers.</summary>
    public bool HotelIsDeaf { get; init; }

    /// <summary>Whether the customer cancels while the hotel is being asked.</summary>
    public bool CancelsEarly { get; init; }

    /// <summary>Whether the customer cancels while the money is being taken.</summary>
    public bool CancelsLate { get; init; }

    /// <summary>Plays it.</summary>
    /// <returns>A row: who, what happened, what was told, what is there, and whether the two agree.</returns>
    public IReadOnlyList<string> Plays(Way way)
    {
        using var request = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var agency = new Agency();
        BookingStep[] steps = [agency.Step("flight"), agency.Step("hotel", AskTheHotel)];
        var told = default(BookingOutcome);

        var thread = WorkerThread.Start("agency", () =>
        {
            try { told = way(steps, () => TakeTheMoney(agency), request.Token); }
            finally { _isThere.Open(); } // it may never have come to the place where the customer waits for it
        });
        try
        {
            if (CancelsEarly || CancelsLate)
            {
                _isThere.Wait(stage.Cancel);
                request.Cancel();
            }
        }
        finally
        {
            _hasCancelled.Open();
            thread.Join();
        }
        stage.Cancel.ThrowIfCancellationRequested();
        return [name, agency.Log, $"{told}", agency.State, agency.Verdict(told, steps.Length)];
    }

    private void AskTheHotel(CancellationToken cancel)
    {
        if (!HotelIsDeaf && !CancelsEarly) return;
        _isThere.Open();
        cancel.WaitHandle.WaitOne(); // [asks] the answer would come here
        cancel.ThrowIfCancellationRequested();
    }

    private void TakeTheMoney(Agency agency)
    {
        if (CancelsLate)
        {
            _isThere.Open();
            _hasCancelled.Wait(); // [meanwhile]
        }
        agency.Pay();
    }
}
