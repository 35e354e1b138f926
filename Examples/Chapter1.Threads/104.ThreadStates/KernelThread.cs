// Where Linux keeps the account of a thread, all of it text:
//
//      /proc/thread-self                    a link to <pid>/task/<tid> of whoever reads it
//      /proc/self/task/<tid>/stat           4711 (sleeps) S 4700 ...      the letter after the name is the state
//      /proc/self/task/<tid>/schedstat      1200345 87000 12              ns on a core, ns in the queue for one, turns

using System.Diagnostics;

namespace Workbook.Examples.Threads.ThreadStates;

/// <summary>One thread as the kernel knows it.</summary>
[DebuggerDisplay("{_directory,nq}")] // takes no lock
public sealed class KernelThread
{
    private const double NanosecondsPerTick = 1e7; // of the clock in stat: 100 a second

    private readonly string _directory;

    private KernelThread(string directory) => _directory = directory;

    /// <summary>The calling thread; null where there is no /proc.</summary>
    public static KernelThread? OfThisThread()
    {
        var link = OperatingSystem.IsLinux() ? new FileInfo("/proc/thread-self").LinkTarget : null; // 4700/task/4711
        return link is null ? null : new KernelThread($"/proc/self/task/{Path.GetFileName(link)}");
    }

    /// <summary>The kernel's word on the thread now; null once it is gone.</summary>
    public KernelAccount? Read()
    {
        try
        {
            var stat = File.ReadAllText($"{_directory}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name before may contain anything, blanks too
            var (letter, ticks) = (fields[0][0], long.Parse(fields[11]) + long.Parse(fields[12])); // state, utime, stime
            if (!File.Exists($"{_directory}/schedstat")) return new KernelAccount(letter, ticks * NanosecondsPerTick, null);
            var times = File.ReadAllText($"{_directory}/schedstat").Split(' ');
            return new KernelAccount(letter, double.Parse(times[0]), double.Parse(times[1]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it ended before, or between, the two reads
        }
    }
}
