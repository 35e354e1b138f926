// A run has two folders of its own and a mark in its environment, which every process that it starts inherits, so that runs
// side by side on one machine do not see each other's:
//
//      TMPDIR             /tmp/workbook-run-6f0c         temp files, sockets of named pipes (CoreFxPipe_...), the runtime's own
//      WORKBOOK_SHM       /dev/shm/workbook-run-6f0c     the private directory of the library
//      WORKBOOK_TEST_RUN  workbook-run-6f0c              processes, also those whose parent has ended
//
// What it cannot see: a process that was given an empty environment.

using System.Globalization;
using System.Runtime.InteropServices;

namespace Workbook.Tests.Support.Leaks;

/// <summary>The files and the processes of one run. Linux only; elsewhere there are none.</summary>
internal sealed class RunTraces : IDisposable
{
    public const string MarkVariable = "WORKBOOK_TEST_RUN";

    public RunTraces()
    {
        if (!OperatingSystem.IsLinux()) return;
        TempFolder = Directory.CreateTempSubdirectory("workbook-run-").FullName;
        Mark = Path.GetFileName(TempFolder);
        SharedFolder = Directory.CreateDirectory(Path.Combine("/dev/shm", Mark)).FullName;
    }

    /// <summary>The mark.</summary>
    public string Mark { get; } = "";

    public string TempFolder { get; } = "";

    public string SharedFolder { get; } = "";

    /// <summary>What a process of the run has in its environment.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables => !OperatingSystem.IsLinux() ? []
        : [("TMPDIR", TempFolder), ("WORKBOOK_SHM", SharedFolder), (MarkVariable, Mark)];

    /// <summary>The files that are there now, a line each. The private directory itself may stay: it is made once a user. And so
    /// may what the runtime leaves of a .NET process that was killed (SIGKILL), as an orphan is, or a daemon by the kernel: only who
    /// reaps it could remove that, as the library does for its own children.</summary>
    public IEnumerable<string> Files() => !OperatingSystem.IsLinux() ? [] :
        Directory.EnumerateFileSystemEntries(TempFolder).Concat(Directory.EnumerateFiles(SharedFolder, "*",
            SearchOption.AllDirectories))
            .Where(path => !IsTheRuntimes(Path.GetFileName(path))).Select(path => $"file {path}");

    /// <summary>The processes that have the mark, or that <paramref name="others"/> names by id and its parents' ids.</summary>
    public IEnumerable<(int Id, string Shown)> Processes(Func<int, IReadOnlyDictionary<int, int>, bool>? others = null)
    {
        if (!OperatingSystem.IsLinux()) yield break;
        var parents = new Dictionary<int, int>();
        foreach (var name in Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)))
            if (char.IsAsciiDigit(name[0]) && ReadStat(name) is { } stat) parents[int.Parse(name,
                CultureInfo.InvariantCulture)] = stat.Parent;

        foreach (var id in parents.Keys.Where(id => id != Environment.ProcessId))
        {
            if (!IsMarked(id) && others?.Invoke(id, parents) != true) continue;
            if (ReadStat($"{id}") is not { } stat) continue; // gone meanwhile
            var command = ReadText($"/proc/{id}/cmdline").Replace('\0', ' ').Trim();
            yield return (id, $"process {id}, state {stat.State}, child of {stat.Parent}: {(command.Length > 0 ? command : stat.Name)}");
        }
    }

    /// <summary>Ends the processes that have the mark, and removes the folders. May be repeated.</summary>
    public void Dispose()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var (id, _) in Processes()) Kill(id, 9);
        if (Directory.Exists(TempFolder)) Directory.Delete(TempFolder, recursive: true);
        if (Directory.Exists(SharedFolder)) Directory.Delete(SharedFolder, recursive: true);
    }

    private static bool IsTheRuntimes(string name) =>
        name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal)
            || name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal);

    private bool IsMarked(int id) => ReadText($"/proc/{id}/environ").Split('\0').Contains($"{MarkVariable}={Mark}");

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
