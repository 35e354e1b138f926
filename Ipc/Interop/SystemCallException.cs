using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

/// <summary>The system refused a call; says which, and why.</summary>
/// <param name="call">The name in the manual, such as <c>mkfifo</c>.</param>
/// <param name="errno">The reason as a number: see <c>man 3 errno</c>.</param>
public sealed class SystemCallException(string call, int errno)
    : IOException($"{call}: {Marshal.GetPInvokeErrorMessage(errno)}")
{
    /// <summary>The call that failed.</summary>
    public string Call { get; } = call;

    /// <summary>The reason as a number.</summary>
    public int Errno { get; } = errno;
}
