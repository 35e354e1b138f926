// To kill a tree, while it grows:
//
//      root --+-- a --+-- c (in a group of its own)       1  stop the root's group, all of it at once
//             |       +-- d                               2  read /proc; stop who descends from the root, or is in its group
//             +-- b                                       3  again, until a look finds nobody new
//                                                         4  kill them all
//
//   I1  Who is stopped starts nobody. So when a look finds nobody new, the set is complete.
//   I2  The root has not been reaped: its id, and that of its group, mean this tree and no other. Others are known by id and
//       start time.
//
// What gets away: a process whose parent had ended before the look, so that it descends from init now, and which had left the
// group too. That is how a daemon is made, and what a container or a control group is for.

using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>A process and all that it has started.</summary>
internal static class ProcessTree
{
    /// <summary>Kills it and them. When this returns they are killed, and may need a moment to be gone.</summary>
    /// <param name="root">A child of this process that has not been reaped.</param>
    /// <param name="leadsGroup">Whether it founded a process group.</param>
    public static void Kill(int root, bool leadsGroup)
    {
        SendTo(root, leadsGroup, Signal.SIGSTOP);
        var found = new Dictionary<int, long>(); // start times by id
        while (true)
        {
            var table = ProcessTable.Read(withCommandLines: false);
            var newcomers = Below(table, root, leadsGroup)
                .Where(process => process.IsAlive && found.TryAdd(process.Id, process.StartTicks)).ToList();
            if (newcomers.Count == 0) break; // I1
            foreach (var process in newcomers) Libc.kill(process.Id, (int)Signal.SIGSTOP);
        }
        SendTo(root, leadsGroup, Signal.SIGKILL);
        foreach (var (id, start) in found)
            if (ProcessTable.Find(id)?.StartTicks == start) Libc.kill(id, (int)Signal.SIGKILL); // I2
    }

    /// <summary>Whether anything of it is alive, the root itself or others.</summary>
    public static bool IsAlive(int root, bool leadsGroup)
    {
        var table = ProcessTable.Read(withCommandLines: false);
        return table[root] is { IsAlive: true } || Below(table, root, leadsGroup).Any(process => process.IsAlive);
    }

    private static IEnumerable<ProcessInfo> Below(ProcessTable table, int root, bool leadsGroup) =>
        table.All.Where(process => process.Id == root || (leadsGroup && process.GroupId == root))
            .SelectMany(member => table.TreeOf(member.Id)).Select(row => row.Process).Where(process => process.Id != root);

    private static void SendTo(int root, bool leadsGroup, Signal signal)
    {
        Libc.kill(root, (int)signal);
        if (leadsGroup) Libc.kill(-root, (int)signal);
    }
}
