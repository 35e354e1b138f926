// Every process is a directory of the /proc file system, and its files are made at the moment in which they are read:
//
//      /proc/4711/stat       4711 (my shell) S 4700 4711 4700 34816 ...      one line, 52 fields
//                                 ^^^^^^^^^^   the name may contain anything, also ')' and blanks: fields count from the last ')'
//      /proc/4711/cmdline    sh\0-c\0sleep 5\0                                 empty for a zombie
//
//   I1  A row is true of the moment at which its stat was read, and rows are read one after another: the table is no photograph.
//       A parent may be missing, because it ended before its turn, and an id that was given again may even close a circle.
//   I2  A process that ends while it is read is left out (ENOENT, or ESRCH from the read), never half a row; and so is one that
//       we may not look at (a /proc that is mounted with hidepid).

using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>All processes of this machine, as the kernel tells them, one after another.</summary>
/// <remarks>Immutable. Linux only: elsewhere there is no /proc, and what reads it throws
/// <see cref="PlatformNotSupportedException"/>. Source: proc_pid_stat(5), proc_pid_cmdline(5).</remarks>
[DebuggerDisplay("{All.Count} processes")]
public sealed class ProcessTable
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on

    private static readonly Lazy<DateTimeOffset> _boot = new(ReadBootTime);

    private readonly FrozenDictionary<int, ProcessInfo> _byId;
    private readonly ILookup<int, ProcessInfo> _byParent;

    internal ProcessTable(IEnumerable<ProcessInfo> processes)
    {
        All = [.. processes.OrderBy(process => process.Id)];
        _byId = All.ToFrozenDictionary(process => process.Id);
        _byParent = All.ToLookup(process => process.ParentId);
    }

    /// <summary>Every process that could be read, by id.</summary>
    public IReadOnlyList<ProcessInfo> All { get; }

    /// <summary>The process of that id in this table, or null.</summary>
    public ProcessInfo? this[int processId] => _byId.GetValueOrDefault(processId);

    /// <summary>Reads all of them: some 30 microseconds for each.</summary>
    public static ProcessTable Read() => Read(withCommandLines: true);

    /// <summary>What the kernel says of one process now, or null if there is none of that id.</summary>
    public static ProcessInfo? Find(int processId)
    {
        RequireProc();
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 1);
        return ReadOne(processId, withCommandLine: true);
    }

    /// <summary>Those whose parent it is, by id. Empty for an id that is not there.</summary>
    public IReadOnlyList<ProcessInfo> ChildrenOf(int processId) => [.. _byParent[processId]];

    /// <summary>Its children, theirs, and so on; each before its own children.</summary>
    public IReadOnlyList<ProcessInfo> DescendantsOf(int processId) => [.. TreeOf(processId).Skip(1).Select(row => row.Process)];

    /// <summary>The process (depth 0) and all below it, each followed by its own children, as pstree(1) draws them. Empty for an
    /// id that is not there.</summary>
    public IReadOnlyList<(int Depth, ProcessInfo Process)> TreeOf(int processId)
    {
        List<(int, ProcessInfo)> rows = [];
        var seen = new HashSet<int>(); // I1
        void Add(int depth, ProcessInfo process)
        {
            if (!seen.Add(process.Id)) return;
            rows.Add((depth, process));
            foreach (var child in _byParent[process.Id]) Add(depth + 1, child);
        }
        if (this[processId] is { } root) Add(0, root);
        return rows;
    }

    /// <summary>Half as long without the command lines, which are those in brackets then.</summary>
    internal static ProcessTable Read(bool withCommandLines)
    {
        RequireProc();
        return new ProcessTable(Directory.EnumerateDirectories("/proc")
            .Select(path => path["/proc/".Length..]).Where(name => name.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .Select(id => ReadOne(id, withCommandLines))
            .OfType<ProcessInfo>());
    }

    /// <summary>The row for one line of stat.</summary>
    internal static ProcessInfo Parse(string stat, string commandLine)
    {
        var (open, close) = (stat.IndexOf('('), stat.LastIndexOf(')'));
        var fields = stat[(close + 2)..].Split(' '); // the third field of the manual is number 0 here
        long Number(int manual) => long.Parse(fields[manual - 3], CultureInfo.InvariantCulture);
        TimeSpan Time(int manual) => TimeSpan.FromSeconds((double)Number(manual) / TicksPerSecond);

        var name = stat[(open + 1)..close];
        return new ProcessInfo
        {
            Id = int.Parse(stat.AsSpan(0, open - 1), CultureInfo.InvariantCulture),
            Name = name,
            CommandLine = commandLine.Length > 0 ? commandLine : $"[{name}]",
            State = fields[0][0],
            ParentId = (int)Number(4),
            GroupId = (int)Number(5),
            SessionId = (int)Number(6),
            UserTime = Time(14),
            SystemTime = Time(15),
            Threads = (int)Number(20),
            StartTicks = Number(22),
            StartTime = _boot.Value + Time(22),
            ResidentBytes = Number(24) * Environment.SystemPageSize,
        };
    }

    private static ProcessInfo? ReadOne(int id, bool withCommandLine)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var arguments = withCommandLine ? ReadArguments(id) : "";
            return Parse(stat, arguments);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // I2
        }
    }

    private static string ReadArguments(int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).TrimEnd('\0').Replace('\0', ' ');
        }
        catch (UnauthorizedAccessException)
        {
            return ""; // somebody else's, on a machine that hides them
        }
    }

    private static DateTimeOffset ReadBootTime()
    {
        var line = File.ReadLines("/proc/stat").First(line => line.StartsWith("btime ", StringComparison.Ordinal));
        var seconds = long.Parse(line.AsSpan("btime ".Length), CultureInfo.InvariantCulture);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).ToLocalTime();
    }

    private static void RequireProc()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(
                "The process table is read from /proc, which only Linux has; elsewhere System.Diagnostics.Process knows some of it.");
    }
}
