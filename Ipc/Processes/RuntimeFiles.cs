// Each .NET process has files in the temp directory, by which debuggers and tools find it:
//
//      dotnet-diagnostic-<pid>-<start>-socket      clr-debug-pipe-<pid>-<start>-in      clr-debug-pipe-<pid>-<start>-out
//
// It removes them when it ends by itself. A process that is killed does not get to it, and a pool whose workers are killed now
// and then would fill the directory.

namespace Workbook.Ipc.Processes;

/// <summary>What the runtime of a killed child leaves behind.</summary>
internal static class RuntimeFiles
{
    /// <summary>Removes it. The process has ended a moment ago: its number is not another's yet.</summary>
    public static void Remove(int pid)
    {
        if (OperatingSystem.IsWindows()) return; // pipes are no files there
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), $"*-{pid}-*"))
            {
                if (Path.GetFileName(file.AsSpan()) is var name
                    && (name.StartsWith("dotnet-diagnostic-") || name.StartsWith("clr-debug-pipe-")))
                    File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // they harm nobody
    }
}
