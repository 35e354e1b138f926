namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>What a travel agency has reserved and been paid for one customer, and a log of how it came to that.</summary>
/// <remarks>Written by the thread that books, read when it has ended.</remarks>
public sealed class Agency
{
    private readonly List<string> _log = [];
    private readonly List<string> _held = [];

    /// <summary>What happened, in order.</summary>
    public string Log => string.Join(", ", _log);

    /// <summary>What is reserved at the end, and whether it is paid.</summary>
    public string State => $"{(_held.Count == 0 ? "nothing" : string.Join(" + ", _held))}, {(IsPaid ? "paid" : "not paid")}";

    /// <summary>Whether the customer's money is here.</summary>
    public bool IsPaid { get; private set; }

    /// <summary>How many things are reserved.</summary>
    public int Held => _held.Count;

    /// <summary>A step that reserves at once, or after what it is given to wait for.</summary>
    public BookingStep Step(string name, Action<CancellationToken>? waits = null) => new(
        name,
        cancel =>
        {
            try { waits?.Invoke(cancel); }
            catch (OperationCanceledException)
            {
                _log.Add($"{name} given up");
                throw;
            }
            _held.Add(name);
            _log.Add(name);
        },
        () =>
        {
            _held.Remove(name);
            _log.Add($"{name} back");
        });

    /// <summary>Takes the money.</summary>
    public void Pay()
    {
        IsPaid = true;
        _log.Add("paid");
    }

    /// <summary>Whether what the customer was told is what was done.</summary>
    public string Verdict(BookingOutcome told, int steps)
    {
        var isBooked = IsPaid && _held.Count == steps;
        var isNothing = !IsPaid && _held.Count == 0;
        if (told == BookingOutcome.Booked ? isBooked : isNothing) return "agrees";
        return IsPaid && told != BookingOutcome.Booked ? "WRONG: paid, told otherwise" : "WRONG: half of it is left";
    }
}
