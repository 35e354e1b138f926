// What a run of tests has started, made and opened must be gone when it is over. A run has two folders of its own and a mark in its
// environment, which every process that it starts inherits, so that runs side by side on one machine do not see each other's:
//
//      TMPDIR             /tmp/workbook-run-4711          temp files, the sockets of named pipes (CoreFxPipe_...), the runtime's own
//      WORKBOOK_SHM       /dev/shm/workbook-run-4711      the private directory of the library
//      WORKBOOK_TEST_RUN  4711-6f0c...                    processes, also those whose parent has ended
//
// What is looked at, again and again until nothing is found or patience ends (a process may be on its way out):
//   processes      descendants of this one, zombies included, and whoever has the mark
//   files          all below the two folders
//   descriptors    those of this process that were not there at the start
//   memory         maps of files in the shared folder
//
// What it cannot see: a process that was given an empty environment and lost its parent; what a finaliser has repaired (it runs them
// first); threads.

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Workbook.Tests.Support.Leaks;

/// <summary>Finds what a run has left behind. Linux only; elsewhere it finds nothing.</summary>
internal sealed class LeakCheck : IDisposable
{
    public const string MarkVariable = "WORKBOOK_TEST_RUN";

    private readonly HashSet<string> _openAtTheStart = [];

    public LeakCheck()
    {
        Mark = $"{Environment.ProcessId}-{Guid.NewGuid():N}";
        if (!OperatingSystem.IsLinux()) return;
        TempFolder = Directory.CreateTempSubdirectory("workbook-run-").FullName;
        SharedFolder = Directory.CreateDirectory($"/dev/shm/{Path.GetFileName(TempFolder)}").FullName;
        OpenWhatTheRuntimeKeepsOpen();
        _openAtTheStart = [.. Descriptors().Select(one => one.Target)];
    }

    /// <summary>What the processes of this run have in their environment.</summary>
    public string Mark { get; }

    public string TempFolder { get; } = "";

    public string SharedFolder { get; } = "";

    /// <summary>From now on this process, and what it starts, has the folders and the mark.</summary>
    public void Enter()
    {
        if (!OperatingSystem.IsLinux()) return;
        Environment.SetEnvironmentVariable("TMPDIR", TempFolder);
        Environment.SetEnvironmentVariable("WORKBOOK_SHM", SharedFolder);
        Environment.SetEnvironmentVariable(MarkVariable, Mark);
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
            List<string> found = [.. Processes().Select(one => one.Shown), .. Files(), .. NewDescriptors(), .. Maps()];
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
    public void Dispose()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var (id, _) in Processes().Where(one => IsMarked(one.Id))) Kill(id, 9);
        Directory.Delete(TempFolder, recursive: true);
        Directory.Delete(SharedFolder, recursive: true);
    }

    /// <summary>The processes that are this run's, zombies included.</summary>
    private IEnumerable<(int Id, string Shown)> Processes()
    {
        var parents = new Dictionary<int, int>();
        foreach (var id in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])))
            if (ReadStat(id!) is { } stat) parents[int.Parse(id!, CultureInfo.InvariantCulture)] = stat.Parent;

        foreach (var id in parents.Keys.Where(id => id != Environment.ProcessId))
        {
            var above = parents[id];
            while (above != Environment.ProcessId && parents.TryGetValue(above, out var next)) above = next;
            if (above != Environment.ProcessId && !IsMarked(id)) continue;
            if (ReadStat($"{id}") is not { } stat) continue; // gone meanwhile
            var command = ReadText($"/proc/{id}/cmdline").Replace('\0', ' ').Trim();
            yield return (id, $"process {id}, state {stat.State}, child of {stat.Parent}: {(command.Length > 0 ? command : stat.Name)}");
        }
    }

    private bool IsMarked(int id) => ReadText($"/proc/{id}/environ").Split('\0').Contains($"{MarkVariable}={Mark}");

    // The private directory itself may stay: it is made once a user.
    private IEnumerable<string> Files() =>
        Directory.EnumerateFileSystemEntries(TempFolder).Concat(Directory.EnumerateFiles(SharedFolder, "*", SearchOption.AllDirectories))
            .Select(path => $"file {path}");

    private IEnumerable<string> NewDescriptors() =>
        Descriptors().Where(one => !_openAtTheStart.Contains(one.Target) && !IsTheRuntimes(one.Target))
            .Select(one => $"descriptor {one.Number}: {one.Target}");

    private IEnumerable<string> Maps() =>
        File.ReadLines("/proc/self/maps").Where(line => line.Contains(SharedFolder)).Select(line => $"memory {line}");

    private static IEnumerable<(string Number, string Target)> Descriptors()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            string? target = null;
            try { target = new FileInfo(path).LinkTarget; }
            catch (IOException) { } // closed meanwhile
            if (target is not null && !target.EndsWith("/fd", StringComparison.Ordinal)) yield return (Path.GetFileName(path), target);
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

    // 4711 (sh) S 1 ...: the name may hold blanks and parentheses
    private static (string Name, char State, int Parent)? ReadStat(string id)
    {
        var text = ReadText($"/proc/{id}/stat");
        var end = text.LastIndexOf(')');
        if (end < 0) return null;
        var words = text[(end + 2)..].Split(' ');
        return (text[(text.IndexOf('(') + 1)..end], words[0][0], int.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static string ReadText(string path)
    {
        try { return File.ReadAllText(path); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return ""; } // ended, or another user's
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
