using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static partial class Libc
{
    private const int BarrierExpedited = 2, RegisterExpedited = 4; // MEMBARRIER_CMD_*GLOBAL_EXPEDITED

    private static readonly nint _membarrier = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 324 : 283;

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint membarrier_call(nint number, int command, uint flags, int cpu);

    /// <summary>Lets the barriers of other processes take effect in this one. Some milliseconds, once in a process. False: the kernel is
    /// older than 4.16, or does not let us.</summary>
    public static bool RegisterForBarriers() => OperatingSystem.IsLinux() && membarrier_call(_membarrier, RegisterExpedited, 0, 0) == 0;

    /// <summary>When this returns, every running thread of every registered process has passed a full memory barrier since the call.
    /// Less than a microsecond.</summary>
    public static bool BarrierEverywhere() => membarrier_call(_membarrier, BarrierExpedited, 0, 0) == 0;
}
