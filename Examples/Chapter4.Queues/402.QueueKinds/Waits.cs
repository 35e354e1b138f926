// More tickets come than can be served. In each round:
//
//      two tickets come       one is served       the rest goes on waiting
//
// Who waits longest is a matter of the order alone.

namespace Workbook.Examples.Queues.QueueKinds;

/// <summary>How long tickets wait in a queue that grows, counted in rounds.</summary>
public sealed class Waits
{
    private readonly List<(Ticket Ticket, int Rounds)> _served = [];
    private readonly List<(Ticket Ticket, int Rounds)> _left = [];

    /// <summary>Lets <paramref name="tickets"/> come, two in a round, and serves one in each.</summary>
    public Waits(Kind kind, IReadOnlyList<Ticket> tickets, CancellationToken cancel)
    {
        var rounds = tickets.Count / 2;
        for (var round = 0; round < rounds; round++)
        {
            kind.Put(tickets[2 * round]);
            kind.Put(tickets[(2 * round) + 1]);
            if (kind.Take(out var ticket, cancel)) _served.Add((ticket, round - RoundOf(ticket))); // [serve]
        }
        kind.Close();
        while (kind.Take(out var ticket, cancel)) _left.Add((ticket, rounds - RoundOf(ticket)));
        Name = kind.Name;
    }

    public string Name { get; }

    /// <summary>The longest wait of a ticket that was served.</summary>
    public int LongestServed => _served.Max(wait => wait.Rounds);

    /// <summary>The ticket that has waited longest and is still there.</summary>
    public (Ticket Ticket, int Rounds) LongestLeft => _left.MaxBy(wait => wait.Rounds);

    private static int RoundOf(Ticket ticket) => (ticket.Number - 1) / 2;
}
