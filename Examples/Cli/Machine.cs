using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Cli;

/// <summary>What this machine offers.</summary>
internal static class Machine
{
    private const string WhereLinuxIs = "run it on Linux: WSL on Windows, a container or a virtual machine elsewhere";

    private static readonly Version _firstWithPidfd = new(5, 3);

    /// <summary>Why <paramref name="needs"/> cannot be met here, and how they could; null when they are, as far as can be told
    /// without trying.</summary>
    public static string? Lacks(Needs needs)
    {
        if (needs.HasFlag(Needs.ProcFileSystem) && !File.Exists("/proc/self/status"))
            return $"needs /proc, the Linux kernel's view of its processes; {WhereLinuxIs}";
        if (!needs.HasFlag(Needs.ChildProcesses) || !OperatingSystem.IsLinux()) return null;
        if (Environment.OSVersion.Version < _firstWithPidfd)
        {
            return $"needs Linux {_firstWithPidfd}, which can watch a process through a descriptor (pidfd); "
                + $"this is {Environment.OSVersion.Version}";
        }
        if (RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return "needs an x64 or arm64 processor, whose numbers of system calls it knows; "
                + $"this is {RuntimeInformation.ProcessArchitecture}";
        }
        return null;
    }

    /// <summary>Why threads cannot wait in memory that processes share; null when they can.</summary>
    public static string? TrySharedWait()
    {
        try
        {
            using var shared = SharedEvent.CreateAnonymous();
            shared.Wait(TimeSpan.FromMilliseconds(1));
            return null;
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException) { return e.Message; }
    }

    /// <summary>Calls a function in a child process, which does nothing there. Blocks for about 60 ms, at most ten
    /// seconds.</summary>
    /// <returns>How long that took, start to end; or why it cannot be done here.</returns>
    public static (double? Milliseconds, string? Problem) TryChildProcess()
    {
        if (Lacks(Needs.ChildProcesses) is { } lacking) return (null, lacking);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var child = ChildProcess.Start(static () => { }, new ChildOptions { Error = StreamTarget.Null });
            if (!child.Join(TimeSpan.FromSeconds(10))) return (null, "a child process was started, and did not end within 10 s");
            if (child.ExitCode != 0)
                return (null, $"a child process was started, and ended: {child.Failure?.Message ?? $"{child.Exit}"}");
            return (Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1), null);
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            return (null, $"a child process cannot be started: {e.Message}");
        }
    }

    /// <summary>Where memory that processes share is made, and how much of it is free; null where that cannot be told.</summary>
    public static (string Folder, long? FreeBytes) SharedMemory
    {
        get
        {
            // As the library chooses it: see Ipc/Names/PrivateDirectory.cs.
            var chosen = Environment.GetEnvironmentVariable("WORKBOOK_SHM");
            var folder = !string.IsNullOrEmpty(chosen) ? chosen : Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
            try { return (folder, new DriveInfo(folder).AvailableFreeSpace); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return (folder, null);
            }
        }
    }

    /// <summary>The limits of this process on how many files it may have open; null where they cannot be read.</summary>
    public static (string Soft, string Hard)? OpenFiles
    {
        get
        {
            // Max open files            1024                 1048576              files
            var line = ReadLines("/proc/self/limits")
                .FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is { Length: >= 5 } ? (words[3], words[4]) : null;
        }
    }

    /// <summary>How many threads the whole system may have; null where it cannot be read.</summary>
    public static long? MaxThreads =>
        long.TryParse(ReadLines("/proc/sys/kernel/threads-max").FirstOrDefault(), CultureInfo.InvariantCulture, out var most)
            ? most : null;

    /// <summary>How long <c>Thread.Sleep(1)</c> really takes: the median of 21. Blocks for about 30 ms.</summary>
    public static double MeasureSleep()
    {
        var taken = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Thread.Sleep(1);
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        taken.Sort();
        return Math.Round(taken[taken.Count / 2], 2);
    }

    private static string[] ReadLines(string path)
    {
        try { return File.Exists(path) ? File.ReadAllLines(path) : []; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }
}
