using System.Text;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>An execution as a text: a column a thread, a line a step, from the top down.</summary>
internal static class TextTimeline
{
    private const int Width = 38;

    public static string Draw(Execution execution, SourceMap sites)
    {
        var text = new StringBuilder();
        text.Append("      ");
        foreach (var thread in execution.Threads) text.Append(thread.Name.PadRight(Width));
        text.AppendLine();
        for (var i = 0; i < execution.Steps.Count; i++)
        {
            var step = execution.Steps[i];
            if (Told(step) is not { } told) continue;
            var where = sites[step.Operation.Site] is { File: not null } site ? $"  {site}" : "";
            text.Append($"{i + 1,4}  ").Append(new string(' ', step.Thread * Width)).Append(step.IsPreemption ? "> " : "  ").Append(told).Append(where).AppendLine();
        }
        return text.ToString();
    }

    private static string? Told(Step step)
    {
        var name = step.Operation.Resource.Name;
        return step.Operation.Kind switch
        {
            OperationKind.Begin => "begins",
            OperationKind.End => "ends",
            OperationKind.Spawn => $"starts {name}",
            OperationKind.Join => $"joins {name}",
            OperationKind.Acquire => step.TimedOut ? $"gives up on {name}" : $"takes {name}",
            OperationKind.TryAcquire => $"tries {name}",
            OperationKind.Release => $"gives up {name}",
            OperationKind.Wait => step.TimedOut ? $"waited too long for {name}" : $"is woken at {name}",
            OperationKind.Signal => $"signals {name}",
            OperationKind.Read => $"reads {name}",
            OperationKind.Write => $"writes {name}",
            OperationKind.Atomic => $"changes {name}",
            _ => null,
        };
    }
}
