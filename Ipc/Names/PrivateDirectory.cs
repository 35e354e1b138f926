// Where things with a name live that another process is to find:
//
//      /dev/shm/workbook-1000/          one directory a user, mode 0700; on other systems below the temp directory
//          seats.region                 one file a thing: its name, and its kind as the extension
//          6f0c...e1.new                a thing that is being made: see NamedFile
//          hotline.fifo                 what cannot be opened without a consequence (a FIFO, a socket) ...
//          hotline.fifo.held            ... has a plain file beside it that its users hold instead
//
//   I1  Whoever uses a thing holds a shared flock(2) on its file. The kernel lets go of it when the process ends, however it
//       ends.
//   I2  A file appears, gets its first holder, and disappears, only while the maker or remover holds the lock of the directory.
//
// So what an exclusive lock can be had on, while the directory is locked, belongs to nobody any more, and the first use in the
// next process removes it. A file lock, and not the pid of the maker: the maker may be gone while others still use the thing, and
// its pid may be somebody else's by now. Without I2 a file could be swept in the moment between its creation and its maker's
// flock.
//
// Windows has no flock: there an open file cannot be deleted (nobody here opens with FileShare.Delete), which says the same.

using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Names;

/// <summary>The directory for named things of this user.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal static class PrivateDirectory
{
    /// <summary>The environment variable that puts the directory below another one than <c>/dev/shm</c>.</summary>
    public const string Variable = "WORKBOOK_SHM";

    /// <summary>The extension of a file that is held for the thing beside it.</summary>
    public const string Held = ".held";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private static readonly Lock _lock = new(); // guards:
    private static readonly HashSet<string> _ready = []; // the directories checked and swept by this process

    /// <summary>The file for a thing; the directory is there, checked and swept when this returns.</summary>
    /// <exception cref="ArgumentException">The name has a character that a file name must not have.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory belongs to somebody else, or is open to others.</exception>
    public static string PathOf(string name, string kind) => PathIn(Root, name, kind);

    /// <summary>The same below a directory other than the usual one.</summary>
    public static string PathIn(string root, string name, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name[0] == '.')
        {
            throw new ArgumentException(
                $"'{name}' cannot be a name: use up to 100 letters, digits, '-', '_' and '.', not '.' first.", nameof(name));
        }
        return Path.Combine(Ensure(root), $"{name}.{kind}");
    }

    /// <summary>Keeps everybody else, threads of this process included, from making or removing files there until disposed. For a
    /// few system calls, never for longer.</summary>
    /// <exception cref="IOException">Somebody has held it for ten seconds; nothing was locked.</exception>
    public static SafeFileHandle Lock(string directory)
    {
        for (var start = Environment.TickCount64; ; Thread.Sleep(1))
        {
            if (TryLock(directory) is { } held) return held;
            if (Environment.TickCount64 - start > _patience.TotalMilliseconds)
            {
                throw new IOException(
                    $"Another process has kept '{directory}' locked for {_patience.TotalSeconds} s; it may be stopped in a " +
                    "debugger.");
            }
        }
    }

    /// <summary>Whether somebody uses the file. The directory is locked.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            var share = OperatingSystem.IsWindows() ? FileShare.None : FileShare.ReadWrite;
            using var file = File.OpenHandle(path, access: FileAccess.ReadWrite, share: share);
            return OperatingSystem.IsWindows() ? false : IsHeldByAnother(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true; // in doubt it stays
        }
    }

    /// <summary>Whether somebody beside the owner of this handle holds the file; gives up the own hold. The directory is
    /// locked.</summary>
    public static bool IsHeldByAnother(SafeFileHandle file) =>
        Libc.flock(file, Libc.LockExclusive | Libc.LockNonBlocking) != 0;

    private static string Root =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen :
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private static string Ensure(string root)
    {
        var user = OperatingSystem.IsWindows() ? Environment.UserName : $"{Libc.geteuid()}";
        var path = Path.Combine(Path.GetFullPath(root), $"workbook-{user}");
        lock (_lock)
        {
            if (_ready.Contains(path) && Directory.Exists(path)) return path;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            CheckOwner(path);
            Sweep(path);
            _ready.Add(path);
        }
        return path;
    }

    /// <summary>/dev/shm and /tmp are everybody's: somebody else may have been there first, with a directory or a link of that
    /// name.</summary>
    internal static void CheckOwner(string path)
    {
        const string Advice = $"Remove it, or set {Variable} to a directory of your own.";
        if (OperatingSystem.IsLinux())
        {
            var status = Libc.StatusOf(path);
            if (!status.IsDirectory) throw new UnauthorizedAccessException($"'{path}' is a link, not a directory. {Advice}");
            if (status.Owner != Libc.geteuid())
            {
                throw new UnauthorizedAccessException(
                    $"'{path}' belongs to user {status.Owner}, and you are user {Libc.geteuid()}. {Advice}");
            }
            if (status.Permissions != 0x1c0) // 0700
            {
                throw new UnauthorizedAccessException(
                    $"'{path}' has mode {Convert.ToString(status.Permissions, 8)} instead of 700: others can get at it. " +
                    Advice);
            }
        }
        else if (!OperatingSystem.IsWindows()) // there the temp directory is the user's
        {
            // the owner only may:
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Sweep(string directory)
    {
        using var held = Lock(directory);
        foreach (var path in Directory.GetFiles(directory))
        {
            if (!File.Exists(path) || !IsPlain(path) || IsHeld(path)) continue; // not there: it went with its companion
            // The companion first: without this file nobody would know it again.
            if (path.EndsWith(Held, StringComparison.Ordinal)) File.Delete(path[..^Held.Length]);
            File.Delete(path);
        }
    }

    // Opening a FIFO wakes whoever waits at its other end; a socket cannot be opened at all.
    private static bool IsPlain(string path) => OperatingSystem.IsLinux()
        ? Libc.StatusOf(path).IsRegular
        : Path.GetExtension(path) is not (".fifo" or ".socket" or ".lock");

    private static SafeFileHandle? TryLock(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                return File.OpenHandle(
                    Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None,
                    FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
        var file = Libc.OpenDirectory(directory);
        if (Libc.flock(file, Libc.LockExclusive | Libc.LockNonBlocking) == 0) return file;
        file.Dispose();
        return null;
    }
}
