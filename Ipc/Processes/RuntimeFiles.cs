// Each .NET process has files in the temp directory, by which debuggers and tools find it:
//
//      dotnet-diagnostic-<pid>-<start>-socket      clr-debug-pipe-<pid>-<start>-in      clr-debug-pipe-<pid>-<start>-out
//
// It removes them when it ends by itself. A process that is killed does not get to it, and a pool whose workers are killed now and
// then would fill the directory.

namespace Workbook.Ipc.Processes;

/// <summary>What the runtime of a killed .NET process leaves behind.</summary>
internal static class RuntimeFiles
{
    private static readonly string[] _beginnings = ["dotnet-diagnostic-", "clr-debug-pipe-"];

    /// <summary>Removes it. The processes were killed a moment ago: their numbers are not others' yet.</summary>
    public static void Remove(params IReadOnlyCollection<int> pids)
    {
        if (OperatingSystem.IsWindows()) return; // pipes are no files there
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), "*-*-*"))
                if (Owner(Path.GetFileName(file)) is { } pid && pids.Contains(pid)) File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // they harm nobody
    }

    private static int? Owner(string name)
    {
        foreach (var beginning in _beginnings)
        {
            if (!name.StartsWith(beginning, StringComparison.Ordinal)) continue;
            return int.TryParse(name[beginning.Length..].Split('-')[0], out var pid) ? pid : null;
        }
        return null;
    }
}
