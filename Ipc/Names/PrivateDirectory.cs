// Where things with a name live that another process is to find:
//
//      /dev/shm/workbook-1000/          one directory a user, mode 0700; on other systems below the temp directory
//          seats.region                 one file a thing: its name, and its kind as the extension
//          hotline.fifo
//
//   I1  Whoever uses a thing holds a shared flock(2) on its file. The kernel lets go of it when the process ends, however it ends.
//
// So what an exclusive lock can be had on belongs to nobody any more, and the next start removes it. A file lock, and not the pid of
// the maker: the maker may be gone while others still use the thing, and its pid may be somebody else's by now.

namespace Workbook.Ipc.Names;

/// <summary>The directory for named things of this user.</summary>
internal static class PrivateDirectory
{
    /// <summary>The file for a thing; the directory is there when this returns.</summary>
    /// <exception cref="ArgumentException">The name has a character that a file name must not have.</exception>
    public static string PathOf(string name, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name[0] == '.')
            throw new ArgumentException($"'{name}' cannot be a name: use up to 100 letters, digits, '-', '_' and '.', not '.' first.", nameof(name));
        return Path.Combine(Ensure(), $"{name}.{kind}");
    }

    private static string Ensure()
    {
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var path = Path.Combine(root, $"workbook-{Environment.UserName}");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
