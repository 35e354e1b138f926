// Why a task is not completed:
//
//      WhenAll  --- follows --->  Deposit  --- awaits --->  promise.Task        nobody runs it: somebody has to complete it
//                                 Deposit  --- awaits --->  task 1 of Test  --- runs in --->  a thread
//                                 Deposit  --- awaits --->  one that is completed, on a context: its thread has to go on with it

namespace Workbook.Explorer.Scheduling;

/// <summary>The way from a task to what it waits for in the end.</summary>
/// <param name="Links">The tasks on the way, from the first on.</param>
/// <param name="Holder">Who would have to go on; null: nobody in particular.</param>
/// <param name="IsRunning">Whether the holder is in the body of the last.</param>
/// <param name="IsCircle">Whether the last waits for one that came before.</param>
internal sealed record TaskChain(IReadOnlyList<TaskLink> Links, ControlledThread? Holder, bool IsRunning, bool IsCircle)
{
    /// <summary>As it is now. Asked in the state that is told of, since nothing of it is left once the threads are led
    /// out.</summary>
    public static TaskChain From(TaskState first)
    {
        var links = new List<TaskLink>();
        for (var at = first; ;)
        {
            if (links.Exists(link => link.Task == at)) return new TaskChain(links, null, IsRunning: false, IsCircle: true);
            var link = LinkOf(at);
            links.Add(link);
            if (at.Runner is { } runner) return new TaskChain(links, runner, IsRunning: true, IsCircle: false);
            if (link.Awaited is null || link.IsDone)
                return new TaskChain(links, link.Method?.Owner, IsRunning: false, IsCircle: false);
            at = link.Awaited;
        }
    }

    private static TaskLink LinkOf(TaskState task)
    {
        if (task.Method is { Awaited: { } awaited } method)
            return new TaskLink(task, awaited, method, method.Site, awaited.IsCompleted);
        return task.Followed?.FirstOrDefault(one => !one.IsCompleted) is { } followed
            ? new TaskLink(task, followed, null, 0, IsDone: false)
            : new TaskLink(task, null, null, 0, IsDone: false);
    }
}
