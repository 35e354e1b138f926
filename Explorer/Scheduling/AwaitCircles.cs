// Calls of async methods have no thread while they wait. So a circle of them is none of threads:
//
//      Cook  --- awaits a permit of _bar, which has ---  Barkeeper
//      ^                                                         |
//      +----------  which has a permit of _kitchen, awaits  -----+

namespace Workbook.Explorer.Scheduling;

/// <summary>Finds calls of async methods that wait for each other.</summary>
internal static class AwaitCircles
{
    /// <summary>A circle in which somebody wants a permit; empty if there is none. Asked when nobody can go on.</summary>
    public static List<AwaitLink> In(TaskBook tasks)
    {
        foreach (var method in tasks.Waited)
        {
            var way = new List<AwaitLink>();
            if (Leads(method, method, way, []) && way.Exists(link => link.Permit is not null)) return way;
        }
        return [];
    }

    /// <summary>Calls that wait, and nobody for them. Asked when the execution fails.</summary>
    public static IEnumerable<AsyncMethod> Unawaited(Execution execution)
    {
        var waiting = execution.Tasks.Waited.FindAll(method => method.Awaited is not null);
        var awaited = new HashSet<AsyncMethod>();
        foreach (var method in waiting) AddAwaited(method.Awaited!, awaited);
        foreach (var thread in execution.Threads)
        {
            if (thread.HasStep && thread.Pending.Resource.Subject is TaskState task) AddAwaited(task, awaited);
        }
        return waiting.Where(method => !method.IsTest && method.Told == method && !awaited.Contains(method));
    }

    private static void AddAwaited(TaskState task, HashSet<AsyncMethod> awaited)
    {
        if (task.Method is { } method) awaited.Add(method);
        foreach (var other in task.Followed ?? []) AddAwaited(other, awaited);
    }

    // Whether there is a way from one to the other, which is noted.
    private static bool Leads(AsyncMethod from, AsyncMethod to, List<AwaitLink> way, HashSet<AsyncMethod> seen)
    {
        foreach (var link in LinksOf(from))
        {
            way.Add(link);
            if (link.Holder == to || (seen.Add(link.Holder) && Leads(link.Holder, to, way, seen))) return true;
            way.RemoveAt(way.Count - 1);
        }
        return false;
    }

    private static IEnumerable<AwaitLink> LinksOf(AsyncMethod method) =>
        method.Awaited is { } awaited ? LinksOf(method, awaited) : [];

    private static IEnumerable<AwaitLink> LinksOf(AsyncMethod method, TaskState awaited)
    {
        if (awaited.IsCompleted) return [];
        if (awaited.Permit is { } permit)
        {
            return permit.Takers.Where(taker => taker.Method is not null)
                .Select(taker => new AwaitLink(method, method.Site, permit, taker.Method!, taker.Site));
        }
        if (awaited.Method is { } other) return [new AwaitLink(method, method.Site, null, other, 0)];
        return awaited.Followed?.SelectMany(one => LinksOf(method, one)) ?? [];
    }
}
