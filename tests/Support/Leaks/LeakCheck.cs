// What a run of tests has started, made and opened must be gone when it is over. It is looked at again and again until nothing
// is found or patience ends (a process may be on its way out):
//
//   processes      descendants of this one, zombies included, and whoever has the mark of the run: see RunTraces
//   files          all below the folders of the run
//   descriptors    those of this process that were not there at the start
//   memory         maps of files in the shared folder
//
// What it cannot see: a process that was given an empty environment and lost its parent; what a finaliser has repaired (it runs
// them first); threads.

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workbook.Tests.Support.Leaks;

/// <summary>Finds what a run has left behind. Linux only; elsewhere it finds nothing.</summary>
internal sealed class LeakCheck : IDisposable
{
    private readonly HashSet<string> _openAtTheStart = [];

    public LeakCheck()
    {
        if (!OperatingSystem.IsLinux()) return;
        OpenWhatTheRuntimeKeepsOpen();
        _openAtTheStart = [.. Descriptors().Select(one => one.Target)];
    }

    /// <summary>The folders and the mark of this run.</summary>
    public RunTraces Traces { get; } = new();

    /// <summary>From now on this process, and what it starts, has the folders and the mark.</summary>
    public void Enter()
    {
        foreach (var (name, value) in Traces.Variables) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>What is left, a line each. Blocks until nothing is, but no longer than <paramref name="patience"/>.</summary>
    public IReadOnlyList<string> Find(TimeSpan patience)
    {
        if (!OperatingSystem.IsLinux()) return [];
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            List<string> found = [.. Traces.Processes(IsDescendant).Select(one => one.Shown), .. Traces.Files(),
                .. NewDescriptors(), .. Maps()];
            if (found.Count == 0 || Stopwatch.GetElapsedTime(start) > patience) return found;
            Thread.Sleep(20); // between two looks at a state that tells nobody when it changes
        }
    }

    /// <summary>Fails with a line for each thing that is left. Blocks like <see cref="Find"/>.</summary>
    public void AssertNothingLeft(TimeSpan patience)
    {
        var found = Find(patience);
        if (found.Count > 0) Assert.Fail($"left behind:\n{string.Join('\n', found)}");
    }

    /// <summary>Ends the processes that are left and have the mark, and removes the folders.</summary>
    public void Dispose() => Traces.Dispose();

    private static bool IsDescendant(int id, IReadOnlyDictionary<int, int> parents)
    {
        var above = parents[id];
        while (above != Environment.ProcessId && parents.TryGetValue(above, out var next)) above = next;
        return above == Environment.ProcessId;
    }

    private IEnumerable<string> NewDescriptors() =>
        Descriptors().Where(one => !_openAtTheStart.Contains(one.Target) && !IsTheRuntimes(one.Target))
            .Select(one => $"descriptor {one.Number}: {one.Target}");

    private IEnumerable<string> Maps() =>
        File.ReadLines("/proc/self/maps").Where(line => line.Contains(Traces.SharedFolder)).Select(line => $"memory {line}");

    private static IEnumerable<(string Number, string Target)> Descriptors()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            string? target = null;
            try { target = new FileInfo(path).LinkTarget; }
            catch (IOException) { } // closed meanwhile
            if (target is not null && !target.EndsWith("/fd", StringComparison.Ordinal))
                yield return (Path.GetFileName(path), target);
        }
    }

    // One epoll instance for all sockets, one for all children; the source of random numbers; assemblies while they are loaded.
    private static bool IsTheRuntimes(string target) => target is "anon_inode:[eventpoll]" or "/dev/urandom"
        || Path.GetExtension(target) is ".dll" or ".pdb" or ".so";

    // Pipes for signals and for children that have ended are opened when they are needed first.
    private static void OpenWhatTheRuntimeKeepsOpen()
    {
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => { })) { }
        using var process = Process.Start("/bin/true");
        process.WaitForExit();
    }
}
