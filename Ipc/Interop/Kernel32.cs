using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

/// <summary>The Windows calls that .NET has no name for.</summary>
internal static partial class Kernel32
{
    private const uint Inherit = 1; // HANDLE_FLAG_INHERIT

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetHandleInformation(SafeHandle handle, uint mask, uint flags);

    /// <summary>Keeps the handle from the processes that this one starts.</summary>
    public static void DoNotInherit(SafeHandle handle) => SetHandleInformation(handle, Inherit, 0);
}
