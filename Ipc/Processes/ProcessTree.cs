// To kill a tree, while it grows:
//
//      root --+-- a --+-- c (in a group of its own)       1  stop the root's group, all of it at once
//             |       +-- d                               2  read /proc; stop who descends from the root, or is in its group
//             +-- b                                       3  again, until a look finds nobody new that began when all stood still
//                                                         4  kill them all, also when a look fails
//
//   I1  Who is stopped starts nobody. But a signal has been sent before it has taken effect, and meanwhile one more child may be
//       born: a look counts only if the one before it saw all of them stopped.
//   I2  The root has not been reaped: its id, and that of its group, mean this tree and no other. Others are known by id and
//       start time.
//
// What gets away: a process whose parent had ended before the look, so that it descends from init now, and which had left the
// group too. That is how a daemon is made, and what a container or a control group is for.

using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>A process and all that it has started.</summary>
internal static class ProcessTree
{
    // For who cannot be stopped: another user's process (sudo), which cannot be killed from here either.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>Kills it and them. When this returns they are killed, and may need a moment to be gone.</summary>
    /// <param name="root">A child of this process that has not been reaped.</param>
    /// <param name="leadsGroup">Whether it founded a process group.</param>
    public static void Kill(int root, bool leadsGroup)
    {
        SendTo(root, leadsGroup, Signal.SIGSTOP);
        var found = new Dictionary<int, long>(); // start times by id
        try
        {
            var (stoodStill, deadline) = (false, Deadline.After(_patience));
            while (!deadline.HasPassed)
            {
                var table = ProcessTable.Read(withCommandLines: false);
                var isNobodyNew = true;
                var standsStill = StandsStill(table[root]);
                foreach (var process in Below(table, root, leadsGroup).Where(process => process.IsAlive))
                {
                    standsStill &= StandsStill(process);
                    if (!found.TryAdd(process.Id, process.StartTicks)) continue;
                    isNobodyNew = false;
                    Libc.kill(process.Id, (int)Signal.SIGSTOP);
                }
                if (stoodStill && isNobodyNew) break; // I1
                stoodStill = standsStill;
                if (!standsStill) Thread.Yield(); // no sleep: an interrupt would leave them all stopped
            }
        }
        finally
        {
            SendTo(root, leadsGroup, Signal.SIGKILL);
            foreach (var (id, start) in found)
                if (ProcessTable.Find(id)?.StartTicks == start) Libc.kill(id, (int)Signal.SIGKILL); // I2
            RuntimeFiles.Remove([root, .. found.Keys]);
        }
    }

    /// <summary>Whether anything of it is alive, the root itself or others.</summary>
    public static bool IsAlive(int root, bool leadsGroup)
    {
        var table = ProcessTable.Read(withCommandLines: false);
        return table[root] is { IsAlive: true } || Below(table, root, leadsGroup).Any(process => process.IsAlive);
    }

    // D: it sleeps in the kernel, and stops when it wakes up. A parent in vfork does so until its child has begun a program.
    private static bool StandsStill(ProcessInfo? process) => process is not { IsAlive: true, State: not ('T' or 't' or 'D') };

    private static IEnumerable<ProcessInfo> Below(ProcessTable table, int root, bool leadsGroup) =>
        table.All.Where(process => process.Id == root || (leadsGroup && process.GroupId == root))
            .SelectMany(member => table.TreeOf(member.Id)).Select(row => row.Process).Where(process => process.Id != root);

    private static void SendTo(int root, bool leadsGroup, Signal signal)
    {
        Libc.kill(root, (int)signal);
        if (leadsGroup) Libc.kill(-root, (int)signal);
    }
}
