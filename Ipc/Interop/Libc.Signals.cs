using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Room for a <c>struct sigaction</c> on every system: 152 bytes on Linux, 16 on macOS. The handler comes
    /// first.</summary>
    public const int SignalActionRoom = 256;

    [LibraryImport(Library, SetLastError = true)]
    private static partial int sigaction(int signal, void* action, void* former);

    /// <summary>Replaces what a signal does to this process, and says what it did; both are <see cref="SignalActionRoom"/>
    /// bytes.</summary>
    public static void SetSignalAction(int signal, ReadOnlySpan<byte> action, Span<byte> former)
    {
        fixed (byte* wanted = action, found = former) Check(sigaction(signal, wanted, found), "sigaction");
    }
}
