using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Queues;

namespace Workbook.Examples.Queues.QueueKinds;

/// <summary>One of the queues that are compared: the same calls, another order.</summary>
/// <param name="name">What the tables call it.</param>
/// <param name="put">Adds a ticket.</param>
/// <param name="take">Takes the next one; false once it is closed and drained.</param>
/// <param name="close">Refuses further puts.</param>
public sealed class Kind(string name, Action<Ticket> put, Kind.Taking take, Action close)
{
    /// <summary>A take, as a value.</summary>
    public delegate bool Taking([MaybeNullWhen(false)] out Ticket ticket, CancellationToken cancel);

    public string Name => name;

    /// <summary>The three, new and empty.</summary>
    public static IReadOnlyList<Kind> All(int capacity)
    {
        var oldestFirst = new BoundedBlockingQueue<Ticket>(capacity);
        var newestFirst = new BlockingStack<Ticket>(capacity);
        var byPriority = new StableQueue<Ticket>();
        return
        [
            new("first in, first out", ticket => oldestFirst.Put(ticket), oldestFirst.Take, oldestFirst.Close),
            new("last in, first out", ticket => newestFirst.Put(ticket), newestFirst.Take, newestFirst.Close),
            new("by priority", ticket => byPriority.Put(ticket, ticket.Priority), byPriority.Take, byPriority.Close),
        ];
    }

    public void Put(Ticket ticket) => put(ticket);

    public bool Take([MaybeNullWhen(false)] out Ticket ticket, CancellationToken cancel) => take(out ticket, cancel);

    public void Close() => close();
}
