// main                                    w1 (one for each queue)
//   puts all tickets, closes the queue
//   starts the worker                     takes until closed and drained
//   joins it, and compares the orders

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.QueueKinds;

[Exercise(402, "queue-kinds", "Three kinds of queue", Points = 5)]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("tickets that are put before the first is taken", 2, 1_000)] int tickets = 8,
        [Option("different priorities, 1 is the most urgent", 1, 100)] int priorities = 3,
        [Option("rounds in which two tickets come and one is served", 1, 10_000)] int rounds = 100,
        [Option("draws the priorities")] int seed = 1)
    {
        var random = new Random(seed);
        List<Ticket> all = [.. Enumerable.Range(1, tickets).Select(number => new Ticket(number, random.Next(priorities) + 1))];
        var orders = Kind.All(tickets).Select(kind => Served(kind, all, stage)).ToList();
        var withoutNumbers = WithoutNumbers(all);

        stage.Table("the same tickets, put from the top to the bottom, as they come out",
            ["put", "first in, first out", "last in, first out", "by priority", "heap alone"],
            all.Select((ticket, row) => (string[])[
                $"{ticket}", $"{orders[0][row]}", $"{orders[1][row]}", $"{orders[2][row]}", $"{withoutNumbers[row]}"]));
        stage.WriteLine(Stability.Of("by priority", orders[2]));
        stage.WriteLine(Stability.Of("heap alone", withoutNumbers));
        stage.WriteLine();

        List<Ticket> coming = [.. Enumerable.Range(1, 2 * rounds).Select(n => new Ticket(n, random.Next(priorities) + 1))];
        var waits = Kind.All(2 * rounds).Select(kind => new Waits(kind, coming, stage.Cancel)).ToList();
        stage.Table($"two tickets come in each of {rounds} rounds, one is served: waits in rounds",
            ["queue", "longest wait of one served", "still waiting longest", "for"],
            waits.Select(wait => (string[])[
                wait.Name, $"{wait.LongestServed}", $"{wait.LongestLeft.Ticket}", $"{wait.LongestLeft.Rounds}"]));
    }

    private static List<Ticket> Served(Kind kind, List<Ticket> tickets, Stage stage)
    {
        foreach (var ticket in tickets) kind.Put(ticket);
        kind.Close();
        var order = new List<Ticket>();
        WorkerThread.Start("w1", () =>
        {
            while (kind.Take(out var ticket, stage.Cancel)) order.Add(ticket);
        }).Join();
        return order;
    }

    // What the platform's heap does with tickets of equal priority if they have no numbers.
    private static List<Ticket> WithoutNumbers(List<Ticket> tickets)
    {
        var heap = new PriorityQueue<Ticket, int>();
        foreach (var ticket in tickets) heap.Enqueue(ticket, ticket.Priority);
        var order = new List<Ticket>();
        while (heap.TryDequeue(out var ticket, out _)) order.Add(ticket);
        return order;
    }
}
