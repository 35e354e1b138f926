using Microsoft.Win32.SafeHandles;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Opens a file that exists to read and write, without the flock(2) that .NET takes on every file that it opens.</summary>
    public static SafeFileHandle OpenUnlocked(string path)
    {
        var closeOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : CloseOnExec;
        return new SafeFileHandle(Check(open(path, ReadWrite | closeOnExec), "open"), ownsHandle: true);
    }
}
