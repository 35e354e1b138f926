using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Genealogy;

/// <summary>A tree of processes as pstree draws it.</summary>
public static class TreePicture
{
    /// <summary>One line a process.</summary>
    /// <param name="tree">Each followed by what is below it: <see cref="ProcessTable.TreeOf"/>.</param>
    public static IEnumerable<string> Of(IReadOnlyList<(int Depth, ProcessInfo Process)> tree)
    {
        var hasMore = new List<bool>(); // for each depth: whether another one of that depth comes further down
        for (var i = 0; i < tree.Count; i++)
        {
            var (depth, process) = tree[i];
            var next = tree.Skip(i + 1).TakeWhile(row => row.Depth >= depth).Any(row => row.Depth == depth);
            hasMore.RemoveRange(Math.Min(depth, hasMore.Count), Math.Max(0, hasMore.Count - depth));
            hasMore.Add(next);
            var stem = string.Concat(hasMore.Skip(1).SkipLast(1).Select(more => more ? "│  " : "   "));
            var branch = depth == 0 ? "" : next ? "├─ " : "└─ ";
            yield return $"{stem}{branch}{process.Name} ({process.Id}) {process.State}";
        }
    }
}
