// posix_spawn(3): the C library makes the child with vfork and runs the new program in it. fork alone is not possible from .NET:
// the child would have one thread, and the collector's would be missing.
//
//      here                               the child, before the program starts
//      our 17 (close-on-exec)             its 3   by dup2, which leaves close-on-exec off
//      our 18 (close-on-exec)             its 4
//      every other descriptor             closed: by exec what is close-on-exec, the rest by a close of all above
//
// The runtime ignores SIGPIPE; ignored signals stay ignored over exec, so that the child's are set back, and its mask is emptied.

using System.Runtime.InteropServices;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Starts programs on Unix. Nobody reaps them but the caller: see <see cref="Reaper"/>.</summary>
internal static unsafe class NativeSpawn
{
    private const int Room = 512; // the C library's two structures take up to 336 bytes; their contents are its own business

    // glibc 2.34 (2021); where it is missing, a descriptor that somebody opened without close-on-exec gets into the child.
    private static readonly delegate* unmanaged<void*, int, int> _closeFrom =
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np",
            out var address)
            ? (delegate* unmanaged<void*, int, int>)address : null;

    /// <summary>Starts the program and returns its process id. Blocks until exec, about 0.5 ms.</summary>
    /// <exception cref="SystemCallException">The program is not there or cannot be run; nothing was started.</exception>
    public static int Start(SpawnRequest request)
    {
        byte* actions = stackalloc byte[Room], attributes = stackalloc byte[Room], signals = stackalloc byte[128];
        using var arguments = new NativeStrings([request.Program, .. request.Arguments]);
        using var environment = new NativeStrings(Variables(request.Environment));
        var copies = new List<int>();
        Require(Libc.posix_spawn_file_actions_init(actions));
        Require(Libc.posix_spawnattr_init(attributes));
        try
        {
            var above = 3;
            foreach (var (_, theirs) in request.Descriptors) above = Math.Max(above, theirs + 1);
            foreach (var (ours, theirs) in request.Descriptors)
            {
                // Above all the numbers that will be written to: one dup2 must not overwrite what the next one reads.
                var copy = Libc.Check(Libc.fcntl(ours, Libc.DuplicateCloseOnExec, above), "fcntl");
                copies.Add(copy);
                Require(Libc.posix_spawn_file_actions_adddup2(actions, copy, theirs));
            }
            if (_closeFrom is not null) Require(_closeFrom(actions, above)); // what others opened without close-on-exec
            if (request.Directory is { } directory) Require(Libc.posix_spawn_file_actions_addchdir_np(actions, directory));

            var flags = Libc.SpawnSetDefaultSignals | Libc.SpawnSetMask;
            Require(Libc.sigfillset(signals));
            Require(Libc.posix_spawnattr_setsigdefault(attributes, signals));
            Require(Libc.sigemptyset(signals));
            if (request.BlockInterrupt) Require(Libc.sigaddset(signals, Libc.InterruptSignal));
            Require(Libc.posix_spawnattr_setsigmask(attributes, signals));
            if (request.OwnGroup)
            {
                flags |= Libc.SpawnSetGroup;
                Require(Libc.posix_spawnattr_setpgroup(attributes, 0));
            }
            Require(Libc.posix_spawnattr_setflags(attributes, (short)flags));

            Require(Libc.posix_spawn(out var pid, request.Program, actions, attributes, arguments.Pointer, environment.Pointer));
            return pid;
        }
        finally
        {
            foreach (var copy in copies) Libc.close(copy);
            Libc.posix_spawn_file_actions_destroy(actions);
            Libc.posix_spawnattr_destroy(attributes);
        }
    }

    // This family of calls returns the reason instead of setting errno.
    private static void Require(int errno)
    {
        if (errno != 0) throw new SystemCallException("posix_spawn", errno);
    }

    private static IEnumerable<string> Variables(IReadOnlyDictionary<string, string>? environment)
    {
        if (environment is not null) return environment.Select(variable => $"{variable.Key}={variable.Value}");
        return Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(variable => $"{variable.Key}={variable.Value}");
    }

    /// <summary>An array of C strings that ends with a null pointer.</summary>
    private readonly ref struct NativeStrings
    {
        public NativeStrings(IEnumerable<string> strings)
        {
            var all = strings.ToArray();
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)all.Length + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < all.Length; i++) Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var each = Pointer; *each is not null; each++) Marshal.FreeCoTaskMem((nint)(*each));
            NativeMemory.Free(Pointer);
        }
    }
}
