namespace Workbook.Examples.Queues.QueueKinds;

/// <summary>Whether tickets of the same priority came out in the order in which they had come.</summary>
public static class Stability
{
    /// <summary>One line about an order.</summary>
    /// <param name="who">Whose order it is.</param>
    /// <param name="order">The tickets as they came out.</param>
    public static string Of(string who, IReadOnlyList<Ticket> order)
    {
        var unsorted = order.Zip(order.Skip(1)).FirstOrDefault(pair => pair.Second.Priority < pair.First.Priority);
        if (unsorted.First is not null) return $"{who}: NOT BY PRIORITY, {unsorted.Second} after {unsorted.First}";

        var (before, after) = order.GroupBy(ticket => ticket.Priority).SelectMany(same => same.Zip(same.Skip(1)))
            .FirstOrDefault(pair => pair.Second.Number < pair.First.Number);
        return before is null ? $"{who}: stable" : $"{who}: NOT STABLE, {before} came out before {after}";
    }
}
