using Workbook.Concurrency.Deadlocks;

namespace Workbook.Examples.Deadlock.Transfers;

/// <summary>Coffman's four conditions, looked for in what the locks recorded: two snapshots of the wait-for graph.</summary>
/// <param name="before">Who waited for what, and held what.</param>
/// <param name="after">The same, some time later.</param>
/// <param name="apartMs">How much later.</param>
public sealed class Conditions(IReadOnlyList<WaitingThread> before, IReadOnlyList<WaitingThread> after, int apartMs)
{
    /// <summary>Each condition, whether it held, and by what one could see that.</summary>
    public IEnumerable<(string Name, bool Holds, string Seen)> All
    {
        get
        {
            yield return ("mutual exclusion",
                before.Count > 0 && before.All(thread => thread.Holder is not null && thread.Holder != thread.Name),
                string.Join(", ", before.Select(thread => $"{thread.WaitsFor.Name} is {thread.Holder ?? "nobody"}'s alone")));

            yield return ("hold and wait",
                before.Count > 0 && before.All(thread => thread.Holds.Count > 0),
                string.Join(", ", before.Select(thread => $"{thread.Name} holds {Names(thread)} and waits")));

            var kept = before.Where(thread => after.Any(later => later.Name == thread.Name && later.Holds.SequenceEqual(thread.Holds)))
                .ToList();
            yield return ("no preemption",
                before.Count > 0 && kept.Count == before.Count,
                $"{apartMs} ms later {kept.Count} of {before.Count} still hold what they held");

            var circle = Circle();
            yield return ("circular wait",
                circle.Count > 0,
                circle.Count > 0 ? string.Join(" -> ", circle) : "who waits does not come round");
        }
    }

    private static string Names(WaitingThread thread) =>
        thread.Holds.Count == 0 ? "nothing" : string.Join(" and ", thread.Holds.Select(held => held.Lock.Name));

    // From the first who waits, to the holder of what it waits for, and so on, until somebody comes twice.
    private List<string> Circle()
    {
        List<string> way = [];
        var name = before.Count > 0 ? before[0].Name : null;
        while (name is not null && !way.Contains(name))
        {
            way.Add(name);
            name = before.FirstOrDefault(thread => thread.Name == name)?.Holder;
        }
        return name is null ? [] : [.. way.SkipWhile(member => member != name), name];
    }
}
