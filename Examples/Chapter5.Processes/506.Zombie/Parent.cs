using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Undead;

/// <summary>What the process does that has a child and does not reap it.</summary>
internal static class Parent
{
    /// <summary>Starts a child that stops itself so that it is seen, wakes it so that it ends, and looks at it until it is a
    /// zombie or gone.</summary>
    public static Sighting WatchAChild(bool ignoresSigchld)
    {
        using var ignored = ignoresSigchld ? Signals.Ignore(Signal.SIGCHLD) : null; // [ignore]
        using var child = UnreapedProcess.Start(new Command("/bin/sh", "-c", "kill -STOP $$; exit 3"));
        var states = "";
        while (!states.EndsWith('Z') && child.Look() is { } row) // [watch] never asks how it ended
        {
            if (!states.EndsWith(row.State)) states += row.State;
            if (row.State == 'T') Signals.TrySend(child.Id, Signal.SIGCONT);
        }
        return new Sighting(states, child.Reap()?.Code);
    }
}
