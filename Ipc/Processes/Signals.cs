// A signal is a number that one process has the kernel leave with another:
//
//      sender                     kernel                        receiver
//      kill(pid, 10)  ------->    pending: {10}    ------->     a handler runs, or the default: mostly, the end
//                                 a set, not a queue: sent twice before it is delivered, it arrives once
//
// To receive one, .NET's PosixSignalRegistration is enough, also for those that its enum has no name for: it takes raw numbers.
// What it lacks is here: sending, and the disposition "ignore", which for SIGCHLD means more than a handler that does nothing.

using System.Runtime.InteropServices;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Sends signals, and knows their numbers.</summary>
/// <remarks>Any thread may call any member; nothing blocks. Unix only: Windows has no signals, and every member but
/// <see cref="NameOf"/> throws <see cref="PlatformNotSupportedException"/> there. Source: signal(7), kill(2),
/// sigaction(2).</remarks>
public static class Signals
{
    /// <summary>The signal's number on this system, such as 10 for SIGUSR1 on Linux and 30 on macOS.</summary>
    /// <remarks>To handle it: <c>PosixSignalRegistration.Create((PosixSignal)Signals.NumberOf(signal), …)</c>.</remarks>
    public static int NumberOf(Signal signal)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Windows has no signals. Subprocess.Stop ends a program on every system.");
        if (!Enum.IsDefined(signal))
            throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not one of the named signals.");
        if (OperatingSystem.IsLinux()) return (int)signal;
        return signal switch // BSD and macOS have their own numbers for what was not in the first Unix
        {
            Signal.SIGUSR1 => 30,
            Signal.SIGUSR2 => 31,
            Signal.SIGCHLD => 20,
            Signal.SIGCONT => 19,
            Signal.SIGSTOP => 17,
            Signal.SIGTSTP => 18,
            _ => (int)signal,
        };
    }

    /// <summary>The name of a signal by its number on this system: "SIGKILL" for 9; "signal 40" for one without a name
    /// here.</summary>
    public static string NameOf(int number)
    {
        foreach (var signal in Enum.GetValues<Signal>())
            if ((OperatingSystem.IsWindows() ? (int)signal : NumberOf(signal)) == number) return signal.ToString();
        return $"signal {number}";
    }

    /// <summary>Sends a signal. When this returns it is on its way, and for <see cref="Environment.ProcessId"/> perhaps
    /// handled.</summary>
    /// <param name="processId">At least 1.</param>
    /// <param name="signal">What to send.</param>
    /// <exception cref="InvalidOperationException">There is no such process. A zombie is one still, and does not
    /// mind.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public static void Send(int processId, Signal signal)
    {
        if (!TrySend(processId, signal))
            throw new InvalidOperationException(
                $"There is no process {processId} to send {signal} to; if there was one, it has ended and was reaped.");
    }

    /// <summary>Sends a signal, unless the process is gone.</summary>
    /// <returns>False when there is no such process.</returns>
    /// <inheritdoc cref="Send" path="/param"/>
    /// <inheritdoc cref="Send" path="/exception[2]"/>
    public static bool TrySend(int processId, Signal signal)
    {
        // 0 would be our own group, -1 everybody: what a forgotten field or a failed call leaves behind must not reach kill.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 1);
        return Kill(processId, signal, $"process {processId}");
    }

    /// <summary>Sends a signal to all processes of a group.</summary>
    /// <param name="groupId">The id of the process that founded the group, at least 2.</param>
    /// <param name="signal">What to send.</param>
    /// <returns>False when the group has no process left.</returns>
    /// <inheritdoc cref="Send" path="/exception[2]"/>
    public static bool TrySendToGroup(int groupId, Signal signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupId, 2); // -1 is not a group but every process that we may signal
        return Kill(-groupId, signal, $"process group {groupId}");
    }

    /// <summary>Has this process ignore a signal until what it returns is disposed of; then what was before is back.</summary>
    /// <remarks>Ignoring <see cref="Signal.SIGCHLD"/> tells the kernel that nobody here will ask how a child ended: children
    /// leave no zombie, and no exit status either. .NET itself asks for its own (<see cref="System.Diagnostics.Process"/>), and
    /// so do <see cref="Subprocess"/> and its like, so ignore that one only in a process that starts children in no other way
    /// than by <see cref="UnreapedProcess"/>. Overlapping uses for one signal are to end in the opposite order of their
    /// beginning.</remarks>
    /// <exception cref="SystemCallException">SIGKILL and SIGSTOP cannot be ignored.</exception>
    public static IDisposable Ignore(Signal signal)
    {
        var ignored = new IgnoredSignal(NumberOf(signal));
        ignored.Begin();
        return ignored;
    }

    private static bool Kill(int target, Signal signal, string name)
    {
        if (Libc.kill(target, NumberOf(signal)) == 0) return true;
        return Libc.Errno switch
        {
            Errno.NoSuchProcess => false,
            Errno.NotPermitted => throw new UnauthorizedAccessException($"{signal} to {name}: it belongs to another user."),
            var errno => throw new SystemCallException("kill", errno),
        };
    }

    private sealed class IgnoredSignal(int number) : IDisposable
    {
        private readonly byte[] _former = new byte[Libc.SignalActionRoom];
        private bool _isOver;

        public void Begin()
        {
            Span<byte> ignore = stackalloc byte[Libc.SignalActionRoom];
            ignore.Clear();
            MemoryMarshal.Write(ignore, (nint)1); // SIG_IGN
            Libc.SetSignalAction(number, ignore, _former);
        }

        // With sigaction, not signal: the runtime's own handlers want the flags that they were installed with.
        public void Dispose()
        {
            if (_isOver) return;
            _isOver = true;
            Libc.SetSignalAction(number, _former, stackalloc byte[Libc.SignalActionRoom]);
        }
    }
}
