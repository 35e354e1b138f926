using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    public const int SpawnSetGroup = 2, SpawnSetDefaultSignals = 4, SpawnSetMask = 8; // POSIX_SPAWN_*
    public const int NoHang = 1, Exited = 4, NoWait = 0x01000000; // W*
    public const int ById = 1; // P_PID
    public const int InterruptSignal = 2, KillSignal = 9, TerminateSignal = 15; // SIG*
    private const nint IgnoreHandler = 1; // SIG_IGN
    private const int ParentDeathSignal = 1; // PR_SET_PDEATHSIG

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(out int pid, string path, void* actions, void* attributes, byte** arguments,
        byte** environment);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, string path);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setpgroup(void* attributes, int group);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport(Library)]
    public static partial int sigemptyset(void* signals);

    [LibraryImport(Library)]
    public static partial int sigfillset(void* signals);

    [LibraryImport(Library)]
    public static partial int sigaddset(void* signals, int signal);

    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    private static partial nint signal_call(int signal, nint handler);

    /// <summary>Has this process ignore a signal, also one that is pending. What it starts without NativeSpawn ignores it
    /// too.</summary>
    public static void Ignore(int signal) => Check(signal_call(signal, IgnoreHandler), "signal");

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library)]
    public static partial int getppid();

    [LibraryImport(Library)]
    public static partial int gettid();

    [LibraryImport(Library, SetLastError = true)]
    private static partial int prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint pidfd_open_call(nint number, int pid, uint flags);

    /// <summary>A descriptor that becomes readable when the process ends (Linux 5.3).</summary>
    public static int OpenProcess(int pid) => (int)Check(pidfd_open_call(434, pid, 0), "pidfd_open");

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint pidfd_send_signal_call(nint number, SafeHandle process, int signal, nint information, uint flags);

    /// <summary>Sends a signal to the process of a pidfd, and to no other one that has got its id by now (Linux 5.1).</summary>
    /// <returns>False: it is gone. A zombie is not.</returns>
    public static bool TrySignal(SafeHandle process, int signal)
    {
        if (pidfd_send_signal_call(424, process, signal, 0, 0) == 0) return true;
        return Errno == Interop.Errno.NoSuchProcess ? false : throw new SystemCallException("pidfd_send_signal", Errno);
    }

    /// <summary>Has the kernel send <paramref name="signal"/> to this process when the thread that spawned it ends.</summary>
    public static void DieWithParent(int signal) => Check(prctl(ParentDeathSignal, (nuint)signal, 0, 0, 0), "prctl");
}
