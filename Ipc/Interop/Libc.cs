// How every call of the C library is made here:
//
//      Libc.Check(Libc.pipe2(ends, flags), "pipe2")   -1 becomes a SystemCallException that names the call and the errno
//
// One file for each part of the library: Libc.Files.cs, Libc.Processes.cs, Libc.Futex.cs ...

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling] // all of it is generated, so that calls can be compiled ahead of time

namespace Workbook.Ipc.Interop;

/// <summary>The system calls that .NET has no name for, as the manual (sections 2 and 3) declares them.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    /// <summary>Passes on what the call returned, unless that was -1.</summary>
    /// <exception cref="SystemCallException">It was; the message names <paramref name="call"/> and says why.</exception>
    public static int Check(int result, string call) =>
        result != -1 ? result : throw new SystemCallException(call, Marshal.GetLastPInvokeError());

    /// <inheritdoc cref="Check(int, string)"/>
    public static nint Check(nint result, string call) =>
        result != -1 ? result : throw new SystemCallException(call, Marshal.GetLastPInvokeError());

    /// <summary>Why the last call on this thread failed.</summary>
    public static int Errno => Marshal.GetLastPInvokeError();
}
