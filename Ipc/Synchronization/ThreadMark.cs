// Who a thread is, said to other processes in 64 bits, so that one compare-and-swap claims a lock and names its owner:
//
//      63                      32  31  30                0
//      +-------------------------+---+--------------------+
//      |  start time, in ticks   | w |     thread id      |      w: somebody may be asleep, see SharedMutex
//      +-------------------------+---+--------------------+
//
//   I1  Two threads that ever ran on this machine since it was started have different marks.
//
// The id alone would not do: ids are used again, and a lock whose dead owner's id belongs to a living thread now would be held
// for ever. The start time (/proc/<id>/stat, field 22, 1/100 s since the machine was started) tells them apart. I1 ends where a
// thread id is used again after exactly 497 days, to the hundredth of a second.
//
// Ids and start times are those of the pid namespace and the time namespace: processes that share a lock must share both.

using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Synchronization;

/// <summary>Names threads for other processes, and tells whether the one named is still alive.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal static class ThreadMark
{
    /// <summary>The bit that no mark has set; the others are free to use it.</summary>
    public const ulong SpareBit = 1UL << 31;

    /// <summary>The number of the pid namespace in which this process's marks mean something; 0 where the system has no such
    /// thing.</summary>
    public static ulong Namespace { get; } = NumberOfNamespace();

    private static readonly Lazy<ulong> _ofThisProcess = new(() =>
    {
        _ = OfThisThread; // refuses other systems
        return TryReadStat("/proc/self/stat", out _, out var start)
            ? (ulong)start << 32 | (uint)Environment.ProcessId
            : throw new InvalidDataException("A process does not find itself in /proc.");
    });

    [ThreadStatic] private static ulong _ofThisThread; // 0 = not made up yet

    /// <summary>The mark of the calling thread; never 0.</summary>
    public static ulong OfThisThread
    {
        get
        {
            var mark = _ofThisThread;
            return mark != 0 ? mark : _ofThisThread = Make();
        }
    }

    /// <summary>The thread id in a mark.</summary>
    public static int ThreadId(ulong mark) => (int)(mark & (SpareBit - 1));

    /// <summary>Whether the thread with that mark has ended. What cannot be read counts as alive: waiting is the lesser
    /// evil.</summary>
    public static bool IsDead(ulong mark)
    {
        try
        {
            var isThere = TryReadStat($"/proc/{ThreadId(mark)}/stat", out var state, out var start);
            return !isThere || start != mark >> 32 || state is 'Z' or 'X'; // nobody, a younger one, a zombie
        }
        catch (SystemCallException) { return false; }
    }

    /// <summary>The mark of the first thread of this process, which ends with it: for what belongs to the process as a
    /// whole.</summary>
    public static ulong OfThisProcess => _ofThisProcess.Value;

    private static ulong Make()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(
                "Locks between processes look after their owners in /proc, which only Linux has; use a named Mutex of .NET.");
        var there = TryReadStat("/proc/thread-self/stat", out _, out var start);
        Debug.Assert(there, "a thread finds itself");
        return (ulong)start << 32 | (uint)Libc.gettid();
    }

    private static ulong NumberOfNamespace()
    {
        var link = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null; // "pid:[4026531836]"
        return link is null ? 0 : ulong.Parse(link.AsSpan("pid:[".Length).TrimEnd(']'), CultureInfo.InvariantCulture);
    }

    // "1234 (name of it) S 1 ...": the name may hold spaces and brackets, so the last bracket is looked for.
    private static bool TryReadStat(string path, out char state, out uint start)
    {
        Span<byte> text = stackalloc byte[512];
        text = text[..Libc.ReadProc(path, text)];
        (state, start) = ('X', 0);
        var afterName = text.LastIndexOf((byte)')') + 2;
        if (afterName < 2) return false;
        text = text[afterName..];
        state = (char)text[0];
        for (var field = 3; field < 22; field++) text = text[(text.IndexOf((byte)' ') + 1)..];
        if (!Utf8Parser.TryParse(text, out ulong ticks, out _))
            throw new InvalidDataException($"{path} has no start time where proc(5) says it is.");
        start = (uint)ticks;
        return true;
    }
}
