using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    private const int FutexWait = 0, FutexWake = 1; // without the PRIVATE flag: the word may be shared between processes

    /// <summary>The number of futex(2) among the system calls; it differs between architectures.</summary>
    private static readonly nint _futex = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        var other => throw new PlatformNotSupportedException($"The number of the futex call on {other} is not known here; x64 and arm64 are."),
    };

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint futex_call(nint number, uint* word, int operation, uint value, TimeSpec* timeout, uint* second, uint third);

    /// <summary>Sleeps while <c>*word == expected</c>, until woken, but no longer than that; may return for no reason.</summary>
    public static void WaitOnWord(uint* word, uint expected, TimeSpan atMost)
    {
        var timeout = new TimeSpec { Seconds = (long)atMost.TotalSeconds, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
        futex_call(_futex, word, FutexWait, expected, &timeout, null, 0); // EAGAIN, EINTR, ETIMEDOUT: the caller looks again
    }

    /// <summary>Wakes up to <paramref name="atMost"/> of those that sleep on the word, in any process. About 350 ns, also when
    /// nobody sleeps: ask first.</summary>
    /// <returns>How many were woken.</returns>
    public static int WakeWord(uint* word, int atMost) => (int)futex_call(_futex, word, FutexWake, (uint)atMost, null, null, 0);
}
